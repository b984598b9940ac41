"""Footnotes, and text made fit to show."""

import pytest
import report_lab as lab
from hypothesis import given
from hypothesis import strategies as st

from marsad.errors import Withheld
from marsad.model import Outlet, Place
from marsad.report import cite
from marsad.report.quote import quote
from marsad.report.shown import lines, paragraphs, shown, stretches
from marsad.text.links import find_links


@pytest.fixture
def store(tmp_path):
    with lab.fill(tmp_path / "lab") as opened:
        yield opened


def test_a_footnote_names_platform_place_and_day(store):
    assert cite.note(store, "post-ar") == "Telegram, Sada Al-Daffatayn, May 14, 2024."


def test_the_day_is_the_day_in_the_zone_of_the_lab(tmp_path):
    with lab.fill(tmp_path / "east", timezone="Asia/Karachi") as store:
        assert cite.note(store, "post-late") == "Telegram, Salwan Watch, May 15, 2024."
        assert cite.note(store, "post-ar") == "Telegram, Sada Al-Daffatayn, May 14, 2024."


def test_a_place_the_register_does_not_name_is_spelled_beside_its_own_name(store):
    assert cite.note(store, "post-fa") == "Telegram, Piman Karaneh (پیمان کرانه), May 14, 2024."


def test_an_outlet_names_only_the_place_that_bears_its_name():
    outlet = Outlet("o", "صدى الضفتين", "Sada Al-Daffatayn", places=("telegram:1", "telegram:2"))
    other = Place("telegram:2", "telegram", "Archive Of The River")
    assert cite.place_name(other, [outlet]) == "Archive Of The River"


def test_notes_are_numbered_by_first_citation_after_the_event(store):
    report = lab.report(store)
    assert cite.numbers(report) == {"post-ar": 2, "post-ar-2": 3, "post-fa": 4}
    assert cite.numbers(lab.report(store, event="")) == {"post-ar": 1, "post-ar-2": 2, "post-fa": 3}


def test_a_whole_translation_is_quoted_when_no_words_are_given(store):
    assert quote(store, "tr-fa").words == store.translation("tr-fa").text


def test_a_quotation_of_what_nobody_approved_is_withheld(store):
    with pytest.raises(Withheld, match="have a person approve it first"):
        quote(store, "tr-ur")


def test_links_are_dead_and_controls_visible_in_what_is_shown():
    assert shown("see https://t.me/x\u202e now") == "see hxxps://t[.]me/x⟦RLO⟧ now"
    assert shown("half \ud83d") == "half ⟦U+D83D⟧"


def test_joiners_that_are_spelling_stay():
    assert shown("می‌خواهیم") == "می‌خواهیم"
    assert shown("a\u200cb") == "a⟦ZWNJ⟧b"
    assert shown("\U0001f468\u200d\U0001f33e") == "\U0001f468\u200d\U0001f33e"


def test_paragraphs_and_lines_keep_their_breaks():
    assert paragraphs("one\nstill one\n\ntwo\n\n\n") == ("one still one", "two")
    assert lines("سطر\n\nآخر") == ("سطر", "آخر")


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("plain words", [""]),
        ("the name صدى الضفتين here", ["", "ar", ""]),
        ("پیمان کرانه", ["fa"]),
        ("دونوں کنارے", ["ur"]),
        ("ټول خلک", ["ps"]),
    ],
)
def test_runs_of_arabic_script_are_told_apart_by_their_letters(text, languages):
    assert [part.language for part in stretches(text)] == languages


@given(st.text(alphabet=st.characters(), max_size=60))
def test_runs_put_together_are_the_text_again(text):
    assert "".join(part.text for part in stretches(text)) == text


@given(st.text(max_size=80))
def test_what_is_shown_has_no_live_link_and_no_hidden_control(text):
    said = shown(text + " https://t.me/joinchat " + text)
    assert all(address.startswith("hxxp") for _, _, address in find_links(said) if "://" in address)
    assert not any(
        sign in said for sign in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u200b"
    )
