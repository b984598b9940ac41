"""Names in posts: in any spelling, the longest first, and never a brigade for a mosque."""

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from marsad import pipeline
from marsad.enrich.loose import PLACE, Loose, loose_post
from marsad.enrich.names import Names
from marsad.evaluation import evaluate
from marsad.model import AuthorityRecord, Capture, Outlet
from marsad.store import Store
from marsad.testing import check_enricher

REGISTER = (
    AuthorityRecord("lab:fajr", "organisation", "كتائب الفجر", "Fajr Brigades", ("الفجر",)),
    AuthorityRecord("lab:sail", "organisation", "حركة الشراع", "Harakat Al-Shira'"),
    AuthorityRecord("lab:base", "organisation", "القاعدة", "Al-Qaida"),
    AuthorityRecord("lab:shahab", "organisation", "لشکر شهاب"),
    AuthorityRecord("lab:watan", "organisation", "لشکر وطن", "Lashkar-e-Watan"),
    AuthorityRecord(
        "lab:salim", "person", "عبد الرحمن بن سالم اللازوردي", "Abd Al-Rahman Al-Lazwardi",
        reason="spokesman, by his movement's own announcement",
    ),
    AuthorityRecord("lab:quds", "organisation", "سرايا القدس الجديدة", "", ("القدس",)),
)  # fmt: skip


def said(text: str, least: float = 0.5) -> dict[str, str]:
    """Value and quoted text of what is said surely."""
    claims = Names().enrich([loose_post(text)], Loose(names=REGISTER))
    return {c.value: c.span.quoted for c in claims if c.span and (c.confidence or 0) >= least}


def test_the_contract() -> None:
    check_enricher(Names())


@pytest.mark.parametrize(
    ("text", "value", "quoted"),
    [
        ("قالت كتائب الفجر اليوم", "lab:fajr", "كتائب الفجر"),
        ("وكتائب الفجر تنفي ذلك", "lab:fajr", "وكتائب الفجر"),
        ("انضم لحركة الشراع قبل عام", "lab:sail", "لحركة الشراع"),
        ("حَرَكَةُ الشِّراعِ", "lab:sail", "حَرَكَةُ الشِّراعِ"),
        ("#حركة_الشراع", "lab:sail", "حركة_الشراع"),
        ("انضم إلى تنظيم القاعدة", "lab:base", "القاعدة"),
        ("لشکر شهاب‌ها", "lab:shahab", "لشکر شهاب‌ها"),
        ("لشکرِ وطن کے ترجمان", "lab:watan", "لشکرِ وطن"),
        ("عبدالرحمن ابن سالم اللازوردى قال", "lab:salim", "عبدالرحمن ابن سالم اللازوردى"),
        ("said Abdel-Rahman el-Lazwardi", "", ""),
        ("said Abd al-Rahmân Al Lazwardi.", "lab:salim", "Abd al-Rahmân Al Lazwardi"),
        ("LASHKAR-E-WATAN denied it", "lab:watan", "LASHKAR-E-WATAN"),
        ("the group Al Qaeda said", "lab:base", "Al Qaeda"),
    ],
)
def test_a_name_is_found_in_its_spellings(text: str, value: str, quoted: str) -> None:
    found = said(text)
    if value:
        assert found.get(value) == quoted
    else:
        assert not {one for one in found if one.startswith("lab:")}


@pytest.mark.parametrize(
    "text",
    [
        "موعد صلاة الفجر غدا",
        "افتتح مسجد الفجر",
        "وقفنا عند الفجر",
        "نماز فجر در مسجد الفجر",
        "after the Fajr prayer they left",
        "قاعدة البيانات الجديدة",
        "القاعدة في النحو",
        "زار القدس أمس",
        "صلى في مسجد القدس",
        "the movement of a sail",
        "عبد الرحمن وصل متأخرا",
        "شراع السفينة أبيض والحركة بطيئة",
    ],
)
def test_a_prayer_a_mosque_a_city_and_a_plain_word_are_no_group(text: str) -> None:
    assert not {value for value in said(text, 0.3) if value.startswith("lab:")}


def test_the_city_is_the_city_and_not_the_corps_named_after_it() -> None:
    assert said("وصل الوفد إلى مدينة القدس")["geonames:281184"].endswith("القدس")
    assert "geonames:281184" not in said("أعلن فيلق القدس", 0.3)
    assert said("سرايا القدس الجديدة تعلن") == {"lab:quds": "سرايا القدس الجديدة"}


def test_a_person_known_only_by_context_is_not_written_down() -> None:
    claims = list(Names().enrich([loose_post("قال الشيخ محمود الزهراني لجاره")], Loose()))
    assert not [claim for claim in claims if "person" in claim.value or "محمود" in claim.value]


def test_an_outlet_of_the_register_is_a_name() -> None:
    outlet = Outlet("qandil", "قنديل المرسى", aliases=("@qandil",))
    claims = list(Names().enrich([loose_post("نشرت قنديل المرسى صورة")], Loose((outlet,))))
    assert [claim.value for claim in claims] == ["outlet:qandil"]


def test_a_long_post_takes_time_in_proportion() -> None:
    enricher, known = Names(), Loose(names=REGISTER)
    list(enricher.enrich([loose_post("x")], known))
    spent = []
    for times in (2_000, 20_000):
        post = loose_post("قالت كتائب الفجر في بغداد 😀\u200b Al Qaeda \u202e abc " * times)
        began = time.process_time()
        assert list(enricher.enrich([post], known))
        spent.append(time.process_time() - began)
    assert spent[1] < 25 * spent[0]


def lab(folder: Path) -> Store:
    store = Store.create(folder / "lab")
    (folder / "r.toml").write_text(
        '[[name]]\nid="lab:fajr"\nkind="organisation"\nname="كتائب الفجر"\n', encoding="utf-8"
    )
    pipeline.register(store, folder / "r.toml", "person:R. Farouk")
    capture = Capture("loose", "test", "1", "test", datetime.now(UTC), "0" * 64, 1)
    posts = [loose_post(f"قالت كتائب الفجر في {number}", number) for number in (1, 2)]
    store.add(PLACE, capture, *posts)
    return store


def test_a_persons_no_is_learned_and_replaces(tmp_path: Path) -> None:
    with lab(tmp_path) as store:
        first, second = list(store.posts())
        pipeline.enrich(store, only=["names"])
        found = store.findings(first.id, "name")[0]
        assert (found.value, found.confidence) == ("lab:fajr", 0.9)
        pipeline.deny(store, found.id, "person:R. Farouk")
        assert [one.value for one in store.findings(first.id, "name")] == ["not:lab:fajr"]
        pipeline.enrich(store, only=["names"])
        assert [one.maker for one in store.findings(first.id, "name")] == ["person:R. Farouk"]
        [doubted] = store.findings(second.id, "name")
        assert (doubted.value, doubted.confidence) == ("lab:fajr", 0.45)
        again = pipeline.enrich(store, only=["names"])
        assert again == 0
        pipeline.deny(store, doubted.id, "person:R. Farouk")
        pipeline.enrich(store, only=["names"])
        assert [one.value for one in store.findings(second.id, "name")] == ["not:lab:fajr"]


def test_a_larger_register_amends_what_was_said(tmp_path: Path) -> None:
    with lab(tmp_path) as store:
        first = next(iter(store.posts()))
        pipeline.enrich(store, only=["names"])
        pipeline.enrich(store, only=["names"])
        assert len(store.findings(first.id, "name")) == 1
        (tmp_path / "s.toml").write_text(
            '[[name]]\nid="lab:two"\nkind="organisation"\nname="كتائب الفجر"\n', encoding="utf-8"
        )
        pipeline.register(store, tmp_path / "s.toml")
        pipeline.enrich(store, only=["names"])
        [found] = store.findings(first.id, "name")
        assert (found.value, found.confidence) == ("lab:fajr", 0.45), "one of two, and which?"


def gold(*lines: tuple[str, str, list[tuple[int, int, str]]]) -> list[str]:
    return [
        json.dumps(
            {
                "text": text,
                "lang": lang,
                "spans": [{"start": s, "end": e, "label": label} for s, e, label in spans],
            }
        )
        for text, lang, spans in lines
    ]


def test_evaluation_counts_exact_and_overlapping_spans_by_label(tmp_path: Path) -> None:
    lines = gold(
        ("وصل إلى بغداد", "ar", [(8, 13, "LOC")]),
        ("وصل إلى بغداد ", "ar", [(4, 13, "LOC")]),
        ("قال مبارك لا شيء", "ar", [(4, 9, "PER")]),
    )
    bad = '{"text": "x", "lang": "ar", "spans": [{"start": 0, "end": 9, "label": "LOC"}]}'
    done = evaluate("names", [*lines, bad], tmp_path, {})
    assert done["n"] == 3
    assert done["lines_failed"] == 1
    assert (done["exact"]["precision"], done["overlap"]["precision"]) == (0.5, 1.0)
    assert done["by_label"]["LOC"]["n"] == 2
    assert done["by_label"]["LOC"]["overlap_f1"] == 1.0
    assert done["by_lang"]["ar"]["f1_ci95"]
