"""The marks rule: what may be done to a translation when it is quoted, and what may not."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.model import Segment, Translation
from marsad.text.coverage import whole
from marsad.text.marks import marks, strip
from marsad.text.quoting import check_marks

SOURCE = "نمد أيدينا إلى إخواننا، في ساعة الشدة، على ضفتي النهر. والسلام"
ENGLISH = "We extend our hands to our brothers, in the hour of need, on both banks of the river."


def translation(*segments: tuple[int, int, str], source: str = SOURCE) -> Translation:
    parts = tuple(Segment(a, b, source[a:b], target) for a, b, target in segments)
    return Translation(
        "t1", "p1", "text", "ar", "en", parts, "person:Translator", "human",
        datetime(2024, 5, 14, tzinfo=UTC), state="approved", approver="person:Editor",
    )  # fmt: skip


WHOLE = translation((0, len(SOURCE), ENGLISH))


@pytest.mark.parametrize(
    "words",
    [
        ENGLISH,
        "We extend our hands to our brothers [...] on both banks of the river",
        "We extend our hands to our brothers […], on both banks",
        "[So] We extend",
        "We extend our [open] hands to our brothers [i.e., the people of the other bank]",
        "our hands [sic] to our brothers",
        "“our brothers, in the hour of need”",
        "on  both\nbanks of the river",
        "[...] in the hour of need [...]",
    ],
)
def test_words_that_keep_the_rule_pass(words):
    assert check_marks(words, WHOLE, SOURCE) == []


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("We extend our hands on both banks", "skipped before “on”"),
        ("We stretch our hands", "“stretch” after “We” is not what"),
        ("on both banks [...] We extend", "stands earlier"),
        ("our hands [to our brothers", "a bracket stands alone"),
        ("our [very [own]] hands", "inside another"),
        ("our [] hands", "empty"),
        ("our hands [i.e. help]", "should read [i.e., meaning]"),
        ("our hands [sic!]", "should read [sic]"),
        ("our hands [--] in", "is no mark"),
        ("[...] [sic]", "no words"),
        ("we extend", "“we” at the start"),
    ],
)
def test_words_that_break_the_rule_are_named_with_their_place(words, complaint):
    said = check_marks(words, WHOLE, SOURCE)
    assert any(complaint in line for line in said), said


def test_the_apostrophe_of_a_name_may_be_typed_either_way():
    made = translation((0, 5, "the Shi'ites of Al-Nahr"))
    assert check_marks("the Shi’ites of Al‑Nahr", made) == []


def test_source_text_between_two_segments_needs_an_elision():
    comma = SOURCE.index("،")
    second = SOURCE.index("على")
    made = translation((0, comma, "We extend our hands"), (second, len(SOURCE), "on both banks."))
    assert check_marks("We extend our hands [...] on both banks", made, SOURCE) == []
    said = check_marks("We extend our hands on both banks", made, SOURCE)
    assert said == ["after “hands” words of the source are skipped before “on”; put [...] there"]
    assert whole(made, SOURCE) == "We extend our hands [...] on both banks."


def test_punctuation_between_two_segments_needs_none():
    comma = SOURCE.index("،")
    made = translation((0, comma, "We extend our hands,"), (comma + 2, len(SOURCE), "in need."))
    assert check_marks("We extend our hands, in need", made, SOURCE) == []


def test_a_segment_that_was_not_translated_needs_an_elision():
    made = translation((0, 10, "We extend"), (10, 20, ""), (20, 30, "on both banks"))
    assert check_marks("We extend on both", made, SOURCE)
    assert check_marks("We extend [...] on both", made, SOURCE) == []


def test_a_reordered_translation_has_no_gap():
    made = translation((10, len(SOURCE), "On both banks"), (0, 10, "we extend our hands."))
    assert check_marks("On both banks we extend our hands", made, SOURCE) == []


def test_marks_of_the_translator_may_be_kept_but_not_unbracketed():
    made = translation((0, 20, "We [the people] extend [...] our hands"))
    assert check_marks("We [the people] extend [...] our hands", made) == []
    assert check_marks("We the people extend [...] our hands", made)
    assert check_marks("We extend our hands", made)


def test_every_mark_is_known_by_kind():
    kinds = [mark.kind for mark in marks("[...] [and] [i.e., him] [sic] […]")]
    assert kinds == ["elision", "addition", "meaning", "sic", "elision"]


def test_stripping_leaves_the_words():
    assert strip("our [open] hands [sic], to [...] need [i.e., war].") == "our hands, to need."


WORDS = st.lists(
    st.text(alphabet="abcdefghijklmnopqrstuvwxyzéأبتكگے", min_size=1, max_size=6),
    min_size=3,
    max_size=30,
)


@st.composite
def quotations(draw):
    """A translation, and words made from it by eliding, adding and glossing."""
    said = draw(WORDS)
    start = draw(st.integers(0, len(said) - 2))
    end = draw(st.integers(start + 1, len(said)))
    kept: list[str] = []
    at = start
    while at < end:
        what = draw(st.sampled_from(["keep", "keep", "keep", "elide", "add", "gloss", "sic"]))
        if what == "elide" and kept and at + 1 < end:
            kept.append(draw(st.sampled_from(["[...]", "[…]"])))
            at += draw(st.integers(1, end - at - 1))
        if what in {"add", "gloss"}:
            added = draw(st.text(alphabet="mnop xyz", min_size=1).filter(str.strip)).strip()
            kept.append(f"[{added}]" if what == "add" else f"[i.e., {added}]")
        kept.append(said[at])
        if what == "sic":
            kept.append("[sic]")
        at += 1
    return said, kept


@given(quotations())
def test_a_quotation_made_by_marks_alone_always_passes(made):
    said, kept = made
    joined = " ".join(said)
    assert check_marks(" ".join(kept), translation((0, 1, joined), source=joined)) == []


@given(quotations(), st.data())
def test_a_quotation_with_one_word_altered_always_fails(made, data):
    said, kept = made
    joined = " ".join(said)
    spots = [at for at, word in enumerate(kept) if not word.startswith("[")]
    kept[data.draw(st.sampled_from(spots))] += "Q"
    assert check_marks(" ".join(kept), translation((0, 1, joined), source=joined))


@given(WORDS, st.data())
def test_a_skip_without_a_mark_fails_unless_the_words_stand_so_elsewhere(said, data):
    unique = [f"{word}{number}" for number, word in enumerate(said)]
    left_out = data.draw(st.integers(1, len(unique) - 2))
    quoted = unique[:left_out] + unique[left_out + 1 :]
    made = translation((0, 1, " ".join(unique)), source=" ".join(unique))
    assert check_marks(" ".join(quoted), made)


@given(st.text())
def test_any_text_at_all_is_judged_without_an_error(words):
    assert isinstance(check_marks(words, WHOLE, SOURCE), list)
