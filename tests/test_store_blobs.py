"""Originals: by digest, once, read-only, checked when read."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marsad.errors import BadInput, EvidenceAltered, NotFound
from marsad.store import Store


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "lab") as store:
        yield store


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=5000))
def test_an_original_is_read_back_byte_for_byte_under_its_sha256(lab: Store, data: bytes) -> None:
    digest = lab.keep(data)
    assert digest == hashlib.sha256(data).hexdigest()
    assert lab.read(digest) == data
    assert lab.path(digest).read_bytes() == data


def test_a_file_is_kept_in_pieces_and_left_as_it_was(lab: Store, tmp_path: Path) -> None:
    source = tmp_path / "export.json"
    source.write_bytes(os.urandom(3 * (1 << 20) + 17))
    assert lab.read(lab.keep(source)) == source.read_bytes()
    assert source.exists()


def test_an_original_is_stored_once_and_read_only(lab: Store) -> None:
    digest = lab.keep(b"original")
    before = lab.path(digest).stat()
    assert before.st_mode & 0o777 == 0o444
    assert lab.keep(b"original") == digest
    assert lab.path(digest).stat().st_ino == before.st_ino
    assert list(lab.blobs) == [digest]
    assert list((lab.lab / "tmp").iterdir()) == []


@pytest.mark.parametrize("change", ["bit", "shorter", "longer", "empty"])
def test_an_altered_original_is_noticed_when_read(lab: Store, change: str) -> None:
    data = b"original of an invented outlet"
    digest = lab.keep(data)
    altered = {
        "bit": bytes([data[0] ^ 1]) + data[1:], "shorter": data[:-1], "longer": data + b"\n",
        "empty": b"",
    }[change]  # fmt: skip
    lab.path(digest).chmod(0o644)
    lab.path(digest).write_bytes(altered)
    assert not lab.blobs.intact(digest)
    with pytest.raises(EvidenceAltered, match="restore it from a backup"):
        lab.read(digest)


def test_keeping_the_content_again_mends_an_altered_original(lab: Store) -> None:
    digest = lab.keep(b"original")
    lab.path(digest).chmod(0o644)
    lab.path(digest).write_bytes(b"altered")
    lab.keep(b"original")
    assert lab.read(digest) == b"original"
    assert lab.path(digest).stat().st_mode & 0o777 == 0o444


def test_a_missing_original_is_named(lab: Store) -> None:
    digest = hashlib.sha256(b"never came").hexdigest()
    for ask in (lab.read, lab.path, lab.blobs.intact):
        with pytest.raises(NotFound, match=digest):
            ask(digest)


@pytest.mark.parametrize(
    "name", ["", "abc", "../" * 21 + "a", "A" * 64, "g" * 64, "a" * 63 + "/", "أ" * 64, "a" * 65]
)
def test_what_is_no_digest_never_becomes_a_path(lab: Store, name: str) -> None:
    with pytest.raises(BadInput, match="not a SHA-256 digest"):
        lab.path(name)


def test_a_source_that_cannot_be_read_is_named_and_leaves_nothing(
    lab: Store, tmp_path: Path
) -> None:
    for source in (tmp_path / "absent.jpg", tmp_path):
        with pytest.raises(BadInput, match="cannot be read"):
            lab.keep(source)
    assert list(lab.blobs) == []
    assert list((lab.lab / "tmp").iterdir()) == []
