"""Translation memory: what the lab said before, and how alike it is."""

import random
import time
from datetime import UTC, datetime

import pytest

from marsad.model import Segment, Translation
from marsad.translate.memory import Memory

HARBOUR = "افتتح المجلس الميناء الجديد صباح الأحد."


def _translation(source, target, state="approved", kind="human", language="ar", hour=8):
    return Translation(
        id=f"{source[:10]}-{state}-{hour}",
        post="p1",
        of="text",
        source_language=language,
        language="en",
        segments=(Segment(0, len(source), source, target),),
        translator="person:Amal Haddad",
        kind=kind,
        made_at=datetime(2024, 5, 1, hour, tzinfo=UTC),
        state=state,
        reviewer="person:Amal Haddad" if state != "draft" else "",
        approver="person:Omar Nasser" if state == "approved" else "",
    )


def test_the_same_characters_are_a_hundred_percent_and_name_who_approved_when():
    match = Memory([_translation(HARBOUR, "The council opened the new harbour.")]).find(
        HARBOUR, "ar", "en"
    )
    assert match.percent == 100
    assert match.entry.target == "The council opened the new harbour."
    assert match.entry.by == "person:Omar Nasser"
    assert match.entry.at == datetime(2024, 5, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    "spelled",
    [
        "افتتح المجلس الميناء الجديد صباح الاحد.",
        "اِفْتَتَحَ المجلسُ الميناءَ الجديدَ صباح الأحد.",
        "افتتح المجلس\u200b الميناء\u202e الجديد  صباح الأحد.",
    ],
)
def test_another_spelling_or_hidden_characters_are_ninety_nine_percent(spelled):
    match = Memory([_translation(HARBOUR, "x")]).find(spelled, "ar", "en")
    assert match.percent == 99


def test_a_changed_word_lowers_the_percentage_and_a_new_sentence_is_no_match():
    memory = Memory([_translation(HARBOUR, "x")])
    match = memory.find("افتتح المجلس الميناء القديم صباح الأحد.", "ar", "en")
    assert 75 <= match.percent <= 98
    assert memory.find("درجات الحرارة ترتفع غداً في الجنوب", "ar", "en") is None


def test_only_what_a_person_answers_for_is_remembered():
    memory = Memory(
        [
            _translation(HARBOUR, "x", state="draft"),
            _translation(HARBOUR, "y", state="reviewed", kind="reading aid"),
        ]
    )
    assert memory.find(HARBOUR, "ar", "en") is None


def test_approved_goes_before_reviewed_and_late_before_early():
    early = _translation(HARBOUR, "early", hour=6)
    late = _translation(HARBOUR, "late", hour=7)
    reviewed = _translation(HARBOUR, "reviewed", state="reviewed", hour=9)
    assert Memory([late, reviewed, early]).find(HARBOUR, "ar", "en").entry.target == "late"


def test_the_matches_come_best_first_each_wording_once():
    memory = Memory(
        [
            _translation(HARBOUR, "early", hour=6),
            _translation(HARBOUR, "early", hour=7),
            _translation("افتتح المجلس الميناء القديم صباح الأحد.", "old"),
            _translation("درجات الحرارة ترتفع غداً في الجنوب", "warm"),
        ]
    )
    found = memory.matches(HARBOUR, "ar", "en")
    assert [(each.entry.target, each.percent) for each in found] == [("early", 100), ("old", 94)]
    assert found[0].entry.at.hour == 7
    assert memory.matches(HARBOUR, "ar", "en", limit=1) == found[:1]


def test_languages_are_kept_apart_unless_unknown():
    memory = Memory([_translation("مجلس شورای شهر", "city council", language="fa")])
    assert memory.find("مجلس شورای شهر", "ar", "en") is None
    assert memory.find("مجلس شورای شهر", "fa", "fr") is None
    assert memory.find("مجلس شورای شهر", "und", "en").percent == 100


def test_a_megabyte_matches_whole_but_is_never_compared_fuzzily():
    long = "سوق المدينة مفتوح " * 60_000
    memory = Memory([_translation(long, "x"), _translation(HARBOUR, "y")])
    began = time.monotonic()
    assert memory.find(long, "ar", "en").percent == 100
    assert memory.find(long[:-9], "ar", "en") is None
    assert time.monotonic() - began < 5


def test_twenty_thousand_segments_are_searched_quickly():
    draw = random.Random(7)
    words = [
        "سوق",
        "مدينة",
        "نهر",
        "جسر",
        "مطر",
        "صيف",
        "شتاء",
        "قمح",
        "زيتون",
        "مدرسة",
        "كتاب",
        "طريق",
        "ميناء",
        "مجلس",
        "معلم",
    ]
    texts = [" ".join(draw.choices(words, k=draw.randint(6, 25))) for _ in range(20_000)]
    memory = Memory([_translation(text, "x") for text in texts])
    began = time.monotonic()
    for text in texts[:20]:
        assert memory.find(text, "ar", "en").percent == 100
        assert memory.find(text + " بعيد", "ar", "en").percent >= 75
    assert (time.monotonic() - began) / 40 < 0.1
