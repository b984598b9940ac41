"""The forms of a text are the same whether it is cut as a whole or stretch by stretch."""

from hypothesis import given
from hypothesis import strategies as st

from marsad.search import forms as kept
from marsad.search.forms import forms
from marsad.search.words import exact_words, folded_words, words

LETTERS = "ابوكتهيئةأ ي\u200cکی \u0640\u064e\u0651 '’dlQaé\u0301_-. \n\u00a0\u2003\u200f12٣\ufdfd😀"


@given(st.text(alphabet=LETTERS, max_size=60))
def test_no_form_reaches_across_a_blank(text):
    made = forms(text)
    assert made.exact.split() == [part for word in exact_words(text) for part in word.split()]
    assert made.folded.split() == folded_words(text)
    assert made.stemmed.split() == words(text, "stemmed")


def test_clitics_and_spellings_meet_in_the_forms_they_should():
    one, other = forms("وبالحديقة القديمة"), forms("حديقه قديمه")
    assert one.exact != other.exact
    assert one.folded != other.folded
    assert one.stemmed == other.stemmed
    assert "hdk|حديقه" in one.latin & other.latin


def test_what_is_remembered_is_bounded_and_the_same_when_forgotten(monkeypatch):
    monkeypatch.setattr(kept, "MOST_KEPT", 5)
    texts = [f"وبالمدينة{number} سوق الكتب" for number in range(20)]
    before = [forms(text) for text in texts]
    assert len(kept._kept) <= 5
    assert [forms(text) for text in texts] == before
    forms("ا" * 1000)
    assert all(len(part) <= kept.LONGEST_KEPT for part in kept._kept)
