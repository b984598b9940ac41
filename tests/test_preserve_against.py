"""A6 and A7: whoever kept an earlier state of the log can tell what was done to it since."""

import shutil
from pathlib import Path

import pytest

from marsad import preserve
from marsad.errors import BadInput
from marsad.model import Place
from marsad.store import Store, checkpoint, custody, layout

LATER = [Place(f"telegram:{n}", "Telegram", f"Later {n}") for n in range(90, 95)]


@pytest.fixture
def kept(collected, tmp_path):
    """A checkpoint that left the house, after which the log went on."""
    kept = tmp_path / "kept.note"
    shutil.copy(checkpoint.every(collected.lab)[-1], kept)
    collected.add(*LATER)
    collected.checkpoint()
    return kept


def rewritten(store: Store, cut: int = 0, alter: int = -1) -> None:
    """What a keeper with the key can do: another history, chained and signed anew."""
    with store.transaction() as connection:
        if cut:
            order = f"delete from custody where n >= (select max(n) + 1 - {cut} from custody)"
            connection.exec_driver_sql(order)
        if alter >= 0:
            order = f"update custody set author = 'nobody' where n = {alter}"
            connection.exec_driver_sql(order)
    head, lines = custody.Head(), []
    for opened in store.chain():
        lines.append(head.line(opened.leaf))
    with store.transaction() as connection:
        for place in LATER[len(LATER) - cut :]:
            connection.exec_driver_sql(f"delete from place where id = '{place.id}'")
        values = (head.size, head.prev, head.length, head.tree.pack())
        connection.exec_driver_sql("update head set size=?, prev=?, bytes=?, peaks=?", values)
    (store.lab / layout.CUSTODY).write_bytes(b"".join(lines))
    for path in checkpoint.every(store.lab):
        path.unlink()
    store.checkpoint()


def test_a_log_that_went_on_continues_what_was_kept(collected, kept):
    found = preserve.verify(collected, against=kept)
    assert found.state == preserve.VERIFIED
    assert found.counts["VERIFIED"] == preserve.verify(collected).counts["VERIFIED"] + 1


@pytest.mark.parametrize(
    "form", ["{} {}", "{} entries, root {}", "Log when made: {} entries, root {}."]
)
def test_the_foot_of_a_report_will_do(collected, tmp_path, form):
    said = form.format(*collected.root())
    collected.add(*LATER)
    collected.checkpoint()
    assert preserve.verify(collected, against=said).state == preserve.VERIFIED
    (page := tmp_path / "report.html").write_text(f"<p>{said}</p>", encoding="utf-8")
    assert preserve.verify(collected, against=page).state == preserve.VERIFIED
    assert preserve.verify(collected, against=str(page)).state == preserve.VERIFIED


@pytest.mark.parametrize("cut", [1, 3, 5])
def test_a_cut_log_is_told_by_every_kept_state_it_no_longer_reaches(collected, kept, cut):
    """A6: the last leaves are gone from log, database and checkpoints alike."""
    footer = "{} {}".format(*collected.root())
    rewritten(collected, cut=cut)
    assert preserve.verify(collected).state == preserve.VERIFIED
    found = preserve.verify(collected, against=footer)
    assert found.state == "INVALID"
    assert "the log is cut" in found.problems[0].reason
    assert preserve.verify(collected, against=kept).state == preserve.VERIFIED


@pytest.mark.parametrize("leaf", range(7))
def test_a_rewritten_log_is_told_whichever_leaf_was_changed(collected, kept, leaf):
    """A7: everything after the changed leaf was computed and signed anew with the lab's key."""
    rewritten(collected, alter=leaf)
    assert preserve.verify(collected).state == preserve.VERIFIED
    (problem,) = preserve.verify(collected, against=kept).problems
    assert (problem.state, "rewritten" in problem.reason) == ("INVALID", True)
    assert str(checkpoint.read(kept).size) in problem.item


def test_a_leaf_changed_after_what_was_kept_is_no_break_of_it(collected, kept):
    rewritten(collected, alter=checkpoint.read(kept).size)
    assert preserve.verify(collected, against=kept).state == preserve.VERIFIED


def test_the_empty_log_is_continued_by_every_log(collected):
    empty = "0 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert preserve.verify(collected, against=empty).state == preserve.VERIFIED
    assert preserve.verify(collected, against=empty[:-1] + "6").state == "INVALID"


def test_a_checkpoint_of_another_lab_is_refused(collected, tmp_path):
    with Store.create(tmp_path / "other") as other:
        other.add(*LATER)
        note = other.checkpoint()
    with pytest.raises(BadInput, match="is a checkpoint of"):
        preserve.verify(collected, against=note)


@pytest.mark.parametrize("said", ["no such file", "7", "7 abc", f"7 {'a' * 64} and 8 {'b' * 64}"])
def test_what_states_no_log_is_refused(collected, said):
    with pytest.raises(BadInput, match="SIZE ROOT"):
        preserve.verify(collected, against=said)


def test_a_page_that_states_none_is_refused(collected, tmp_path: Path):
    (page := tmp_path / "page.html").write_text("<p>nothing here</p>", encoding="utf-8")
    with pytest.raises(BadInput, match="states no size and root"):
        preserve.verify(collected, against=page)
