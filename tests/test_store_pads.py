"""What was typed and not signed: kept, never written over, gone with its post, in no backup."""

import sqlite3

import pytest
import report_lab as lab

from marsad.store import About, Pads, Turn
from marsad.store.backup_rows import leave_out, seal_rows
from marsad.store.vault import Vault


@pytest.fixture
def store(tmp_path):
    with lab.fill(tmp_path / "lab") as made:
        yield made


@pytest.fixture
def draft(store):
    found = store.translation("tr-ur")
    return About(found.id, (found.post,))


def test_a_page_goes_on_with_its_pad(store, draft):
    first = Pads(store).write(draft, "", 0, ["دریا one"])
    second = Pads(store).write(draft, first.pad.id, first.pad.stamp, ["دریا two"])
    assert second.pad.id == first.pad.id
    assert second.rivals == ()
    assert [each.targets for each in Pads(store).of([draft.id])] == [("دریا two",)]


def test_a_pad_that_changed_since_it_was_read_is_not_written_over(store, draft):
    first = Pads(store).write(draft, "", 0, ["one"])
    Pads(store).write(draft, first.pad.id, first.pad.stamp, ["theirs"])
    late = Pads(store).write(draft, first.pad.id, first.pad.stamp, ["mine"])
    assert late.pad.id != first.pad.id
    assert [each.targets for each in late.rivals] == [("theirs",)]
    assert {each.targets for each in Pads(store).of([draft.id])} == {("theirs",), ("mine",)}


def test_the_later_turn_of_a_page_stays_whichever_arrives_first(store, draft):
    page = "0123456789abcdef"
    first = Pads(store).write(draft, "", 0, ["one"], Turn(page, 1))
    last = Pads(store).write(draft, "", 0, ["one two three"], Turn(page, 3))
    late = Pads(store).write(draft, first.pad.id, first.pad.stamp, ["one two"], Turn(page, 2))
    assert late.pad == last.pad
    assert [each.targets for each in Pads(store).of([draft.id])] == [("one two three",)]


def test_a_page_opened_again_takes_over_what_it_read_and_its_twin_does_not(store, draft):
    old = Pads(store).write(draft, "", 0, ["one"], Turn("a" * 16, 9)).pad
    Pads(store).write(draft, old.id, old.stamp, ["two"], Turn("b" * 16, 1))
    twin = Pads(store).write(draft, old.id, old.stamp, ["three"], Turn("c" * 16, 1))
    assert [each.targets for each in twin.rivals] == [("two",)]
    assert {each.targets for each in Pads(store).of([draft.id])} == {("two",), ("three",)}


def test_half_a_pictograph_and_hidden_controls_are_kept_as_typed(store, draft):
    said = "river\u202e\u200b \ud83d"
    Pads(store).write(draft, "", 0, [said])
    assert Pads(store).of([draft.id])[0].targets == (said,)


def test_the_log_does_not_speak_of_pads(store, draft):
    before = store.root()
    Pads(store).write(draft, "", 0, ["one"])
    assert store.root() == before


def test_a_pad_goes_with_its_post_and_stays_out_of_backups(store, draft):
    Pads(store).write(draft, "", 0, ["secret words"])
    with sqlite3.connect(store.lab / "lab.db") as database:
        leave_out(database, ["post-fa"])
        assert database.execute("select count(*) from pad").fetchone() == (1,)
        leave_out(database, ["post-ur"])
        assert database.execute("select count(*) from pad").fetchone() == (0,)
    Pads(store).write(draft, "", 0, ["secret words"])
    with sqlite3.connect(store.lab / "lab.db") as database, Vault(store.lab) as vault:
        seal_rows(database, vault)
        assert database.execute("select count(*) from pad").fetchone() == (0,)


def test_a_pad_of_a_report_goes_with_any_post_that_it_may_quote(store):
    about = About("report-1", ("post-ar", "post-fa"), "person:Tamar Iseri")
    for gone in about.posts:
        Pads(store).write(about, "", 0, ["words of both"])
        with sqlite3.connect(store.lab / "lab.db") as database:
            leave_out(database, [gone])
            for table in ("pad", "pad_post"):
                assert database.execute(f"select count(*) from {table}").fetchone() == (0,)


def test_a_pad_of_an_earlier_version_is_taken_over(store):
    old = Pads(store).write(About("report-1", ()), "", 0, ["one", "two"], Turn("a" * 16, 1)).pad
    now = About("report-2", (), before=("report-1",))
    Pads(store).write(now, old.id, old.stamp, ["one", "three"], Turn("b" * 16, 1))
    assert [each.about for each in Pads(store).of(["report-1", "report-2"])] == ["report-2"]
    Pads(store).drop(["report-1", "report-2"], "b" * 16)
    assert Pads(store).of(["report-2"]) == []
