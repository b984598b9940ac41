"""Originals in a bucket: the same promises as on the disk."""

import os
import time

import pytest
from conftest import TEXTS, message, write_export
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marsad import pipeline, preserve
from marsad.enrich import enrich
from marsad.errors import BadInput, EvidenceAltered, NotFound, StorageFailed, Unreachable
from marsad.store import Store, layout
from marsad.store.backup import backup
from marsad.store.bucket import HELD, PIECES
from marsad.store.restore import restore


@pytest.fixture
def lab(bucket, tmp_path):  # noqa: ARG001 - settings name it
    with Store.create(tmp_path / "lab") as store:
        yield store


def fetched(lab):
    return list((lab.lab / layout.TMP).iterdir())


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.binary(max_size=5000))
def test_an_original_comes_back_byte_for_byte_and_is_nowhere_on_the_disk(lab, data):
    sha256 = lab.keep(data)
    assert lab.read(sha256) == data
    assert lab.path(sha256).read_bytes() == data
    assert lab.blobs.intact(sha256)
    assert list((lab.lab / layout.BLOBS).iterdir()) == []


def test_what_is_sent_in_pieces_is_whole(lab, tmp_path):
    source = tmp_path / "export.json"
    source.write_bytes(os.urandom(PIECES * 2 + 17))
    assert lab.read(lab.keep(source)) == source.read_bytes()


def test_an_original_is_sent_once(lab, buckets, bucket):
    sha256 = lab.keep(b"original")
    assert buckets.keys(bucket) == [f"lab/{sha256[:2]}/{sha256}"]
    first = buckets.client.head_object(Bucket=bucket, Key=buckets.keys(bucket)[0])
    time.sleep(1.1)
    assert lab.keep(b"original") == sha256
    again = buckets.client.head_object(Bucket=bucket, Key=buckets.keys(bucket)[0])
    assert again["LastModified"] == first["LastModified"]


def test_an_altered_original_is_noticed_and_mended_by_keeping_it_again(lab, buckets, bucket):
    sha256 = lab.keep(b"original")
    assert lab.read(sha256) == b"original"
    buckets.put(bucket, f"lab/{sha256[:2]}/{sha256}", b"originaL")
    assert not lab.blobs.intact(sha256)
    with pytest.raises(EvidenceAltered):
        lab.read(sha256)
    lab.keep(b"original")
    assert lab.read(sha256) == b"original"


def test_what_was_fetched_goes_with_the_process_and_is_never_much(lab):
    every = [lab.keep(bytes([number])) for number in range(HELD + 9)]
    for sha256 in every:
        lab.path(sha256)
    assert len(fetched(lab)) == HELD
    with Store(lab.lab):
        assert len(fetched(lab)) == HELD, "another process spares what this one holds"
    assert sorted(lab.blobs) == sorted(every)
    lab.close()
    assert fetched(lab) == []


def test_a_missing_original_and_a_digest_that_is_none_are_named(lab):
    with pytest.raises(NotFound, match="in the bucket; restore it"):
        lab.read("0" * 64)
    assert fetched(lab) == []
    with pytest.raises(BadInput, match="is not a SHA-256 digest"):
        lab.path("../keys/lab.key")


def test_a_lab_with_its_originals_in_a_bucket_goes_the_whole_way(lab, buckets, bucket, tmp_path):
    photo = {"photo": "photos/garden.png"}
    texts = [message(n, text, **(photo if n == 1 else {})) for n, text in enumerate(TEXTS, 1)]
    export = write_export(tmp_path / "export", texts)
    (export.parent / "photos").mkdir()
    (export.parent / "photos" / "garden.png").write_bytes(b"\x89PNG of a garden")
    pipeline.collect(lab, [str(export.parent)])
    enrich(lab, ["language", "media"])
    assert preserve.verify(lab).state == preserve.VERIFIED
    assert len(buckets.keys(bucket)) == 2

    copy = backup(lab, tmp_path / "copy")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("MARSAD_BLOBS", "")
        with restore(copy, tmp_path / "on-disk", lab.lab / layout.KEYS) as again:
            assert sorted(again.blobs) == sorted(lab.blobs)
            assert preserve.verify(again).state == preserve.VERIFIED

    (first, *_) = lab.posts()
    lost = first.media[0].sha256
    buckets.put(bucket, f"lab/{lost[:2]}/{lost}", b"rot")
    assert preserve.verify(lab).state == "INVALID"
    swept = preserve.sweep(lab, copy)
    assert (swept.rotten, swept.repaired) == ([lost], [lost])
    assert preserve.verify(lab).state == preserve.VERIFIED

    asked = preserve.erase.ask(lab, [first.id], "person:A", "GDPR 17(1)(d)", "7")
    pipeline.erase(lab, asked.id, "person:B")
    assert buckets.keys(bucket) == []
    assert preserve.verify(lab).state == preserve.VERIFIED


def test_nothing_is_acknowledged_that_the_bucket_did_not_take(lab, buckets, bucket, tmp_path):
    before = lab.root()
    buckets.client.delete_bucket(Bucket=bucket)
    export = write_export(tmp_path / "export", [message(1, TEXTS[0])])
    with pytest.raises((Unreachable, StorageFailed, NotFound)) as told:
        pipeline.collect(lab, [str(export)])
    assert "\n" not in str(told.value)
    assert lab.root() == before
    assert lab.count("post") == 0
    assert fetched(lab) == []


def test_a_server_that_is_not_there_is_named_in_one_sentence(lab, monkeypatch):
    monkeypatch.setenv("MARSAD_BLOBS_ENDPOINT", "http://127.0.0.1:9")
    with Store(lab.lab) as store, pytest.raises(Unreachable, match="does not answer") as told:
        store.keep(b"original")
    assert "parole" not in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("place", ["http://bucket/lab", "s3:///lab", "s3://key:parole@bucket/lab"])
def test_a_bucket_that_is_none_is_refused(tmp_path, monkeypatch, place):
    pytest.importorskip("obstore")
    monkeypatch.setenv("MARSAD_BLOBS", place)
    with pytest.raises(BadInput, match="setting blobs names no bucket") as told:
        Store.create(tmp_path / "lab")
    assert "parole" not in str(told.value)
