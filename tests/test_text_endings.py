"""Bare forms by the grammar of each language, and what is no ending."""

import time

import pytest

from marsad.text.endings import bare_forms
from marsad.text.fold import folded


@pytest.mark.parametrize(
    ("word", "language", "bare"),
    [
        ("وبالمجاهدين", "ar", "مجاهد"),
        ("بيعتهم", "ar", "بيعه"),
        ("للولايات", "ar", "ولايه"),
        ("تكفيرك", "ar", "تكفير"),
        ("منافقاً", "ar", "منافق"),
        ("مجاهدین\u200cهایشان", "fa", "مجاهدين"),
        ("شهیدش", "fa", "شهيد"),
        ("خلیفه\u200cای", "fa", "خليفه"),
        ("شہیدوں", "ur", "شهيد"),
        ("فتنے", "ur", "فتنه"),
        ("شهيدانو", "ps", "شهيد"),
        ("mürtedlerden", "tr", "murted"),
        ("cihadı", "tr", "cihat"),
        ("şehidimizin", "tr", "sehid"),
    ],
)
def test_endings_are_taken_off(word, language, bare):
    assert bare in set(bare_forms(folded(word), False, language))


@pytest.mark.parametrize(
    ("word", "ta_marbuta", "bare"),
    [
        ("شركه", True, "شرك"),
        ("الشركات", False, "الشرك"),
        ("التقليدي", False, "تقليد"),
        ("فردي", False, "رده"),
        ("امها", False, "امه"),
        ("جزييات", False, "جزيه"),
    ],
)
def test_what_only_looks_like_an_ending_stays(word, ta_marbuta, bare):
    assert bare not in set(bare_forms(word, ta_marbuta, "ar"))
    assert next(iter(bare_forms(word, ta_marbuta, "ar"))) == word


def test_noise_is_no_word_and_costs_nothing():
    began = time.process_time()
    for language in ("ar", "fa", "tr", "und"):
        assert list(bare_forms("ه" * 1_000_000, False, language)) == ["ه" * 1_000_000]
    assert time.process_time() - began < 1
