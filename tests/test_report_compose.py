"""Writing a report: every step a new version, signed, and nothing lost."""

from dataclasses import replace

import pytest
import report_lab as lab

from marsad.errors import BadInput, NotFound, Withheld
from marsad.report.check import check
from marsad.report.compose import add, correct, new, publish, revise, sign, slug
from marsad.report.resolve import resolve


@pytest.fixture
def store(tmp_path):
    with lab.fill(tmp_path / "lab") as opened:
        yield opened


def begin(store):
    return new(
        store, "Daily Brief", lab.TITLE, day=lab.DAY, by=lab.WRITER, lede=lab.LEDE, event="talks"
    )


def test_a_report_is_written_signed_published_and_corrected_step_by_step(store):
    begun = begin(store)
    assert (begun.handle, begun.state, begun.signed_by) == ("daily-brief-1", "draft", ())
    add(store, begun.handle, "sada", "post-ar", by=lab.WRITER, prose=lab.PROSE)
    add(store, begun.handle, "sada", "post-ar", by=lab.WRITER, quote="tr-ar", words=lab.WORDS)
    add(
        store, begun.handle, "sada", "post-ar", by=lab.WRITER, figure=lab.sha256_of(store)[:10],
        alt=lab.ALT, caption=lab.CAPTION, right=lab.RIGHT,
    )  # fmt: skip
    add(store, begun.handle, "peyman", "post-fa", by=lab.WRITER, quote="tr-fa")
    sign(store, begun.handle, lab.SECOND)
    assert check(store, begun.handle) == []
    made = publish(store, begun.handle, lab.SECOND)
    assert [len(block.items) for block in made.blocks] == [1, 1]
    assert made.blocks[0].items[0].figures[0].alt_by == lab.WRITER
    assert made.blocks[1].items[0].quotes[0].words == store.translation("tr-fa").text
    assert [note.number for note in resolve(store, made).notes] == [1, 2, 3]
    put_right = correct(store, begun.handle, "A word.", day=lab.DAY, by=lab.WRITER)
    assert put_right.state == "published"
    versions = store.report_versions(begun.handle)
    assert [each.replaces for each in versions] == ["", *[each.id for each in versions[:-1]]]
    assert len(versions) == 8


def test_numbers_run_on_within_a_series(store):
    assert begin(store).handle == "daily-brief-1"
    assert begin(store).handle == "daily-brief-2"
    assert new(store, "daily brief", "T", day=lab.DAY, by=lab.WRITER).number == 3
    assert new(store, "Weekly", "T", day=lab.DAY, by=lab.WRITER).handle == "weekly-1"


def test_a_change_takes_the_signatures_away(store):
    handle = begin(store).handle
    sign(store, handle, lab.SECOND)
    assert revise(store, handle, by=lab.WRITER, title="Another").signed_by == ()
    assert store.report(handle).lede == lab.LEDE


def test_whoever_changed_a_report_last_cannot_be_its_second_name(store):
    handle = begin(store).handle
    revise(store, handle, by=lab.SECOND, lede="Other words.")
    with pytest.raises(Withheld, match="another person must sign"):
        sign(store, handle, lab.SECOND)
    assert sign(store, handle, lab.WRITER).signed_by == (lab.WRITER,)


def test_a_program_can_neither_begin_nor_sign(store):
    with pytest.raises(Withheld, match="names no person"):
        new(store, "Daily", "T", day=lab.DAY, by="marsad/1")
    handle = begin(store).handle
    with pytest.raises(Withheld, match="names no person"):
        sign(store, handle, "ocr/1")


def test_signing_twice_changes_nothing(store):
    handle = begin(store).handle
    first = sign(store, handle, lab.SECOND)
    assert sign(store, handle, lab.SECOND) == first


def test_words_that_break_the_marks_rule_are_refused_with_the_place(store):
    handle = begin(store).handle
    with pytest.raises(Withheld, match=r"skipped before “on”; put \[\.\.\.\] there"):
        add(
            store, handle, "sada", "post-ar", by=lab.WRITER, quote="tr-ar",
            words="We extend our hands on both banks",
        )  # fmt: skip
    assert store.report(handle).blocks == ()


def test_an_unapproved_translation_cannot_be_quoted(store):
    handle = begin(store).handle
    with pytest.raises(Withheld, match="tr-ur is draft"):
        add(store, handle, "kinara", "post-ur", by=lab.WRITER, quote="tr-ur")


def test_a_translation_of_another_post_cannot_be_cited_here(store):
    handle = begin(store).handle
    with pytest.raises(BadInput, match="is not of post post-ar-2"):
        add(store, handle, "sada", "post-ar-2", by=lab.WRITER, quote="tr-ar")


def test_a_private_post_cannot_be_added(store):
    handle = begin(store).handle
    with pytest.raises(Withheld, match="private place"):
        add(store, handle, "sada", "post-private", by=lab.WRITER, prose="Words.")


@pytest.mark.parametrize(
    ("figure", "alt", "complaint"),
    [
        ("", "A picture containing a bridge", None),
        ("beef", lab.ALT, "names no one medium of post post-ar"),
        ("SHA", "A picture containing a bridge", "captioning program's phrase"),
        ("SHA", "", "there is no alt text"),
        ("photo_1@14-05-2024.jpg", "photo_1@14-05-2024", "is the file name"),
    ],
)
def test_a_figure_needs_a_medium_and_an_alt_text(store, figure, alt, complaint):
    handle = begin(store).handle
    figure = lab.sha256_of(store) if figure == "SHA" else figure
    if complaint is None:
        made = add(store, handle, "sada", "post-ar", by=lab.WRITER, figure=figure, alt=alt)
        assert made.blocks[0].items[0].figures == ()
        return
    with pytest.raises(BadInput, match=complaint):
        add(store, handle, "sada", "post-ar", by=lab.WRITER, figure=figure, alt=alt)


def test_what_is_not_in_the_register_is_not_found(store):
    with pytest.raises(NotFound):
        new(store, "Daily", "T", day=lab.DAY, by=lab.WRITER, event="unheard-of")
    handle = begin(store).handle
    with pytest.raises(NotFound):
        add(store, handle, "nobody", "post-ar", by=lab.WRITER, prose="Words.")


def test_a_published_report_is_corrected_and_not_changed(store):
    store.add(replace(lab.report(store), state="published"))
    for change in (
        lambda: add(store, "daily-7", "sada", "post-ar-2", by=lab.WRITER, prose="More."),
        lambda: revise(store, "daily-7", by=lab.WRITER, title="Other"),
        lambda: sign(store, "daily-7", "person:Third"),
    ):
        with pytest.raises(Withheld, match="add a correction"):
            change()


def test_a_draft_is_changed_and_not_corrected(store):
    with pytest.raises(BadInput, match="not published yet"):
        correct(store, begin(store).handle, "A word.", day=lab.DAY, by=lab.WRITER)


def test_a_place_may_speak_for_itself(store):
    made = add(
        store, begin(store).handle, "place:telegram:2", "post-late", by=lab.WRITER, prose="Late."
    )
    section = resolve(store, made).sections[0]
    assert (section.name, section.description) == ("Salwan Watch", "Channel (unverified).")


def test_a_tier_and_a_series_are_checked(store):
    with pytest.raises(BadInput, match="choose one of subscribers, complimentary"):
        new(store, "Daily", "T", day=lab.DAY, by=lab.WRITER, tier="gold")
    with pytest.raises(BadInput, match="no Latin letter"):
        slug("يومية")


def test_what_cites_fiction_is_fiction(store):
    assert not begin(store).fiction
    store.add(replace(store.post("post-ar-2"), id="post-tale", fiction=True))
    store.add(replace(store.event("talks"), id="tale", fiction=True))
    made = add(store, "daily-brief-1", "sada", "post-tale", by=lab.WRITER, prose="A tale.")
    assert made.fiction
    assert revise(store, begin(store).handle, by=lab.WRITER, event="tale").fiction
