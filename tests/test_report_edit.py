"""Changing a draft step by step: every change a version, nothing written over, nothing lost."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import report_lab as lab
from typer.testing import CliRunner

from marsad.cli.app import app
from marsad.errors import BadInput, NotFound, Overtaken, Withheld
from marsad.model import Claim, Figure, Finding, sign
from marsad.report import check, compose, drop, edit, go_back, move, take, write
from marsad.report.compared import compared
from marsad.report.draft_event import offered
from marsad.report.edit import undone
from marsad.report.meeting import meet
from marsad.report.spots import Spot, spot, written
from marsad.report.steps import confirmed, dropped, moved, worded
from marsad.report.taking import quoting, showing

THIRD = "person:Leyla Oram"


@pytest.fixture
def store(tmp_path):
    with lab.fill(tmp_path / "lab") as opened:
        opened.add(lab.report(opened), by=lab.WRITER)
        yield opened


def outlets(report):
    return [block.outlet for block in report.blocks]


def posts(report):
    return [item.post for block in report.blocks for item in block.items]


def test_a_post_is_taken_in_with_quotation_figure_and_footnote(store):
    begun = compose.new(store, "Morning", "T", day=lab.DAY, by=lab.WRITER)
    made = take(store, begun.handle, "post-ar", by=lab.WRITER)
    (block,) = made.blocks
    (item,) = block.items
    assert (block.outlet, item.post) == ("sada", "post-ar")
    assert item.quotes[0].words == store.translation("tr-ar").text
    assert item.figures == (Figure(lab.sha256_of(store), ""),)
    assert made.cited == ("post-ar",)
    assert made.replaces == begun.id
    with pytest.raises(Withheld, match="is cited in morning-1 already"):
        take(store, begun.handle, "post-ar", by=lab.WRITER)
    assert take(store, begun.handle, "post-ur", by=lab.WRITER).blocks[1].items[0].quotes == ()
    with pytest.raises(Withheld, match="private place"):
        take(store, begun.handle, "post-private", by=lab.WRITER)


def test_a_machine_draft_of_an_alt_text_is_nobodys_until_a_person_confirms_it(store):
    media, when = lab.sha256_of(store), datetime(2024, 5, 14, tzinfo=UTC)
    claim = Claim("post-ar", "alt-text", "A bridge between two hills", media=media)
    store.add(sign(claim, "captions/1", when))
    handle = compose.new(store, "Morning", "T", day=lab.DAY, by=lab.WRITER).handle
    (figure,) = take(store, handle, "post-ar", by=lab.WRITER).blocks[0].items[0].figures
    assert (figure.alt, figure.alt_by) == ("A bridge between two hills", "")
    assert any("no person has written" in each.what for each in check(store, handle))
    with pytest.raises(BadInput, match="is no figure"):
        edit(store, handle, confirmed(["1.1.q1"], lab.WRITER), by=lab.WRITER)
    done = edit(store, handle, confirmed(["1.1.f1"], lab.WRITER), by=lab.WRITER)
    assert done.blocks[0].items[0].figures[0].alt_by == lab.WRITER
    again = write(store, handle, "1.1.f1.alt", "A bridge and the word Salwan.", by=THIRD)
    assert again.blocks[0].items[0].figures[0].alt_by == THIRD


def test_blocks_items_quotations_and_figures_are_moved_and_dropped(store):
    made = move(store, "daily-7", "2", 1, by=lab.WRITER)
    assert outlets(made) == ["peyman", "sada"]
    assert posts(move(store, "daily-7", "2.1", 99, by=lab.WRITER)) == [
        "post-fa", "post-ar-2", "post-ar",
    ]  # fmt: skip
    made = drop(store, "daily-7", "2.2.q1", by=lab.WRITER)
    assert made.blocks[1].items[1].quotes == ()
    assert drop(store, "daily-7", "2.2.f1", by=lab.WRITER).blocks[1].items[1].figures == ()
    assert outlets(drop(store, "daily-7", "1.1", by=lab.WRITER)) == ["sada"], "the block went too"
    with pytest.raises(NotFound, match=r"nothing at 4\.1 in daily-7"):
        drop(store, "daily-7", "4.1", by=lab.WRITER)


@pytest.mark.parametrize("said", ["", "0", "1.0", "1.1.x1", "1.1.q", "1.1.q1.1", "a", "1..1", "١"])
def test_what_is_no_place_is_refused(said):
    with pytest.raises(BadInput, match="is no place in a report"):
        spot(said)


def test_every_place_is_written_as_it_is_read(store):
    for each in written(store.report("daily-7")):
        if each.at[0].isdigit():
            said = ".".join(each.at.split(".")[:3])
            assert str(spot(said)) == said
    assert str(Spot(2)) == "2"


def test_words_are_put_otherwise_and_the_signature_goes(store):
    words = {
        "title": "Other Title", "lede": "Lede.\r\nTwo.", "event": "", "tier": "complimentary",
        "1.1": "  Prose. ", "1.1.q1": "on both banks\nof the river", "1.1.f1.caption": "Caption.",
        "1.1.f1.right": "Quotation",
    }  # fmt: skip
    made = edit(store, "daily-7", worded(store, words, THIRD), by=THIRD)
    item = made.blocks[0].items[0]
    assert (made.title, made.lede, made.event, made.tier) == (
        "Other Title", "Lede.\nTwo.", "", "complimentary",
    )  # fmt: skip
    assert (item.prose, item.quotes[0].words) == ("Prose.", "on both banks of the river")
    assert (item.figures[0].caption, item.figures[0].right) == ("Caption.", "Quotation")
    assert item.figures[0].alt_by == lab.WRITER, "nobody touched the alt text"
    assert (made.signed_by, made.made_by) == ((), THIRD)
    with pytest.raises(NotFound, match="no words at"):
        write(store, "daily-7", "1.9", "x", by=THIRD)
    with pytest.raises(BadInput, match="no tier"):
        write(store, "daily-7", "tier", "gold", by=THIRD)


def test_saving_what_stands_already_makes_no_version_and_keeps_the_signature(store):
    as_it_stands = {each.at: f"{each.words}\r\n" for each in written(store.report("daily-7"))}
    made = edit(store, "daily-7", worded(store, as_it_stands, THIRD), by=THIRD)
    assert made.signed_by == (lab.SECOND,)
    assert len(store.report_versions("daily-7")) == 1


def test_an_unsound_quotation_may_stand_in_a_draft_and_the_gate_leads_to_it(store):
    write(store, "daily-7", "1.1.q1", "We extend our hands on both banks", by=lab.WRITER)
    (found,) = [each for each in check(store, "daily-7") if "skipped" in each.what]
    assert found.at == "1.1.q1"


def test_the_gate_names_the_place_of_everything_that_can_be_mended(store):
    spoiled = lab.report(store, title="", lede="", event="", signed_by=())
    bad = replace(spoiled.blocks[0].items[0].figures[0], alt="", right="", caption="see http://x.y")
    item = replace(spoiled.blocks[0].items[0], prose="", figures=(bad,))
    blocks = (replace(spoiled.blocks[0], items=(item,)), spoiled.blocks[1])
    store.add(replace(spoiled, id="spoiled", handle="daily-8", blocks=blocks))
    places = {each.at for each in check(store, "daily-8")}
    assert places == {"title", "lede", "event", "1.1.f1", "sign"}


def test_undo_goes_back_one_change_after_the_other(store):
    write(store, "daily-7", "title", "Two", by=lab.WRITER)
    compose.sign(store, "daily-7", lab.SECOND)
    drop(store, "daily-7", "1", by=lab.WRITER)
    assert outlets(go_back(store, "daily-7", by=THIRD)) == ["sada", "peyman"]
    made = go_back(store, "daily-7", by=THIRD)
    assert (made.title, made.made_by, made.signed_by) == (lab.TITLE, THIRD, ())
    with pytest.raises(BadInput, match="nothing to undo"):
        go_back(store, "daily-7", by=THIRD)
    write(store, "daily-7", "title", "Three", by=lab.WRITER)
    assert undone(store, "daily-7").title == lab.TITLE


def test_what_was_taken_in_and_out_again_is_brought_in_by_undoing(store):
    take(store, "daily-7", "post-ur", by=lab.WRITER)
    drop(store, "daily-7", "3", by=lab.WRITER)
    assert posts(go_back(store, "daily-7", by=THIRD))[-1] == "post-ur"
    assert posts(go_back(store, "daily-7", by=THIRD))[-1] == "post-fa"


def test_any_version_of_the_report_can_be_gone_back_to_and_no_other(store):
    first = store.report("daily-7").id
    write(store, "daily-7", "title", "Two", by=lab.WRITER)
    write(store, "daily-7", "title", "Three", by=lab.WRITER)
    made = go_back(store, "daily-7", first, by=THIRD)
    assert made.title == lab.TITLE
    assert [each.replaces for each in store.report_versions("daily-7")][-1] != first
    assert go_back(store, "daily-7", by=THIRD).title == "Three", "that was a change, too"
    other = compose.new(store, "Morning", "T", day=lab.DAY, by=lab.WRITER)
    with pytest.raises(NotFound, match="no version of daily-7"):
        go_back(store, "daily-7", other.id, by=THIRD)


def test_the_second_of_two_is_told_and_nothing_is_written_over(store):
    read = store.report("daily-7")
    write(store, "daily-7", "title", "Of the first", by=lab.WRITER)
    with pytest.raises(Overtaken, match="Tamar Iseri changed daily-7 meanwhile"):
        edit(store, "daily-7", worded(store, {"title": "Of the second"}, THIRD), by=THIRD,
             since=read.id)  # fmt: skip
    with pytest.raises(Overtaken):
        compose.sign(store, "daily-7", THIRD, since=read.id)
    assert store.report("daily-7").title == "Of the first"


def test_whoever_comes_between_reading_and_writing_is_not_written_over(store):
    def late(report):
        write(store, "daily-7", "title", "Came between", by=lab.SECOND)
        return replace(report, lede="Other lede.")

    with pytest.raises(Overtaken, match="Noor Valen"):
        edit(store, "daily-7", late, by=THIRD)
    assert store.report("daily-7").title == "Came between"
    assert store.report("daily-7").lede == lab.LEDE


def test_typed_words_are_laid_over_what_another_person_saved(store):
    read = store.report("daily-7")
    typed = {each.at: each.words for each in written(read)}
    typed |= {"lede": "My lede.", "1.1": "My prose.", "1.2": "My message.", "2.1": "My words."}
    steps = (
        worded(store, {"lede": "Their lede.", "title": "Their title"}, lab.SECOND),
        dropped(spot("1.2")), moved(spot("2"), 1),
    )  # fmt: skip
    now = edit(store, "daily-7", *steps, by=lab.SECOND)
    met = meet(read, now, typed)
    assert met.typed == {"lede": "My lede.", "2.1": "My prose.", "1.1": "My words."}
    assert met.theirs == {"lede": "Their lede."}
    assert [each.words for each in met.homeless] == ["My message."]


def test_a_version_tells_what_it_says_otherwise(store):
    old = store.report("daily-7")
    new = edit(
        store, "daily-7", worded(store, {"title": "Other"}, THIRD), dropped(spot("1.2")),
        moved(spot("2"), 1), by=THIRD,
    )  # fmt: skip
    told = [(each.what, each.at) for each in compared(old, new)]
    assert ("taken out", "1.2") in told
    assert ("reworded", "title") in told
    assert {at for what, at in told if what == "moved"} >= {"1.1", "2.1"}
    assert list(compared(new, new)) == []


def test_more_is_quoted_and_shown_of_an_item_later(store):
    drop(store, "daily-7", "1.1.f1", by=lab.WRITER)
    made = edit(store, "daily-7", quoting(store, spot("1.1"), "tr-ar"),
                showing(store, spot("1.1"), lab.sha256_of(store)), by=lab.WRITER)  # fmt: skip
    item = made.blocks[0].items[0]
    assert [each.translation for each in item.quotes] == ["tr-ar", "tr-ar"]
    assert [each.media for each in item.figures] == [lab.sha256_of(store)]
    with pytest.raises(BadInput, match="is not of the post of item"):
        edit(store, "daily-7", quoting(store, spot("1.1"), "tr-fa"), by=lab.WRITER)
    with pytest.raises(NotFound, match="has no picture"):
        edit(store, "daily-7", showing(store, spot("2.1"), lab.sha256_of(store)), by=lab.WRITER)


def test_events_are_offered_that_what_is_cited_answered_first(store):
    when = datetime(2024, 5, 15, tzinfo=UTC)
    far = replace(store.event("talks"), id="far", title="talks long ago", start=lab.DAY,
                  end=lab.DAY)  # fmt: skip
    store.add(replace(far, start=lab.DAY.replace(year=2020), end=lab.DAY.replace(year=2020)))
    assert [each.event.id for each in offered(store, store.report("daily-7"))] == ["talks"]
    store.add(Finding("answer", "post-fa", "answers-event", "far", "events/1", when, 0.7))
    (first, second) = offered(store, store.report("daily-7"))
    assert (first.event.id, first.posts, first.outlets) == ("far", 1, 1)
    assert (second.event.id, second.posts) == ("talks", 0)


def test_a_published_report_is_not_edited(store):
    store.add(replace(lab.report(store), id="out", state="published", replaces="report-1"))
    for change in (
        lambda: take(store, "daily-7", "post-ur", by=THIRD),
        lambda: drop(store, "daily-7", "1", by=THIRD),
        lambda: go_back(store, "daily-7", "report-1", by=THIRD),
    ):
        with pytest.raises(Withheld, match="add a correction"):
            change()


def test_the_commands_do_what_the_functions_do(store):
    def run(*words):
        made = CliRunner().invoke(app, ["report", str(store.lab), *words, "--by", "Leyla Oram"])
        assert made.exit_code == 0, made.output
        return store.report("daily-7")

    assert outlets(run("move", "daily-7", "2", "1")) == ["peyman", "sada"]
    assert run("word", "daily-7", "title", "Other").title == "Other"
    assert posts(run("take", "daily-7", "post-ur"))[-1] == "post-ur"
    assert posts(run("drop", "daily-7", "3"))[-1] == "post-ar-2"
    assert posts(run("back", "daily-7"))[-1] == "post-ur"
    made = run("back", "daily-7", "--to", "report-1")
    assert (made.title, made.made_by) == (lab.TITLE, "person:Leyla Oram")
