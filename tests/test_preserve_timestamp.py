"""A checkpoint is anchored when an authority's answer stands, and never before."""

import hashlib
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import certifi
import pytest
from preserve_authority import Authority, run

from marsad import preserve
from marsad.errors import BadInput, NotReady
from marsad.model import Place
from marsad.preserve import timestamp, timestamp_token
from marsad.store import Store, layout

DATA = Path(__file__).parents[1].parent / "shared" / "data" / "rfc3161_tokens"
FILE_HASH = b"4b7b4e39f12b8c725e6e603e6d4422500316df94211070682ef10260ff5759ef"
HELLO = b"hello"

foreign = pytest.mark.skipif(not DATA.exists(), reason="the tokens of others are not here")


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path / "authority", "Example")


@pytest.fixture
def question(collected, tmp_path):
    return timestamp.ask(collected, tmp_path / "outbox")


@pytest.fixture
def anchored(collected, authority, question, tmp_path):
    answer = authority.reply(question, tmp_path / "answer.tsr")
    return timestamp.take(collected, answer, authority.root, by="person:Amal")


@foreign
@pytest.mark.parametrize(
    ("name", "data", "stands"),
    [
        ("valid_timestamp.tsr", FILE_HASH, ""),
        ("digicert.tsr", FILE_HASH, ""),
        ("timestamp_token_http-timestamp-identrust-com", FILE_HASH, ""),
        ("rfc3161-client-issue-104.tsr", HELLO, ""),
        ("valid_timestamp.tsr", HELLO, "imprint"),
        ("digicert.tsr", HELLO, "imprint"),
        ("rfc3161-client-issue-104.tsr", FILE_HASH, "imprint"),
        ("self_signed.tsr", FILE_HASH, "issuer"),
    ],
)
def test_exactly_the_valid_tokens_of_other_authorities_stand(tmp_path, name, data, stands):
    """A8: an order of certificates that differs is no fault; another digest or root is."""
    (chain := tmp_path / "none.pem").write_bytes(b"")
    token = timestamp_token.read(DATA / name)
    assert token.time.year == 2025
    if not stands:
        timestamp_token.check(token, data, Path(certifi.where()), chain)
        return
    with pytest.raises(BadInput, match=stands):
        timestamp_token.check(token, data, Path(certifi.where()), chain)


@foreign
def test_a_token_is_in_the_future_for_whoever_looks_before_its_time(tmp_path):
    (chain := tmp_path / "none.pem").write_bytes(b"")
    token = timestamp_token.read(DATA / "valid_timestamp.tsr")
    before = datetime(2025, 3, 10, tzinfo=UTC)
    with pytest.raises(BadInput, match="future"):
        timestamp_token.check(token, FILE_HASH, Path(certifi.where()), chain, before)


@foreign
@pytest.mark.parametrize("at", [40, 400, -40])
def test_a_token_with_one_bit_changed_does_not_stand(tmp_path, at):
    data = bytearray((DATA / "valid_timestamp.tsr").read_bytes())
    data[at] ^= 1
    (path := tmp_path / "changed.tsr").write_bytes(data)
    (chain := tmp_path / "none.pem").write_bytes(b"")
    with pytest.raises(BadInput):
        timestamp_token.check(timestamp_token.read(path), FILE_HASH, Path(certifi.where()), chain)


def test_a_question_without_an_answer_is_pending_and_nothing_more(collected, question):
    (anchor,) = timestamp.anchors(collected)
    size, root = collected.root()
    assert (anchor.size, anchor.root, anchor.state) == (size, root, timestamp.PENDING)
    assert (anchor.authority, anchor.time) == ("", None)
    found = preserve.verify(collected)
    assert (found.state, found.anchored) == (preserve.VERIFIED, 0)
    assert question.name == f"checkpoint-{size:012d}.tsq"


def test_asking_twice_is_one_question(collected, question, tmp_path):
    again = timestamp.ask(collected, tmp_path / "elsewhere")
    assert again.read_bytes() == question.read_bytes()


def test_an_empty_log_is_not_stamped(store, tmp_path):
    with pytest.raises(BadInput, match="empty"):
        timestamp.ask(store, tmp_path)


def test_the_answer_makes_it_anchored_and_the_log_says_who_imported_it(collected, anchored):
    assert anchored.state == timestamp.ANCHORED
    assert anchored.authority == "Example Stamps"
    assert abs(anchored.time - datetime.now(UTC)) < timedelta(minutes=1)
    assert timestamp.anchors(collected) == [anchored]
    found = preserve.verify(collected)
    assert (found.state, found.anchored) == (preserve.VERIFIED, anchored.size)
    assert preserve.as_plain(found)["anchored"] == anchored.size
    (act,) = [each for each in collected.chain() if b'"act":"anchored"' in (each.record or b"")]
    assert act.author == "person:Amal"


def test_the_answer_is_checked_by_openssl_alone(collected, anchored, tmp_path):
    note = collected.lab / layout.CHECKPOINTS / f"{anchored.size:012d}.note"
    root, _chain = anchored.beside
    command = ["openssl", "ts", "-verify", "-data", note, "-in", anchored.token, "-CAfile", root]
    run(*command)
    altered = tmp_path / "altered.note"
    altered.write_text(note.read_text(encoding="utf-8").replace("marsad", "other"))
    with pytest.raises(AssertionError, match="imprint"):
        run(*[altered if each == note else each for each in command])


def test_the_same_answer_again_changes_nothing(collected, anchored, authority, tmp_path):
    before = collected.root()
    again = timestamp.take(collected, tmp_path / "answer.tsr", authority.root)
    assert again == anchored
    assert collected.root() == before


@pytest.mark.usefixtures("anchored")
def test_two_authorities_may_answer(collected, question, tmp_path):
    second = Authority(tmp_path / "second", "Second")
    timestamp.take(collected, second.reply(question, tmp_path / "2.tsr"), second.root)
    said = {each.authority for each in timestamp.anchors(collected)}
    assert said == {"Example Stamps", "Second Stamps"}
    assert preserve.verify(collected).state == preserve.VERIFIED


def test_a_later_checkpoint_is_not_anchored_by_an_earlier_stamp(collected, anchored, tmp_path):
    collected.add(Place("telegram:9", "Telegram", "Later"))
    timestamp.ask(collected, tmp_path / "outbox")
    states = {each.size: each.state for each in timestamp.anchors(collected)}
    assert states == {anchored.size: timestamp.ANCHORED, collected.root()[0]: timestamp.PENDING}
    assert preserve.verify(collected).anchored == anchored.size


def test_a_root_that_was_not_given_is_not_trusted(collected, authority, question, tmp_path):
    stranger = Authority(tmp_path / "stranger", "Stranger")
    same_name = Authority(tmp_path / "twin", "Example")
    answer = authority.reply(question, tmp_path / "answer.tsr")
    for roots in (stranger.root, same_name.root):
        with pytest.raises(BadInput):
            timestamp.take(collected, answer, roots)
    assert [each.state for each in timestamp.anchors(collected)] == [timestamp.PENDING]


def test_an_expired_authority_and_a_time_in_the_future_are_refused(collected, question, tmp_path):
    today = datetime.now(UTC)
    late = Authority(tmp_path / "late", "Late", today - timedelta(9), today - timedelta(days=1))
    with pytest.raises(BadInput, match="expired"):
        timestamp.take(collected, late.reply(question, tmp_path / "late.tsr"), late.root)
    ahead = Authority(tmp_path / "ahead", "Ahead")
    dated = ahead.reply_dated(question, tmp_path / "ahead.tst", today.year + 9)
    with pytest.raises(BadInput, match="future"):
        timestamp.take(collected, dated, ahead.root)
    assert [each.state for each in timestamp.anchors(collected)] == [timestamp.PENDING]


def test_a_bare_token_is_taken_as_an_answer(collected, authority, question, tmp_path):
    year = datetime.now(UTC).year
    dated = authority.reply_dated(question, tmp_path / "bare.tst", year)
    taken = timestamp.take(collected, dated, authority.root)
    assert taken.state == timestamp.ANCHORED
    note = collected.lab / layout.CHECKPOINTS / f"{taken.size:012d}.note"
    run(*("openssl", "ts", "-verify", "-data", note), "-in", taken.token, "-CAfile", authority.root)


def test_an_answer_to_another_question_is_refused(collected, authority, question, tmp_path):
    note = collected.lab / layout.CHECKPOINTS / question.name[11:].replace("tsq", "note")
    other = tmp_path / "other.tsq"
    timestamp_token.query(note, other)
    with pytest.raises(BadInput, match="another question"):
        timestamp.take(collected, authority.reply(other, tmp_path / "o.tsr"), authority.root)
    with Store.create(tmp_path / "elsewhere") as elsewhere:
        elsewhere.add(Place("telegram:9", "Telegram", "Elsewhere"))
        asked = timestamp.ask(elsewhere, tmp_path / "b")
    with pytest.raises(BadInput, match="no checkpoint that this lab asked about"):
        timestamp.take(collected, authority.reply(asked, tmp_path / "e.tsr"), authority.root)


def test_a_digest_of_a_weak_kind_is_refused(collected, authority, question, tmp_path):
    note = collected.lab / layout.CHECKPOINTS / question.name[11:].replace("tsq", "note")
    weak = tmp_path / "weak.tsq"
    run("openssl", "ts", "-query", "-data", note, "-sha1", "-cert", "-out", weak)
    with pytest.raises(BadInput, match="weak"):
        timestamp.take(collected, authority.reply(weak, tmp_path / "w.tsr"), authority.root)


def test_what_is_no_token_is_refused(collected, authority, tmp_path):
    (path := tmp_path / "page.tsr").write_bytes(b"<html>not found</html>")
    with pytest.raises(BadInput, match="no time stamp"):
        timestamp.take(collected, path, authority.root)


@pytest.mark.parametrize("suffix", [".tsr", ".root.pem"])
def test_an_altered_anchor_is_invalid_and_a_lost_one_incomplete(collected, anchored, suffix):
    path = anchored.token.with_suffix(suffix)
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    path.write_bytes(whole)
    assert [each.state for each in timestamp.anchors(collected)] == [timestamp.INVALID]
    found = preserve.verify(collected)
    assert (found.state, found.anchored) == ("INVALID", 0)
    path.unlink()
    found = preserve.verify(collected)
    assert found.anchored == 0
    assert found.state in ("INCOMPLETE", "INVALID")


def test_an_anchor_put_there_past_the_store_counts_for_nothing(collected, question, tmp_path):
    forger = Authority(tmp_path / "forger", "Forger")
    size = int(question.name[11:23])
    answer = forger.reply(question, tmp_path / "forged.tsr")
    name = hashlib.sha256(answer.read_bytes()).hexdigest()[:16]
    token = collected.lab / layout.ANCHORS / f"{size:012d}-{name}.tsr"
    shutil.copy(answer, token)
    shutil.copy(forger.root, token.with_suffix(".root.pem"))
    token.with_suffix(".chain.pem").write_bytes(b"")
    found = preserve.verify(collected)
    assert (found.state, found.anchored) == ("INVALID", 0)
    assert "no leaf of the log answers for its import" in [each.reason for each in found.problems]


def test_the_certificates_between_are_answered_for_by_the_log(collected, anchored):
    chain = anchored.token.with_suffix(".chain.pem")
    whole = chain.read_bytes()
    # It would still verify: what more lies there is not looked at.
    chain.chmod(0o644)
    chain.write_bytes(whole + anchored.token.with_suffix(".root.pem").read_bytes())
    assert [each.state for each in timestamp.anchors(collected)] == [timestamp.ANCHORED]
    found = preserve.verify(collected)
    assert (found.state, found.anchored) == ("INVALID", 0)
    assert [".chain.pem" in each.reason for each in found.problems] == [True]
    chain.write_bytes(whole)
    assert preserve.verify(collected).anchored > 0


@pytest.mark.usefixtures("anchored")
def test_without_openssl_a_stamp_is_not_verified(collected, monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(NotReady, match="openssl"):
        timestamp.anchors(collected)
    found = preserve.verify(collected)
    assert (found.state, found.anchored) == ("UNSIGNED", 0)
