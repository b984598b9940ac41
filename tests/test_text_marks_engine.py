"""Marks taken apart, put together, placed and checked, whatever stands in the text."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from marsad.model import Segment, Translation
from marsad.text.eliding import elided
from marsad.text.marks import (
    WORDS,
    Part,
    literal,
    malformed,
    marked,
    marks,
    parse,
    readable,
    render,
    strip,
)
from marsad.text.quoting import check_marks
from marsad.text.tokens import ELISION, in_order, tokens

SIGNS = "ab \\[].…ie,مرحبا\n\u200f"
ANY = st.text(alphabet=SIGNS, max_size=40)
MARKS = st.one_of(
    st.just(Part("elision", "...")),
    st.just(Part("sic", "sic")),
    ANY.map(str.strip).filter(bool).map(lambda text: Part("meaning", f"i.e., {text}")),
    ANY.map(str.strip)
    .filter(lambda text: text and text not in ("...", "…", "sic") and not text.startswith("i.e."))
    .map(lambda text: Part("addition", text)),
)
PARTS = st.lists(st.one_of(ANY.filter(bool).map(lambda text: Part(WORDS, text)), MARKS))


def made(target, source="", *more):
    segments = (Segment(0, len(source) or 1, source or "س", target), *more)
    return Translation(
        "t1", "p1", "text", "ar", "en", segments, "person:T", "human",
        datetime(2024, 5, 14, tzinfo=UTC), state="approved", approver="person:E",
    )  # fmt: skip


@given(PARTS)
def test_what_is_rendered_is_parsed_again_as_it_was(parts):
    joined = list(parts)
    once = parse(render(joined))
    assert parse(render(once)) == once
    assert [p for p in once if p.kind != WORDS] == [p for p in joined if p.kind != WORDS]
    assert "".join(p.text for p in once) == "".join(p.text for p in joined)
    assert not any("a bracket stands alone" in fault for fault in malformed(render(once)))


@given(ANY)
@example("[…]")
def test_any_text_is_taken_apart_without_losing_a_letter(words):
    assert parse(render(parse(words))) == parse(words)
    assert all(words[mark.start] == "[" and words[mark.end - 1] == "]" for mark in marks(words))


@given(ANY)
def test_brackets_of_the_source_are_words_and_no_marks(text):
    typed = literal(text)
    assert list(marks(typed)) == []
    assert malformed(typed) == []
    assert "".join(part.text for part in parse(typed)) == text
    assert not set("[]") & set(readable(typed))


@given(ANY, ANY)
def test_no_mark_stands_inside_another(before, inner):
    words = f"{literal(before)}[a [b] {literal(inner)}]"
    assert malformed(words)
    for mark in marks(words):
        assert all(
            other.end <= mark.start or other.start >= mark.end
            for other in marks(words)
            if other != mark
        )


WORD = st.text(alphabet="abcdeمنه", min_size=1, max_size=3)


@given(st.lists(WORD, min_size=2, max_size=25), st.data())
def test_a_quotation_is_given_its_marks_and_stripped_of_them_is_part_of_the_translation(said, data):
    kept = data.draw(st.lists(st.booleans(), min_size=len(said), max_size=len(said)))
    quoted = [word for word, keep in zip(said, kept, strict=True) if keep]
    translation = made(" ".join(said))
    found = elided(" ".join(quoted), translation)
    if not quoted:
        assert found == ""
        return
    assert check_marks(found, translation) == []
    assert strip(found) == " ".join(quoted)
    assert in_order(tuple(tokens(strip(found))), tokens(translation.text))
    runs = sum(a and not b for a, b in zip(kept, [*kept[1:], False], strict=True))
    assert marked(found).count(ELISION) < runs + 1


@pytest.mark.parametrize(
    ("words", "placed"),
    [
        ("We extend our hands on both banks", "We extend our hands [...] on both banks"),
        (
            "We extend, on both banks of the river",
            "We extend, [...] on both banks of the river",
        ),
        ("our [open] hands in need", "our [open] hands [...] in need"),
        ("our hands [...] in need", "our hands [...] in need"),
        ("to our brothers", "to our brothers"),
        ("on both banks our hands", ""),
        ("we stretch our hands", ""),
        ("our hands (in need)", "our hands [...] (in need)"),
    ],
)
def test_elisions_stand_where_words_are_skipped_and_nowhere_else(words, placed):
    whole = made("We extend our hands to our brothers in need, on both banks of the river.")
    assert elided(words, whole) == placed


def test_source_between_two_segments_is_skipped_only_with_a_mark():
    source = "نمد أيدينا في الشدة على الضفتين"
    translation = Translation(
        "t1", "p1", "text", "ar", "en",
        (
            Segment(0, 10, source[:10], "We extend our hands"),
            Segment(20, 31, source[20:], "on both banks."),
        ),
        "person:T", "human", datetime(2024, 5, 14, tzinfo=UTC),
    )  # fmt: skip
    said = elided("our hands on both banks", translation, source)
    assert said == "our hands [...] on both banks"


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("Built in 1042 [sic] by the League", ""),
        ("Built in 1420 [sic] by the League", "says that the source has “1420”"),
        ("[sic] Built", "follows no word"),
        ("Built [then] [sic] in", "follows no word"),
        ("Built in 1042, [sic] by", ""),
    ],
)
def test_sic_stands_only_where_the_source_has_what_is_kept(words, fault):
    source = "بُني عام ١٠٤٢ على يد الرابطة"
    said = check_marks(words, made(strip(words), source), source)
    assert (fault == "" and said == []) or any(fault in line for line in said if fault)


def test_a_source_in_square_brackets_is_quoted_in_round_ones():
    translation = made(r"\[Urgent\] The bridge is open.")
    assert check_marks("The bridge is open", translation) == []
    assert check_marks("[Urgent] The bridge is open", translation) == []
    quoted = r"\[Urgent\] The bridge [of Salwan] is open"
    assert check_marks(quoted, translation) == []
    assert readable(quoted) == "(Urgent) The bridge [of Salwan] is open"


def test_a_megabyte_of_one_word_is_judged_without_end():
    translation = made("river " * 100_000)
    assert check_marks("river " * 20_000 + "bank", translation)
    assert elided("river bank", translation) == ""
    assert elided("river " * 3000, translation) == ""
