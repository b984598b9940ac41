"""The codebook is complete, its rules can be met, and a lab may add to it."""

import re

import pytest

from marsad.errors import BadInput
from marsad.vocabulary.codebook import KINDS, LANGUAGES, codebook, house
from marsad.vocabulary.cues import written_out
from marsad.vocabulary.measured import Measured, withheld

BOOK = house()
OWN = """
[narratives.river-of-jade]
definition = "The river belongs to the guardians."
rules = [["jade:2", "voice"]]
[narratives.river-of-jade.labels]
en = "River of jade"

[[cue]]
kind = "jade"
weight = 2
terms = ["نهر الزبرجد"]
"""


@pytest.mark.parametrize("code", BOOK.codes, ids=lambda code: f"{code.kind} {code.name}")
def test_every_code_is_labelled_and_says_when_to_give_it_and_when_not(code):
    assert re.fullmatch("[a-z]+(-[a-z]+)*", code.name)
    assert tuple(code.labels) == LANGUAGES
    assert code.definition.endswith(".")
    assert code.include
    assert code.exclude


def test_the_codebook_has_the_themes_and_targets_of_the_field():
    assert len(BOOK.names("theme")) == 11
    assert BOOK.names("target") == [
        "states", "armed-rivals", "religious-communities", "officials", "journalists", "platforms",
    ]  # fmt: skip
    assert len(BOOK.names("narrative")) >= 5


def test_every_rule_asks_for_two_cues_of_kinds_that_there_are():
    kinds = {cue.kind for cue in BOOK.cues}
    for code in BOOK.codes:
        assert code.kind == "target" or code.rules
        for rule in code.rules:
            assert len(rule) >= 2
            assert {kind for condition in rule for kind in condition} <= kinds, code.name


def test_every_epithet_names_a_target_of_the_book():
    named = {cue.target for cue in BOOK.cues if cue.kind == "enemy"}
    assert named <= set(BOOK.names("target"))


def test_cues_are_terms_and_never_passages():
    for cue in BOOK.cues:
        for form in written_out(cue.terms):
            assert form
            assert len(form.split()) <= 8, form


def test_the_notation_is_written_out():
    assert sorted(written_out(["[a|b] (c)d"])) == ["a cd", "a d", "b cd", "b d"]
    assert list(written_out(["x*  y"])) == ["x* y"]


def test_a_lab_adds_codes_and_cues_of_its_own(tmp_path):
    file = tmp_path / "codebook.toml"
    file.write_text(OWN, encoding="utf-8")
    book = codebook(file)
    assert "river-of-jade" in book.names("narrative")
    assert set(BOOK.names("theme")) == set(book.names("theme"))
    assert book.own
    assert not codebook(tmp_path / "none.toml").own


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("[themes.x]\ndefinition = 'A.'", "labels.en"),
        ("[[cue]]\nkind = 'jade'\nweight = 7\nterms = []", "weighs 7"),
        ("[[cue]]\nkind = 'jade'\nterms = 'word'", "no list of terms"),
        ("[stories.x]\n", "no part stories"),
        (OWN.replace('"jade:2", "voice"', '"jade:2"'), "one condition"),
        ("[themes", "codebook.toml cannot be used"),
        ("[[themes]]\nname = 'x'", "themes is no table; write it as [themes.NAME]"),
        ("themes = ['x']", "themes is no table"),
        ("[themes]\nx = 'y'", "themes.x is no table; write it as [themes.x]"),
        ("[[themes.x]]\ndefinition = 'A.'", "themes.x is no table"),
        ("[themes.x]\ndefinition = 'A.'\nlabels = 'en'", "themes.x.labels is no table"),
        ("cue = ['word']", "codebook.toml cannot be used"),
        (OWN.replace('"jade:2", "voice"', "1, 2"), "1 is no condition"),
        (OWN.replace('[["jade:2", "voice"]]', '["jade:2"]'), "'jade:2' is no rule"),
    ],
)
def test_a_faulty_file_is_refused_with_the_fault(tmp_path, said, why):
    file = tmp_path / "codebook.toml"
    file.write_text(said, encoding="utf-8")
    with pytest.raises(BadInput, match=re.escape(why)):
        codebook(file)


def test_a_code_that_is_not_in_the_book_is_refused():
    BOOK.check("theme", "threat")
    BOOK.check("theme", "none")
    with pytest.raises(BadInput, match=f"no {KINDS['themes']} 'theft'"):
        BOOK.check("theme", "theft")


def test_a_flag_is_withheld_where_too_little_was_measured_or_a_dialect_suffers():
    rates = {"ar": Measured(4000, 0), "arz": Measured(400, 12), "fa": Measured(299, 0)}
    assert "299 ordinary texts" in withheld("fa", rates)
    assert withheld("ar", rates).startswith("arz: 3.0%")
    assert withheld("ar", {"ar": Measured(4000, 4), "arz": Measured(400, 2)}) == ""
    assert withheld("", rates)
