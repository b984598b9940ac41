from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.text.clitics import stem, variants
from marsad.text.fold import folded, stemmed

PAIRS = Path(__file__).parent / "fixtures" / "arabic_variants.tsv"


def _pairs():
    lines = PAIRS.read_text("utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if not line.startswith("#")]


def test_variants_are_found_and_other_words_are_not():
    """The two figures are promises of the design; the list is ours and made for development."""
    pairs = _pairs()
    met = [(stemmed(one) == stemmed(other), same == "same") for one, other, same in pairs]
    hits = sum(equal and same for equal, same in met)
    assert len(pairs) >= 150
    assert hits / sum(same for _, same in met) >= 0.98
    assert hits / sum(equal for equal, _ in met) >= 0.95


@pytest.mark.parametrize(
    ("word", "bare"),
    [
        ("وبكتابهم", "كتاب"),
        ("للجنة", "لجنة"),
        ("والعراق", "عراق"),
        ("مدرستهم", "مدرسة"),
        ("عراقيين", "عراقي"),
        ("کتاب‌های", "کتاب"),
        ("مسلمانوں", "مسلمان"),
    ],
)
def test_the_bare_form_is_among_the_variants(word, bare):
    found = list(variants(folded(word)))
    assert folded(bare) in found
    assert found[0] == folded(word)
    assert len(found) == len(set(found))


@pytest.mark.parametrize("word", ["وزير", "بغداد", "كتيبه", "فلسطين", "الله", "و", ""])
def test_a_word_that_only_looks_as_if_it_had_a_clitic_keeps_its_first_letters(word):
    assert stem(word)[:3] == word[:3]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("طائرة", "وطائرتي"),
        ("طائرة", "طائرتك"),
        ("شركت", "شركت‌ها"),
        ("مدل", "مدل‌هایشان"),
        ("معلم", "ومعلمك"),
        ("طفل", "فبطفل"),
        ("بزرگ", "بزرگوں"),
    ],
)
def test_forms_of_a_word_have_one_stem(one, other):
    assert stemmed(one) == stemmed(other)


@pytest.mark.parametrize(("one", "other"), [("ساز", "سازمان"), ("ملك", "مل"), ("زرگر", "بزرگ")])
def test_words_that_only_share_letters_keep_stems_of_their_own(one, other):
    assert stemmed(one) != stemmed(other)


@given(st.text(alphabet="والبكفلهمنيتارسعجده", min_size=1, max_size=12))
def test_a_stem_is_never_empty_and_never_longer(word):
    assert 0 < len(stem(word)) <= len(word)
