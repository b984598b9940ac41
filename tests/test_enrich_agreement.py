"""Agreement as the textbooks compute it, and as two packages do."""

import random
from importlib import import_module

import pytest

from marsad.enrich.agreement import agreement, alpha, kappa

# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), examples A, B and C.
MEG, OWEN = "0100000010", "1110010000"
BEN, GERRY = "aabbdcccedda", "babbbcccedd d".replace(" ", "")
FOUR = ("123321412...", "123322412 5.3".replace(" ", ""), ".3332342251.", "12332441251.")


def units(*coders):
    return [
        {str(n): value for n, value in enumerate(unit) if value != "."}
        for unit in zip(*coders, strict=True)
    ]


@pytest.mark.parametrize(
    ("coders", "expected"), [((MEG, OWEN), 0.095), ((BEN, GERRY), 0.692), (FOUR, 0.743)]
)
def test_alpha_is_that_of_the_published_examples(coders, expected):
    found = alpha(units(*coders))
    assert found.value == pytest.approx(expected, abs=5e-4)
    assert found.low <= found.value <= found.high


def test_kappa_is_that_of_the_published_example():
    # Cohen's coefficient for 50 proposals: 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no.
    pairs = [(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15
    found = kappa(pairs)
    assert found.value == pytest.approx(0.4)
    assert found.low < 0.4 < found.high
    assert found.units == 50


def test_without_variation_there_is_no_coefficient():
    assert alpha(units("0000", "0000")).value is None
    assert kappa([(1, 1)] * 9).value is None
    assert alpha([]).units == 0
    assert alpha([{"a": 1}, {"b": 1}]).value is None


def test_perfect_agreement_is_one():
    assert alpha(units("0101", "0101")).value == 1
    assert kappa([(0, 0), (1, 1)]).value == 1


@pytest.mark.parametrize("seed", range(5))
def test_the_packages_of_others_say_the_same(seed):
    krippendorff = pytest.importorskip("krippendorff", reason="the package is not installed")
    metrics = pytest.importorskip("sklearn.metrics", reason="scikit-learn is not installed")
    dice = random.Random(seed)
    table = [[dice.choice([0, 1, 1, 2, None]) for _ in range(40)] for _ in range(3)]
    data = [[float("nan") if value is None else value for value in row] for row in table]
    expected = krippendorff.alpha(reliability_data=data, level_of_measurement="nominal")
    found = alpha(
        {str(n): value for n, value in enumerate(unit) if value is not None}
        for unit in zip(*table, strict=True)
    )
    assert found.value == pytest.approx(expected, abs=1e-5)
    one, other = ([dice.randrange(3) for _ in range(60)] for _ in range(2))
    assert kappa(zip(one, other, strict=True)).value == pytest.approx(
        metrics.cohen_kappa_score(one, other), abs=1e-5
    )


def test_none_is_a_no_and_silence_is_missing():
    def said(post, coder, code):
        return {"kind": "theme", "post": post, "coder": coder, "code": code}

    lines = [
        said("p1", "Amal", "threat"), said("p1", "Omar", "threat"),
        said("p2", "Amal", "threat"), said("p2", "Omar", "none"),
        said("p3", "Amal", "none"), said("p3", "Omar", "claim"),
        said("p4", "Amal", "threat"),
    ]  # fmt: skip
    by_code = {each["code"]: each for each in agreement(lines)}
    assert set(by_code) == {"threat", "claim"}
    threat = by_code["threat"]
    assert (threat["given"], threat["units"], threat["coders"]) == (4, 3, 2)
    assert threat["pairs"][0]["coders"] == ["Amal", "Omar"]
    assert threat["pairs"][0]["kappa"] == pytest.approx(0.4)


def test_many_units_have_the_interval_of_their_kinds_and_take_no_room_of_their_own(monkeypatch):
    said = units(MEG, OWEN) * 300
    module = import_module("marsad.enrich.agreement")
    monkeypatch.setattr(module, "MANY", 10**9)
    one_by_one = alpha(said)
    monkeypatch.setattr(module, "MANY", 100)
    together = alpha(said)
    assert (together.value, together.units) == (one_by_one.value, one_by_one.units)
    assert together.low == pytest.approx(one_by_one.low, abs=0.01)
    assert together.high == pytest.approx(one_by_one.high, abs=0.01)
