"""Erasure takes two persons and leaves no word behind; the log still verifies (BATTERY A10)."""

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import TEXTS, message, write_export
from typer.testing import CliRunner

from marsad import pipeline, preserve, search
from marsad.cli.app import app
from marsad.enrich import enrich
from marsad.errors import BadInput, NotFound, Withheld
from marsad.preserve.tombstones import Tombstones
from marsad.store import Store, erasing
from marsad.store.backup import backup
from marsad.store.restore import restore
from marsad.store.vault import opens

BASIS = "GDPR 17(1)(d)"
ASKS, APPROVES = "person:Amal", "person:Basim"
WORDS = TEXTS[0]
PICTURE = b"\x89PNG of a garden"

pytestmark = pytest.mark.usefixtures("dialect")


@pytest.fixture
def lab(store, tmp_path):
    """Four posts in one export, the first with a picture; read, found in and searched."""
    folder = tmp_path / "export"
    photo = {"photo": "photos/garden.png"}
    write_export(
        folder,
        [message(id, text, **(photo if id == 1 else {})) for id, text in enumerate(TEXTS, 1)],
    )
    (folder / "photos").mkdir()
    (folder / "photos" / "garden.png").write_bytes(PICTURE)
    pipeline.collect(store, [str(folder)])
    enrich(store, only=["language", "links"])
    assert search.search(store, "حديقة").hits
    return store


def first(store: Store) -> str:
    return next(store.posts()).id


def erase(store: Store, *ids: str) -> str:
    asked = preserve.erase.ask(store, ids, ASKS, BASIS, "request 7")
    return pipeline.erase(store, asked.id, APPROVES)


def files_with(folder: Path, words: bytes) -> list[str]:
    return [p.name for p in folder.rglob("*") if p.is_file() and words in p.read_bytes()]


def test_nothing_of_an_erased_post_is_left_and_the_rest_verifies(lab):
    post, (size, root) = lab.post(first(lab)), lab.root()
    assert files_with(lab.lab, WORDS.encode())
    assert files_with(lab.lab, PICTURE)
    tombstone = erase(lab, post.id)

    assert files_with(lab.lab, WORDS.encode()) == []
    assert files_with(lab.lab, PICTURE) == []
    with pytest.raises(NotFound):
        lab.post(post.id)
    assert lab.findings(post.id) == []
    assert not search.search(lab, "حديقة").hits
    assert search.search(lab, "باران").hits
    found = preserve.verify(lab, against=f"{size} {root}")
    assert found.state == preserve.VERIFIED, found.problems
    # The leaf of the post, the export it was read from, and its picture.
    gone = {each.item for each in found.problems if each.state == "ERASED"}
    assert f"post {post.id}" in gone
    assert {each.reason for each in found.problems} == {f"see {tombstone}"}
    assert len(list(lab.posts())) == 3


def test_the_salt_goes_with_the_record_so_that_no_guess_can_be_checked(lab):
    post = first(lab)
    erase(lab, post)
    (opened,) = [each for each in lab.chain() if each.id == post]
    assert opened.salt == b""
    assert opened.record is None


def test_one_person_alone_cannot_erase(lab):
    post = first(lab)
    asked = preserve.erase.ask(lab, [post], ASKS, BASIS)
    for same in (ASKS, "person:  amal "):
        with pytest.raises(Withheld, match="second person"):
            pipeline.erase(lab, asked.id, same)
    with pytest.raises(Withheld, match="two named persons"):
        pipeline.erase(lab, asked.id, "marsad")
    assert lab.post(post).text == WORDS
    with pytest.raises(BadInput, match="legal basis"):
        preserve.erase.ask(lab, [post], ASKS, " ")


def test_a_request_may_be_refused_and_is_then_gone(lab):
    asked = preserve.erase.ask(lab, [first(lab)], ASKS, BASIS)
    preserve.erase.refuse(lab, asked.id, APPROVES, "no such right here")
    assert preserve.erase.all_waiting(lab) == []
    with pytest.raises(NotFound, match="there are: none"):
        pipeline.erase(lab, asked.id, APPROVES)


def test_what_a_backup_holds_cannot_be_read_after_an_erasure(lab, another, tmp_path):
    copy = backup(lab, tmp_path / "copy", tmp_path / "apart")
    assert files_with(copy, WORDS.encode()) == []
    assert files_with(copy, PICTURE) == []
    post = first(lab)
    tombstone = erase(lab, post)

    # The key that the lab has now does not open the vault that lies in the old backup.
    (copy / "keys" / "backup.key").write_bytes((lab.lab / "keys" / "backup.key").read_bytes())
    assert not opens(copy / "keys")
    another()
    with restore(copy, tmp_path / "again", lab.lab / "keys") as again:
        assert files_with(again.lab, WORDS.encode()) == []
        assert files_with(again.lab, PICTURE) == []
        found = preserve.verify(again)
        states = {each.item: each.state for each in found.problems}
        assert states[f"post {post}"] == "ERASED"
        assert {each.reason for each in found.problems if each.state == "ERASED"} == {
            f"see {tombstone}"
        }
        assert found.state == preserve.VERIFIED
        assert [each.id for each in again.posts()] == [each.id for each in lab.posts()]
        with pytest.raises(Withheld, match=tombstone):
            pipeline.collect(again, [str(tmp_path / "export")])


def test_an_erased_post_does_not_come_back_with_the_next_export(lab, tmp_path):
    tombstone = erase(lab, first(lab))
    with pytest.raises(Withheld, match=tombstone):
        pipeline.collect(lab, [str(tmp_path / "export")])
    longer = [message(id, text) for id, text in enumerate((*TEXTS, "خبر جديد"), 1)]
    done = pipeline.collect(lab, [str(write_export(tmp_path / "longer", longer))])
    assert (done.new, done.kept_out) == (1, 1)
    assert files_with(lab.lab, WORDS.encode()) == []
    found = preserve.verify(lab)
    assert found.state == preserve.VERIFIED, found.problems


def test_running_numbers_never_come_again(lab, tmp_path):
    """Done-marks, leaves of findings and the index remember them."""
    last = list(lab.posts())[-1]
    before = lab.high_water()
    erase(lab, last.id)
    pipeline.collect(lab, [str(write_export(tmp_path / "more", [message(9, "مكتبة الحي")]))])
    enrich(lab, only=["language"])
    assert lab.high_water()["post"] == before["post"] + 1
    new = list(lab.posts())[-1]
    assert lab.findings(new.id, "language")
    assert search.search(lab, "مكتبة").hits
    found = preserve.verify(lab)
    assert found.state == preserve.VERIFIED, found.problems


@pytest.mark.parametrize("step", ["_drop", "_rewrite", "destroy"])
def test_an_erasure_cut_short_is_noticed_and_completed(lab, monkeypatch, step):
    def power_cut(*_given: object) -> None:
        raise KeyboardInterrupt

    where = erasing.Vault if step == "destroy" else erasing
    with monkeypatch.context() as patch:
        patch.setattr(where, step, power_cut)
        with pytest.raises(KeyboardInterrupt):
            erase(lab, first(lab))
    if step == "_drop":
        found = preserve.verify(lab)
        assert found.state == "INVALID"
        assert any("marsad erase LAB finish" in each.reason for each in found.problems)
    run = CliRunner().invoke(app, ["erase", str(lab.lab), "finish"])
    assert run.exit_code == 0, run.output
    assert files_with(lab.lab, WORDS.encode()) == []
    lab.checkpoint()
    assert preserve.verify(lab).state == preserve.VERIFIED


def test_a_tombstone_of_one_person_counts_for_none(lab):
    post = first(lab)
    erasing.unsafe_erase(
        lab, erasing.Doomed((post,)), ASKS, legal_basis=BASIS, reason="", asked_by=ASKS
    )
    lab.checkpoint()
    found = preserve.verify(lab)
    assert found.state == "INVALID"
    assert Tombstones.of(lab).unlawful
    assert any(each.state == "INCOMPLETE" and post in each.item for each in found.problems)


def test_a_cited_post_is_corrected_first(lab, monkeypatch):
    post = first(lab)

    class Cites:
        handle, cited = "daily-1", (post,)

    monkeypatch.setattr(Store, "reports", lambda _store: [Cites()])
    with pytest.raises(Withheld, match="daily-1 cites it"):
        preserve.erase.ask(lab, [post], ASKS, BASIS)
    assert "erasure refused" in {each["act"] for each in lab.acts("erasure refused")}


def test_a_picture_that_another_post_carries_stays(lab, tmp_path):
    folder = tmp_path / "other"
    write_export(folder, [message(1, "صورة", photo="photos/garden.png")], id=1002)
    (folder / "photos").mkdir()
    (folder / "photos" / "garden.png").write_bytes(PICTURE)
    pipeline.collect(lab, [str(folder)])
    erase(lab, first(lab))
    assert files_with(lab.lab, PICTURE)
    assert preserve.verify(lab).state == preserve.VERIFIED


@pytest.mark.parametrize("form", ["bagit", "wacz"])
def test_a_bundle_tells_what_was_erased_and_both_verifiers_agree(lab, tmp_path, form):
    erase(lab, first(lab))
    made = preserve.bundle(lab, preserve.choose(lab, "all"), tmp_path / "bundle", form)
    found = preserve.verify_bundle(made)
    assert found.state == preserve.VERIFIED, found.problems
    assert {each.state for each in found.problems} == {"ERASED"}
    if form == "bagit":
        command = [sys.executable, str(made / "data" / "verify.py")]
        told = subprocess.run(command, capture_output=True, text=True, check=False)
        assert told.returncode == 0, told.stdout
        assert "ERASED data/blobs/" in told.stdout
        # Without the tombstone the same bundle is incomplete.
        for path in (made / "data").rglob("*.json"):
            if path.parent.name == "records" and b'"erased"' in path.read_bytes():
                number = path.stem
        for name in (f"records/{number}.json", f"leaves/{number}.json"):
            (made / "data" / name).unlink()
        (made / "data" / "proofs" / f"{number}.tlog-proof").unlink()
        assert preserve.verify_bundle(made).state == "INCOMPLETE"


def test_the_commands_as_a_user_types_them(lab):
    def run(*said: str) -> str:
        done = CliRunner().invoke(app, [said[0], str(lab.lab), *said[1:]])
        assert done.exit_code == 0, done.output
        return done.output

    post = first(lab)
    assert "3 other posts stay and lose theirs" in run("erase", "plan", post)
    run("erase", "ask", post, "--legal-basis", BASIS, "--by", "Amal")
    (asked,) = preserve.erase.all_waiting(lab)
    assert asked.id in run("erase", "list")
    alone = CliRunner().invoke(app, ["erase", str(lab.lab), "approve", asked.id, "--by", "Amal"])
    assert alone.exit_code == 1
    assert "second person" in alone.output
    assert "tombstone-" in run("erase", "approve", asked.id, "--by", "Basim")
    assert "VERIFIED" in run("verify")
