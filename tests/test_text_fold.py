import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.text.fold import exact, folded, folded_with_offsets, stemmed

ARABIC = st.text(alphabet=st.characters(min_codepoint=0x600, max_codepoint=0x6FF))
ANY = st.one_of(st.text(), ARABIC)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أَحْمَدُ", "احمد"),
        ("الرَّحْمٰن", "الرحمن"),
        ("كـــافر", "کافر"),
        ("علي", "علی"),
        ("على", "علی"),
        ("مدرسة", "مدرسه"),
        ("ہندوستان", "هندوستان"),
        ("بھارت", "بهارت"),
        ("می‌خواهم", "ميخواهم"),
        ("١٤٤٣", "۱۴۴۳"),
        ("ﻻ", "لا"),
        ("ﷺ", "صلى الله عليه وسلم"),
        ("\ufdfd", "بسم الله الرحمن الرحيم"),
        ("مؤمن", "مومن"),
        ("❤️", "❤"),
        ("TALIBAN", "Ṭālibān"),
        ("é", "e\u0301"),
        ("قُلْ هُوَ ٱللَّهُ أَحَدٌۭ ۝", "قل هو الله احد "),
    ],
)
def test_spellings_of_one_word_fold_to_one(one, other):
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"), [("علم", "قلم"), ("گل", "كل"), ("پدر", "بدر"), ("किताब", "कतब")]
)
def test_different_letters_stay_different(one, other):
    assert folded(one) != folded(other)


def test_folding_every_character_twice_changes_nothing_more():
    for code in range(sys.maxunicode + 1):
        once = folded(chr(code))
        assert folded(once) == once, hex(code)


@given(ANY)
def test_folding_is_idempotent_and_the_offsets_belong_to_the_same_text(text):
    fold = folded_with_offsets(text)
    assert fold.text == folded(text) == folded(fold.text)
    assert len(fold.offsets) == len(fold.text)
    assert list(fold.offsets) == sorted(fold.offsets)


@given(ANY, st.data())
def test_a_span_of_the_folded_text_folds_to_what_was_found(text, data):
    fold = folded_with_offsets(text)
    start = data.draw(st.integers(0, len(fold.text)))
    end = data.draw(st.integers(start, len(fold.text)))
    first, last = fold.span(start, end)
    assert 0 <= first <= last <= len(text)
    assert fold.text[start:end] in folded(text[first:last])


def test_a_span_takes_the_marks_of_its_last_letter_along():
    text = "قَالَ الْكِتَابُ ﷺ!"
    fold = folded_with_offsets(text)
    start = fold.text.index("الكتاب")
    first, last = fold.span(start, start + len("الكتاب"))
    assert text[first:last] == "الْكِتَابُ"
    start = fold.text.index("عليه")
    first, last = fold.span(start, start + 4)
    assert text[first:last] == "ﷺ"


def test_exact_strips_only_what_cannot_be_seen():
    assert exact("abc\u202edef\u2066x\u2069\u200b") == "abcdefx"
    assert exact("t\u200d.me") == "t.me"
    assert exact("می\u200cخواهم") == "می\u200cخواهم"
    assert exact("👨\u200d👩\u200d👧") == "👨\u200d👩\u200d👧"
    assert exact("كِتَابٌ ١٢ ـــ") == "كِتَابٌ ١٢ ـــ"


@given(ANY)
def test_exact_is_nfc_and_idempotent(text):
    once = exact(text)
    assert unicodedata.is_normalized("NFC", once)
    assert exact(once) == once


def test_stemming_strips_clitics_inside_a_sentence_and_leaves_latin_words():
    assert stemmed("والمجاهدين وكتابهم, by The Press") == "مجاهد كتاب, by the press"
