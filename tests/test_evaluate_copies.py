"""Pairs of copies are counted as people count them, and the gold goes through the pass itself."""

import json

import pytest

from marsad import evaluation
from marsad.enrich.evaluate_pairs import pair_figures
from marsad.errors import BadInput

PARK = "افتتحت البلدية حديقة عامة جديدة في وسط المدينة صباح اليوم بحضور عدد كبير من الأهالي"
LIBRARY = "The library of the old town opens its reading room at nine on every day but Friday."


def measured(tmp_path, *lines):
    return evaluation.evaluate("copies", map(json.dumps, lines), tmp_path, {})


def line(number, text, group=None):
    return {"id": str(number), "text": text, "group": group}


def test_copies_found_missed_and_mistaken_are_counted_in_pairs(tmp_path):
    found = measured(
        tmp_path,
        line(1, PARK, "park"),
        line(2, f"عاجل | {PARK} 🌿", "park"),
        line(3, "حديقة جديدة افتتحها رئيس البلدية اليوم وسط حضور واسع من العائلات", "park"),
        line(4, LIBRARY),
        line(5, f"{LIBRARY} #news"),
    )
    # Of three pairs in the park one is found; the pair of libraries is not in the gold.
    assert (found["pairs"], found["pairs_found"]) == (3, 2)
    assert (found["precision"], found["recall"], found["f1"]) == (0.5, 0.33333, 0.4)
    assert found["copies_found"] == 0.5
    assert found["posts_per_cpu_second"] > 0
    assert found["maker"] == "copies/1"


def test_siblings_of_one_first_line_are_a_pair_and_chains_are_none():
    star = pair_figures(["a", "a", "a"], {1: 0, 2: 0})
    chain = pair_figures(["a", "a", "a"], {1: 0, 2: 1})
    assert (star["recall"], chain["recall"]) == (1, 0.66667)


def test_a_line_that_cannot_be_used_is_set_aside(tmp_path):
    found = measured(tmp_path, line(1, PARK), {"id": "2"}, line(3, PARK, ["a"]))
    assert (found["n"], found["lines_failed"]) == (1, 2)
    with pytest.raises(BadInput, match="no gold line"):
        measured(tmp_path, {"id": "1"})
