"""What came in is kept, and every byte of it can be proved."""

import hashlib
import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime

import bagit
import pytest
from conftest import TEXTS, message, write_export

from marsad import pipeline, preserve
from marsad.errors import BadInput, NotFound
from marsad.model import Forward, Place, Post
from marsad.plugins import Clocks, Fetched, Gathered, Present, Refused
from marsad.store import checkpoint, custody, layout

GROUP = Place("telegram:7", "Telegram", "Neighbours", kind="group")
CHANNEL = Place("telegram:8", "Telegram", "Notices")
NOW = datetime(2024, 5, 14, tzinfo=UTC)


class ByHand:
    """Who hands posts over in these tests."""

    name = "by-hand"
    version = "1"


def sealed(store, place, **fields):
    """A post as it stands in the store after the collector's hand-over."""
    capture = store.captures()[0] if store.captures() else _capture(store)
    post = Post("", place.id, "", "1", NOW, "كلام عادي", **fields)
    (batch,) = preserve.seal(store, ByHand(), capture, [Gathered(place, post)], "r")
    return batch.posts[0]


def _capture(store):
    from marsad.model import Capture

    sha256 = store.keep(b"source")
    capture = Capture("capture-1", "by-hand", "1", "source", NOW, sha256, 6)
    store.add(capture)
    return capture


def test_a_person_gets_a_pseudonym_at_the_door(store):
    post = sealed(store, GROUP, author="Somebody Private")
    assert post.author.startswith("person-")
    assert "Somebody" not in "".join(each.record.decode() for each in store.chain())


def test_the_same_person_has_the_same_pseudonym_in_one_lab_only(store, tmp_path):
    from marsad.store import Store

    first = sealed(store, GROUP, author="Somebody Private")
    with Store.create(tmp_path / "other") as other:
        second = sealed(other, GROUP, author="Somebody Private")
    assert first.author == sealed(store, GROUP, author="Somebody Private").author
    assert first.author != second.author


def test_a_channel_keeps_its_name_and_a_forwarding_person_does_not(store):
    kept = sealed(store, CHANNEL, author="Notices", forwarded_from=Forward("Gazette", "channel5"))
    masked = sealed(store, CHANNEL, forwarded_from=Forward("Somebody", "user5"))
    assert kept.author == "Notices"
    assert kept.forwarded_from.name == "Gazette"
    assert masked.forwarded_from.name.startswith("person-")
    assert masked.forwarded_from.id == ""


def test_what_is_refused_is_quarantined_and_the_rest_is_kept(store):
    capture = _capture(store)
    good = Gathered(CHANNEL, Post("", CHANNEL.id, "", "1", NOW, "خبر"))
    items = [Refused("message 2", "it has no time"), good]
    (batch,) = preserve.seal(store, ByHand(), capture, items, "r")
    assert batch.new == 1
    assert [each["reason"] for each in store.quarantined()] == ["it has no time"]


def test_the_same_export_again_adds_nothing_but_a_note_that_it_was_seen(store, export):
    first = pipeline.collect(store, [str(export)])
    posts = store.count("post")
    again = pipeline.collect(store, [str(export)])
    assert (first.new, again.new) == (4, 0)
    assert store.count("post") == posts
    acts = [json.loads(each.record) for each in store.chain() if each.kind == "act"]
    assert "seen again" in [each["act"] for each in acts]


def test_what_came_before_an_export_breaks_off_is_kept(store, export):
    whole = export.read_bytes()
    export.write_bytes(whole[: whole.rindex(b"The library")])
    with pytest.raises(BadInput):
        pipeline.collect(store, [str(export)])
    assert [post.native_id for post in store.posts()] == ["1", "2", "4"]
    assert preserve.verify(store).state == preserve.VERIFIED


def test_a_private_chat_is_stored_without_its_name(store, tmp_path):
    export = write_export(
        tmp_path / "chat", [message(1, "سلام")], name="Somebody Private", type="personal_chat"
    )
    pipeline.collect(store, [str(export)])
    (place,) = store.places()
    assert (place.kind, place.name[:7]) == ("private", "person-")
    assert "Somebody" not in "".join(each.record.decode() for each in store.chain())


def test_what_a_server_answered_is_a_capture_with_a_record_of_the_exchange(store):
    page = Fetched(
        "https://example.org/s/notices",
        200,
        b"<html>",
        Clocks(NOW, 12.5, "Tue, 14 May 2024 00:00:00 GMT"),
        response_headers=(("Content-Type", "text/html"),),
        address="192.0.2.1",
    )
    items = [
        Gathered(CHANNEL, Post("", CHANNEL.id, "", id, NOW, "خبر"), checkpoint=id, fetched=page)
        for id in ("1", "2")
    ]
    (batch,) = preserve.seal(store, ByHand(), _capture(store), items, "t.me/notices")
    (capture,) = {store.capture(post.capture) for post in batch.posts}
    assert store.read(capture.sha256) == b"<html>"
    record = json.loads(store.read(capture.exchange))
    assert record["clocks"]["server"] == "Tue, 14 May 2024 00:00:00 GMT"
    assert (record["address"], record["fault"], record["size"]) == ("192.0.2.1", "", 6)
    assert store.resume_point("by-hand", "t.me/notices") == "2"
    store.checkpoint()
    assert preserve.verify(store).state == preserve.VERIFIED
    store.path(capture.exchange).unlink()
    assert _states(store) == {"INCOMPLETE"}


def test_a_post_gone_at_a_revisit_stays_with_a_note_of_when_it_was_missed_first(collected):
    capture, later = _capture(collected), NOW.replace(year=2025)
    for moment in (NOW, later):
        seen = [Present("telegram:1001", ("1", "4", "5"), moment)]
        list(preserve.seal(collected, ByHand(), capture, seen, "r"))
    (post,) = collected.versions("telegram:1001", "2")
    assert [each.value for each in collected.findings(post.id, "gone")] == [NOW.isoformat()]
    assert collected.count("post") == 4


def test_missing_ids_are_gaps(store, export):
    done = pipeline.collect(store, [str(export)])
    assert done.gaps == {"telegram:1001": [(3, 3)]}
    assert done.missing == 1


def test_an_edited_text_is_a_second_post_of_the_same_native_id(store, export, tmp_path):
    pipeline.collect(store, [str(export)])
    messages = [message(id, text) for id, text in zip((1, 2, 4, 5), TEXTS, strict=True)]
    messages[0]["text"] = "نص معدل"
    pipeline.collect(store, [str(write_export(tmp_path / "later", messages))])
    versions = store.versions("telegram:1001", "1")
    assert [post.text for post in versions] == [TEXTS[0], "نص معدل"]
    assert store.count("post") == 5


def test_a_lab_verifies_after_collecting(collected):
    found = preserve.verify(collected)
    assert found.state == preserve.VERIFIED
    assert found.signed == found.size
    assert found.problems == []


def test_an_altered_original_is_invalid(collected):
    path = collected.path(collected.captures()[0].sha256)
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace(b"1001", b"1002"))
    assert _states(collected) == {"INVALID"}


def test_a_missing_original_is_incomplete(collected):
    collected.path(collected.captures()[0].sha256).unlink()
    assert _states(collected) == {"INCOMPLETE"}


@pytest.mark.parametrize(
    ("statement", "state"),
    [
        ("update post set record = replace(record, 'Monday', 'Sunday')", "INVALID"),
        ("update post set record = '{' where seq = 2", "INVALID"),
        ("update post set posted_at = '2001-01-01'", "INVALID"),
        ("update custody set author = 'somebody else' where n = 2", "INVALID"),
        ("delete from act", "INCOMPLETE"),
        (
            "insert into post (id, place, capture, native_id, posted_at, record) select "
            "'x', place, capture, '9', posted_at, replace(record, '@', '#') from post limit 1",
            "INVALID",
        ),
    ],
)
def test_a_row_changed_past_the_store_is_noticed(collected, statement, state):
    with collected.transaction() as connection:
        connection.exec_driver_sql(statement)
    assert state in _states(collected)


def test_a_finding_changed_or_removed_is_invalid(collected):
    from marsad.model import Claim, sign

    posts = list(collected.posts())
    with collected.write() as writer:
        claims = [Claim(post.id, "language", "ar") for post in posts]
        writer.add([sign(claim, "test/1", NOW) for claim in claims], "test/1")
        writer.witness_findings("test")
    collected.checkpoint()
    assert preserve.verify(collected).state == preserve.VERIFIED
    with collected.transaction() as connection:
        connection.exec_driver_sql("update finding set value = 'en' where seq = 1")
        connection.exec_driver_sql("delete from finding where seq = 2")
    reasons = {each.reason for each in preserve.verify(collected).problems}
    assert reasons == {"it is not what was signed", "some were removed, added or redated"}


def test_a_cut_log_is_noticed_by_its_checkpoint(collected):
    path = collected.lab / layout.CUSTODY
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:-2]))
    problems = preserve.verify(collected).problems
    assert any("the log is cut" in each.reason for each in problems)


def test_a_rewritten_log_is_noticed_by_its_checkpoint(collected):
    """A7: the chain is made again after one leaf was changed, so only the signature tells."""
    head, path = custody.Head(), collected.lab / layout.CUSTODY
    leaves = [line.leaf for line in custody.lines(collected.lab)]
    leaves[3] = bytes(32)
    path.write_bytes(b"".join(head.line(leaf) for leaf in leaves))
    reasons = " ".join(each.reason for each in preserve.verify(collected).problems)
    assert "the log was rewritten" in reasons


@pytest.mark.parametrize(
    ("change", "state"),
    [
        (lambda note: note.partition("\n\n")[0] + "\n\n", "UNSIGNED"),
        (lambda note: note[:-10] + "AAAAAAAA==\n", "INVALID"),
        (lambda _note: "nonsense", "INVALID"),
    ],
)
def test_a_checkpoint_without_its_signature_is_never_verified(collected, change, state):
    for path in checkpoint.every(collected.lab):
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    found = preserve.verify(collected)
    assert state in {each.state for each in found.problems}
    assert found.signed == 0


def test_leaves_that_no_checkpoint_covers_are_unsigned(collected):
    collected.add(Place("telegram:9", "Telegram", "Later"))
    assert _states(collected) == {"UNSIGNED"}
    collected.checkpoint()
    assert preserve.verify(collected).state == preserve.VERIFIED


def _states(store):
    return {each.state for each in preserve.verify(store).problems}


def run_verifier(bundle):
    command = [sys.executable, "-I", "-S", str(bundle / "data" / "verify.py")]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def bundle(collected, tmp_path):
    return preserve.bundle(collected, preserve.choose(collected, "all"), tmp_path / "bundle")


def test_a_bundle_is_checked_by_other_peoples_tools(bundle):
    """BagIt by the Library of Congress, sha256sum, and our verifier with the library alone."""
    assert bagit.Bag(str(bundle)).validate()
    checked = ["sha256sum", "--quiet", "-c", "manifest-sha256.txt"]
    assert subprocess.run(checked, cwd=bundle, check=False).returncode == 0
    done = run_verifier(bundle)
    assert (done.returncode, done.stderr) == (0, "")
    assert "VERIFIED" in done.stdout


@pytest.mark.parametrize("folder", ["records", "leaves", "blobs"])
def test_a_changed_bundle_fails(bundle, folder):
    path = next((bundle / "data" / folder).iterdir())
    path.chmod(0o644)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert run_verifier(bundle).returncode == 1
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(bundle)).validate()


def test_a_bundle_with_anothers_signature_fails(bundle, tmp_path):
    from marsad.store import Store

    with Store.create(tmp_path / "other") as other:
        shutil.copy(other.lab / "keys" / "lab.pub", bundle / "data" / "lab.pub")
    assert "signature is not this lab's" in run_verifier(bundle).stdout


def test_a_bundle_holds_only_what_was_asked_for(collected, tmp_path):
    post = next(iter(collected.posts()))
    made = preserve.bundle(collected, [post], tmp_path / "one")
    records = [json.loads(path.read_text()) for path in (made / "data" / "records").iterdir()]
    assert [each["text"] for each in records if "text" in each] == [post.text]
    (original,) = (made / "data" / "blobs").iterdir()
    assert hashlib.sha256(original.read_bytes()).hexdigest() == collected.captures()[0].sha256


def test_a_bundle_is_never_written_over_something(collected, tmp_path):
    (tmp_path / "note.txt").write_text("mine")
    with pytest.raises(BadInput, match="not empty"):
        preserve.bundle(collected, [], tmp_path)


def test_a_bundle_that_would_lack_an_original_is_refused(collected, tmp_path):
    collected.path(collected.captures()[0].sha256).unlink()
    with pytest.raises(NotFound, match="incomplete"):
        preserve.bundle(collected, preserve.choose(collected, "all"), tmp_path / "bundle")
