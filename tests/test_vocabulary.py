"""The words of the field are complete, and every plugin speaks with them."""

import re
import unicodedata
from importlib.metadata import entry_points

import pytest

from marsad.errors import NotReady
from marsad.plugins import ENRICHERS
from marsad.vocabulary.kinds import kinds
from marsad.vocabulary.languages import alone, canonical, tongues

LABELLED = ("en", "ar", "fa", "ur", "fr")
SCRIPT = {"en": "LATIN", "fr": "LATIN", "ar": "ARABIC", "fa": "ARABIC", "ur": "ARABIC"}


@pytest.mark.parametrize("name", kinds())
def test_every_kind_is_labelled_in_five_languages_and_described(name: str):
    kind = kinds()[name]
    assert re.fullmatch("[a-z]+(-[a-z]+)*", name)
    assert tuple(kind.labels) == LABELLED
    for language, label in kind.labels.items():
        letters = [letter for letter in label if letter.isalpha()]
        assert all(unicodedata.name(letter).startswith(SCRIPT[language]) for letter in letters)
        assert letters
    assert kind.description.endswith(".")


def test_labels_do_not_collide_within_a_language():
    for language in LABELLED:
        labels = [kind.label(language) for kind in kinds().values()]
        assert len(labels) == len(set(labels))


def test_a_kind_without_a_label_falls_back_to_english():
    assert kinds()["language"].label("ar") == "اللغة"
    assert kinds()["language"].label("sw") == "Language"


def test_every_kind_that_an_installed_enricher_makes_is_in_the_vocabulary():
    for point in entry_points(group=ENRICHERS):
        try:
            made = point.load()()
        except NotReady:
            continue
        assert set(made.makes) <= set(kinds())


def test_a_language_is_listed_once_and_under_a_code():
    codes = [tongue.code for tongue in tongues()]
    assert len(codes) == len(set(codes) | set(alone().values())) - len(alone())
    assert all(re.fullmatch("[a-z]{2,3}", code) for code in [*codes, *alone().values()])


def test_every_label_of_the_model_exists_in_the_model():
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    labels = set(LanguageIdentifier.from_model_file(MODEL_FILE).nb_classes)
    assert {label for tongue in tongues() for label in tongue.model} <= labels


def test_a_language_that_letters_alone_decide_has_letters_of_its_own():
    shared = set().union(*(tongue.letters for tongue in tongues() if tongue.model))
    for tongue in tongues():
        assert tongue.model or tongue.letters - shared, tongue.code


def test_letters_are_letters_or_marks_of_their_script():
    for tongue in tongues():
        for letter in tongue.letters:
            assert unicodedata.category(letter)[0] in "LM"
            script = unicodedata.name(letter).split(" ")[0].lower()
            assert script in (*tongue.scripts, "modifier"), (tongue.code, letter)


def test_varieties_are_written_as_a_language_that_is_listed():
    assert canonical("prs") == "fa"
    assert canonical("sw") == "sw"
    assert {canonical(code) for code in ("arz", "pbt", "fuv", "kmr", "uzs")} <= {
        tongue.code for tongue in tongues()
    }
