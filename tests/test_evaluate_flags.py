"""``marsad evaluate flags``: the strictest measure by default, nothing from unknown sources."""

import json

import pytest

from marsad.enrich.evaluate_flags import upper95
from marsad.errors import BadInput
from marsad.evaluation import evaluate

# No propaganda: what speaks here is the neutral naming of a movement beside an epithet's stem.
PAIR = "جنود الخلافة / الصفويون"
GOLD = [
    {"text": PAIR, "lang": "ar", "stratum": "index of terms", "flag": True},
    {"text": "يجوز الجمع في السفر.", "lang": "ar", "stratum": "religion", "flag": False},
    {"text": "قالت الإذاعة إن الجسر مغلق.", "lang": "ar", "stratum": "journalism", "flag": False},
    {"text": "سد الجسر اليوم.", "lang": "ar", "stratum": "journalism", "flag": True},
]


def measured(tmp_path, gold=GOLD, **options):
    return evaluate("flags", [json.dumps(one) for one in gold], tmp_path, options)


def test_figures_are_those_of_the_protocol(tmp_path):
    said = measured(tmp_path)
    assert said["n"] == 4
    assert said["strata"]["religion"] == {
        "n": 1, "flagged": 0, "rate": 0.0, "upper95": 0.95, "lines": [],
    }  # fmt: skip
    assert "index of terms" not in said["strata"]
    assert (said["recall"], said["precision"], said["f1"]) == (0.5, 1.0, 0.66667)
    assert "ordinary texts" in said["by_lang"]["ar"]["withheld"]


def test_an_unknown_source_is_never_flagged(tmp_path):
    said = measured(tmp_path, source="unknown")
    assert said["recall"] == 0
    with pytest.raises(BadInput, match="expected one of assumed, unknown"):
        measured(tmp_path, source="friend")


def test_flagged_benign_lines_are_told_by_their_numbers(tmp_path):
    benign = [{**GOLD[0], "flag": False}, *GOLD[1:3]]
    said = measured(tmp_path, benign)
    assert said["strata"]["index of terms"]["lines"] == [1]
    assert "recall" not in said


def test_a_line_that_cannot_be_read_is_set_aside(tmp_path):
    said = measured(tmp_path, [*GOLD, {"text": "x", "lang": "ar", "stratum": "y", "flag": "no"}])
    assert said["lines_failed"] == 1


@pytest.mark.parametrize(
    ("events", "n", "bound"),
    [(0, 299, 0.01), (1, 300, 0.0157), (0, 600, 0.005), (3, 1000, 0.0077), (0, 6236, 0.0005)],
)
def test_the_upper_bound_is_the_exact_one_sided_one(events, n, bound):
    assert upper95(events, n) == pytest.approx(bound, abs=6e-5)
    assert upper95(n, n) == 1.0
