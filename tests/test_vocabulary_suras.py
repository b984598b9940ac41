"""The Quran by reference: names, words, and references that name nothing."""

import pytest

from marsad.errors import BadInput, MarsadError, NotFound
from marsad.text.fold import folded
from marsad.vocabulary.suras import (
    Verses,
    parse_reference,
    quran_text,
    suras,
    verses,
    written_reference,
)


def test_all_suras_and_verses_are_there():
    assert list(suras()) == list(range(1, 115))
    assert sum(sura.verses for sura in suras().values()) == len(verses()) == 6236
    assert {place[0] for place in verses()} == set(suras())


def test_a_reference_gives_the_words():
    assert folded(quran_text("quran 112:1")) == "قل هو الله احد"
    assert quran_text("quran 103:1-3").split(" ")[0] == quran_text("quran 103:1")
    assert str(parse_reference("quran 112:1-4")) == "quran 112:1-4"
    assert parse_reference("quran 2:255") == Verses(2, 255, 255)


def test_a_reference_is_written_for_its_reader():
    assert written_reference("quran 2:255") == "Al-Baqarah 2:255"
    assert written_reference("quran 112:1-4") == "Al-Ikhlas 112:1–4"
    assert written_reference("quran 2:255", "ar") == "سورة البقرة: 255"


@pytest.mark.parametrize(
    ("reference", "fault"),
    [
        ("quran 115:1", NotFound),
        ("quran 1:8", NotFound),
        ("quran 2:5-3", NotFound),
        ("quran 0:0", NotFound),
        ("bukhari 1", BadInput),
        ("2:255", BadInput),
        ("", BadInput),
    ],
)
def test_what_names_no_verse_is_refused(reference: str, fault: type[MarsadError]):
    with pytest.raises(fault):
        quran_text(reference)
