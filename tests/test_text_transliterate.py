from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from marsad.text.latin_letters import ARABIC
from marsad.text.transliterate import latin

DATA = Path(__file__).parents[1].parent / "shared" / "data"
LONG = {
    "ا": "a",
    "أ": "a",
    "إ": "i",
    "آ": "a",
    "ى": "a",
    "ة": "a",
    "و": "u",
    "ي": "i",
    "ئ": "",
    "ؤ": "",
}


@pytest.mark.parametrize(
    ("name", "spelling"),
    [
        ("أبو بكر البغدادي", "Abu Bakr Al-Baghdadi"),
        ("خالد بن الوليد", "Khalid bin Al-Walid"),
        ("عبد الرحمن الأنصاري", "'Abd Al-Rahman Al-Ansari"),
        ("عبدالكريم", "'Abd Al-Karim"),
        ("مؤسسة الفرقان للإعلام", "Mu'assasa Al-Furqan lil-I'lam"),
        ("كتائب حزب الله", "Kata'ib Hizb Allah"),
        ("الشمس", "Al-Shams"),
        ("مُعَلِّم", "Mu'allim"),
        ("غزوان", "Ghazwan"),
        ("اجتماع", "Ijtima'"),
        ("قناة 12 «Tamkin»", "Qanat 12 «Tamkin»"),
        ("١٤٤٣، نعم", "1443, Na'am"),
        ("والمقاتلين", "Wa-Al-Muqatilin"),
    ],
)
def test_arabic_names_follow_the_house_scheme(name, spelling):
    assert latin(name, "ar") == spelling


def test_persian_and_urdu_have_their_own_letters():
    assert latin("خبرگزاری تسنیم", "fa") == "Khabargozari Tasnim"
    assert latin("سپاه پاسداران", "fa") == "Sepah Pasdaran"
    assert latin("لشکر طیبہ", "ur") == "Lashkar Taiba"
    assert latin("ویدا", "fa") == "Vida"
    assert latin("ویدا", "ur") == "Wida"


@given(st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءؤئأإآًٌٍَُِّْٰ ", max_size=40))
def test_no_arabic_letter_is_left_in_a_name(name):
    assert not any("\u0600" <= character <= "\u06ff" for character in latin(name, "ar"))


def _google():
    path = DATA / "google_ar2en" / "ar2en-eval.txt"
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    return [(row[0], row[1]) for row in rows]


def _wikidata():
    path = DATA / "coling2018_wd_arabic" / "wd_arabic_16"
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    return [(row[1].replace(" ", ""), row[0]) for row in rows][:3000]


@pytest.mark.parametrize("read", [_google, _wikidata])
def test_rules_beat_a_letter_by_letter_map_on_names_met_in_the_wild(read):
    if not DATA.is_dir():
        pytest.skip("the name pairs are not here: they live in ../shared/data")
    pairs = read()
    exact_naive, cer_naive = _figures(pairs, _naive)
    exact_ours, cer_ours = _figures(pairs, latin)
    assert exact_ours >= 1.4 * exact_naive
    assert cer_ours <= 0.93 * cer_naive


def _naive(name):
    return "".join((ARABIC | LONG).get(letter, "") for letter in name)


def _figures(pairs, transliterate):
    right = wrong = letters = 0
    for name, target in pairs:
        ours, theirs = _letters(transliterate(name)), _letters(target)
        right += ours == theirs
        wrong += Levenshtein.distance(ours, theirs)
        letters += len(theirs)
    return right / len(pairs), wrong / letters


def _letters(name):
    return "".join(character for character in name.casefold() if character.isalpha())
