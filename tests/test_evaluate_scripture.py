"""``marsad evaluate scripture`` counts characters, spans and references as it says."""

import json
from pathlib import Path

import pytest

from marsad.errors import BadInput
from marsad.evaluation import evaluate

FAIR = "فبأي آلاء ربكما تكذبان"
GARDEN = "أغلقت الحديقة أبوابها مساء أمس لأعمال الصيانة"


def line(text: str, *quotes: tuple[str, str | None]) -> str:
    spans = []
    for words, ref in quotes:
        start = text.index(words)
        spans.append({"start": start, "end": start + len(words), "ref": ref})
    return json.dumps({"text": text, "spans": spans}, ensure_ascii=False)


def test_found_missed_and_wrongly_named_quotations_are_counted(tmp_path: Path):
    whole, named = "إنا أعطيناك الكوثر فصل لربك وانحر", "وما أدراك ما ليلة القدر"
    gold = [
        line(f"قرأ {whole} ثم سكت", (whole, "quran 108:1-2")),
        line(f"قرأ {named} ثم سكت", (named, "quran 2:255")),
        line(GARDEN),
        line(GARDEN, ("الحديقة", None)),
    ]
    said = evaluate("scripture", gold, tmp_path, {})
    assert said["n"] == 4
    assert said["overlap"]["precision"] == 1.0
    assert said["overlap"]["recall"] == pytest.approx(2 / 3, abs=1e-4)
    shared, there = len(whole) + len(named), len(whole) + len(named) + len("الحديقة")
    assert said["characters"]["recall"] == pytest.approx(shared / there, abs=1e-4)
    assert (said["ref_accuracy"], said["ref_recall"], said["refs"]) == (0.5, 0.5, 2)
    assert said["maker"] == "scripture/1"
    assert said["books"][0] == "quran"


def test_equal_verses_are_as_good_as_one_another(tmp_path: Path):
    said = evaluate("scripture", [line(f"تلا {FAIR} مرارا", (FAIR, "quran 55:77"))], tmp_path, {})
    assert said["ref_accuracy"] == 1.0


def test_claims_count_as_found_and_have_no_reference(tmp_path: Path):
    words = "زهرة الخزامى تبتسم لكل عابر سبيل"
    text = f"قال رسول الله صلى الله عليه وسلم: «{words}»"
    said = evaluate("scripture", [line(text, (words, None))], tmp_path, {})
    assert said["overlap"]["f1"] == 1.0
    assert said["refs"] == 0


def test_bad_gold_is_set_aside_with_its_reason(tmp_path: Path):
    bad = [
        {"text": "x", "spans": None},
        {"text": "x", "spans": [{"start": 0, "end": 9}]},
        {"text": "x", "spans": [{"start": 0, "end": 1, "ref": 7}]},
        {"text": "x", "spans": ["all"]},
    ]
    said = evaluate("scripture", [*map(json.dumps, bad), line(GARDEN)], tmp_path, {})
    assert (said["n"], said["lines_failed"]) == (1, 4)


def test_an_option_that_is_none_is_refused(tmp_path: Path):
    with pytest.raises(BadInput, match="hadith_books"):
        evaluate("scripture", [line(GARDEN)], tmp_path, {"book": "x"})
