"""``marsad evaluate search``: documents are found again, and misses are counted."""

import json

import pytest

from marsad.errors import BadInput
from marsad.evaluation import evaluate

DOCS = {
    "a": "افتتحت البلدية حديقة عامة",
    "b": "سوق الكتب في وسط المدينة",
    "c": "کتابخانهٔ شهر باز شد",
    4: "The library opens at nine: covid-19 rules",
}


def figures(*queries, **options):
    lines = [json.dumps({"doc": id, "text": text}) for id, text in DOCS.items()]
    lines[2:2] = [json.dumps({"query": query, "relevant": ids}) for query, ids in queries]
    return evaluate("search", lines, None, options)


def test_documents_are_found_in_any_spelling_and_wherever_they_stand_in_the_gold():
    made = figures(
        ("حديقه", ["a"]), ("وبالمدينه", ["b"]), ("كتابخانه شهر", ["c"]), ("LIBRARY", [4])
    )
    assert made["n"] == 4
    assert made["recall@10"] == made["mrr"] == 1
    assert made["documents"] == 4
    assert made["p95_ms"] >= made["p50_ms"] > 0


def test_what_is_not_found_costs_recall_and_rank():
    made = figures(("حديقة", ["a", "b"]), ("القاهرة", ["a"]), ("مدينة كتب زلزال", ["b"]))
    # Some of the words are enough where no document has all.
    assert made["recall@10"] == 0.5
    assert made["mrr"] == round(2 / 3, 5)


def test_a_query_that_is_none_of_ours_is_taken_for_words():
    assert figures(('nine: "covid', [4]), ("opens at: (nine", [4]))["recall@10"] == 1


def test_the_strength_is_a_choice():
    assert figures(("حديقه", ["a"]), strength="exact")["recall@10"] == 0
    with pytest.raises(BadInput, match="exact, folded, stemmed"):
        figures(("x", ["a"]), strength="wild")


def test_lines_that_say_nothing_are_counted_as_failed():
    made = figures(("حديقة", ["a"]), ("x", []), ("y", "a"))
    assert (made["n"], made["lines_failed"]) == (1, 2)
