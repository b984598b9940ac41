"""Hard cases in eight languages, and what no way of cutting may ever do to a text."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.evaluation import evaluate
from marsad.text.segments import segments

HARD = Path(__file__).parent / "fixtures" / "segments" / "hard.jsonl"
PIECES = st.lists(
    st.sampled_from([
        "كلمة", "می‌رود", "وَجَدَ", "word", "Слово", "٣.٥", "12.", "د.", "Dr.", "بی۔بی۔سی", "﴿", "﴾",
        "﴿١﴾", "۝", "؟", "!", "…", "۔", "،", "؛", "\n", "\n\n", "\r", " ", "\u2067", "\u2069",
        "\u200f", "\u200c", "🔹", "🔥", "❤\ufe0f", "1\ufe0f\u20e3", "#وسم", "@name.x",
        "https://a.example/b?c.", "«", "»",
    ]),
    max_size=60,
)  # fmt: skip


def _cut(text):
    return [text[start:end] for start, end in segments(text)]


def test_hard_cases_in_eight_languages_are_cut_as_a_reader_would():
    with HARD.open(encoding="utf-8") as lines:
        said = evaluate("segments", lines, HARD.parent, {})
    assert said["n"] == 87
    assert said["f1"] > 0.97
    assert min(each["f1"] for each in said["by_lang"].values()) > 0.92
    assert {*said["by_lang"]} == {"ar", "fa", "ur", "ps", "tr", "ru", "fr", "en"}


def test_gold_that_does_not_stand_in_its_text_is_set_aside():
    good, bad = (
        json.dumps({"text": "A. B", "lang": "en", "sentences": ["A.", "B"]}),
        ('{"text": "A. B", "lang": "en", "sentences": ["B", "A."]}'),
    )
    said = evaluate("segments", [good, bad], HARD.parent, {})
    assert (said["n"], said["lines_failed"]) == (1, 1)
    assert said["precision_ci95"][0] <= said["precision"] <= said["precision_ci95"][1]


POEM = "يا نهر السلوان يا درب الأماني\nفيك ماء العمر يجري كالأغاني\nضفتاك اليوم أهل وجيران"


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (POEM, POEM.split("\n")),
        ("افتتاح الجسر\nعودة المدارس", ["افتتاح الجسر", "عودة المدارس"]),
        (
            "We met in\nthe old market. It was\nfull.",
            ["We met in\nthe old market.", "It was\nfull."],
        ),
        ("Water\n- bread", ["Water", "- bread"]),
        ("هكذا هو؛ فاصبر.", ["هكذا هو؛ فاصبر."]),
        ("﴿ما هذا؟ قل خير﴾ هكذا.", ["﴿ما هذا؟ قل خير﴾ هكذا."]),
        ("أنا ❤️ بلدي", ["أنا ❤️ بلدي"]),
        ("1️⃣ ماء 2️⃣ خبز", ["ماء", "خبز"]),
        ("نعم! 😀 ثم مضى", ["نعم! 😀", "ثم مضى"]),
    ],
)
def test_what_ends_a_sentence_and_what_only_looks_so(text, sentences):
    assert _cut(text) == sentences


@given(PIECES.map("".join))
def test_segments_and_what_stands_between_them_are_the_text(text):
    parts, done = [], 0
    for start, end in segments(text):
        between = text[done:start]
        assert not any(letter.isalpha() for letter in between)
        parts += [between, text[start:end]]
        done = end
    assert "".join([*parts, text[done:]]) == text


@given(PIECES.map("".join))
def test_a_segment_is_found_again_as_one_where_nothing_was_too_long(text):
    cut = _cut(text)
    assert _cut("\n\n".join(cut)) == [piece for each in cut for piece in _cut(each)]


UNITS = (
    "﴿", "🔥 ", "😀", "x\n", "a b\nc", "د.", "۔", "1\ufe0f\u20e3 ", "! »", "بی۔", "-\n", "...",
    "﴿١",
)  # fmt: skip


@pytest.mark.parametrize("unit", UNITS, ids=ascii)
def test_a_text_of_anything_costs_what_it_is_long(unit):
    began = time.process_time()
    segments(unit * (100_000 // len(unit)))
    short = time.process_time() - began
    began = time.process_time()
    segments(unit * (400_000 // len(unit)))
    assert time.process_time() - began < 9 * short + 1
