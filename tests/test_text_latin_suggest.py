"""Suggested Latin forms: five that differ, the usual one early, the house form among them."""

import json
import time
from pathlib import Path

import pytest

from marsad.errors import BadInput
from marsad.evaluation import evaluate
from marsad.text.latin_suggest import suggestions
from marsad.text.transliterate import latin


@pytest.mark.parametrize(
    ("name", "usual"),
    [("برلين", "Berlin"), ("ميلانو", "Milano"), ("كاراسين", "Karasin")],
)
def test_a_settled_form_is_among_five(name: str, usual: str) -> None:
    offered = suggestions(name)
    assert usual in offered
    assert len(offered) == len(set(offered)) == 5


def test_the_house_form_is_offered_and_stays_the_form_of_reports() -> None:
    assert latin("محمد الزهراني") in suggestions("محمد الزهراني")
    assert latin("محمد") == "Muhammad"


def test_persian_begins_with_the_house_form() -> None:
    assert suggestions("پژمان", "fa")[0] == latin("پژمان", "fa")
    assert all("پ" not in form for form in suggestions("پژمان", "fa"))


@pytest.mark.parametrize("text", ["", " ", "abc", "😀" * 1000, "\u202e\u200d"])
def test_what_is_no_arabic_script_stays_as_it_is(text: str) -> None:
    assert suggestions(text) == [latin(text)]


def test_endless_words_end() -> None:
    began = time.process_time()
    suggestions("ا" * 100_000)
    suggestions("بيت " * 500)
    assert time.process_time() - began < 5


def test_the_task_counts_first_and_any_of_five(tmp_path: Path) -> None:
    lines = [
        json.dumps({"source": "برلين", "lang": "ar", "target": "berlin"}),
        json.dumps({"source": "برلين", "lang": "ar", "target": "zzz"}),
        '{"source": "", "lang": "ar", "target": "x"}',
    ]
    done = evaluate("transliteration", lines, tmp_path, {})
    assert (done["n"], done["lines_failed"]) == (2, 1)
    assert done["exact_any"] == 0.5
    house = evaluate("transliteration", lines, tmp_path, {"maker": "house"})
    assert house["exact"] == house["exact_any"]
    with pytest.raises(BadInput):
        evaluate("transliteration", lines, tmp_path, {"maker": "oracle"})
