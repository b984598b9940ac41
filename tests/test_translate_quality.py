"""What became of drafts in a lab's own work: figures by engine and language."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from marsad.cli.app import app
from marsad.model import Capture, Claim, Place, Post, sign
from marsad.store import Store
from marsad.translate import approve, draft, quality, review
from marsad.translate.engine import MACHINE

NOW = datetime(2024, 5, 1, 8, tzinfo=UTC)
SAID = {
    "افتتح المجلس الميناء.": "The council opened the port.",
    "ارتفعت أسعار القمح في السوق اليوم.": "Prices of wheat rose on the market today.",
    "بازار باز شد.": "The bazaar opened up again.",
    "سعر الخبز.": "",
}


class Says:
    """An engine that knows a few sentences."""

    name, kind = "says", MACHINE

    def __init__(self, version="1"):
        self.version = version

    def translate(self, sources, _to):
        for source in sources:
            yield [SAID[piece] for piece in source.pieces]


@pytest.fixture
def store(tmp_path):
    with Store.create(tmp_path / "lab") as made:
        made.add(Place("t:1", "telegram", "Town News", fiction=True))
        made.add(Capture("c1", "telegram-export", "1", "result.json", NOW, "0" * 64, 1))
        yield made


def _post(store, id, text, language="ar"):
    store.add(Post(id, "t:1", "c1", id, NOW, text, fiction=True))
    store.add(sign(Claim(id, "language", language), "language/1", NOW))


def _corrected(store, post, *targets):
    (made,) = store.translations(post=post)
    segments = [replace(each, target=said)
                for each, said in zip(made.segments, targets, strict=True)]  # fmt: skip
    approve(store, review(store, made.id, "Amal Haddad", segments).id, "Omar Nasser")


def _worked(store):
    first, second, *_ = SAID
    _post(store, "p1", f"{first} {second}")
    _post(store, "p2", "بازار باز شد.", "fa")
    _post(store, "p3", f"{first} سعر الخبز.")
    draft(store, Says())
    _corrected(store, "p1", SAID[first], "Wheat prices [in the town] rose on the market today.")
    approve(store, store.translations(post="p2")[0].id, "Omar Nasser")
    _corrected(store, "p3", SAID[first], "The price of bread.")


def test_each_engine_and_language_has_its_figures(store):
    _worked(store)
    arabic, persian = quality(store)
    assert (arabic["engine"], arabic["source_language"], arabic["language"]) == (
        "says/1", "ar", "en",
    )  # fmt: skip
    assert (arabic["n"], arabic["texts"], arabic["words"], arabic["gaps"]) == (3, 2, 12, 1)
    assert arabic["unchanged"] == pytest.approx(2 / 3, abs=1e-4)
    # Of 18 words: "Prices of wheat" against "Wheat prices", the mark set aside.
    assert arabic["edited_words"] == pytest.approx(3 / 18, abs=1e-4)
    assert 0 < arabic["edited_characters"] < 0.3
    assert (
        arabic["edited_words_ci95"][0] <= arabic["edited_words"] <= arabic["edited_words_ci95"][1]
    )
    assert arabic["bleu"] < 100
    assert "version:" in arabic["chrf_signature"]
    assert (persian["unchanged"], persian["edited_characters"]) == (1.0, 0.0)
    assert persian["bleu"] == pytest.approx(100)


def test_what_a_person_wrote_anew_and_what_nobody_approved_is_not_counted(store):
    _post(store, "p1", next(iter(SAID)))
    draft(store, Says())
    assert quality(store) == []


def test_the_last_draft_of_an_engine_counts(store):
    _post(store, "p1", next(iter(SAID)))
    draft(store, Says())
    draft(store, Says("2"))
    approve(store, store.translations()[0].id, "Omar Nasser")
    assert [each["engine"] for each in quality(store)] == ["says/2"]


def test_a_reference_in_the_place_of_scripture_is_nobodys_draft(store):
    _post(store, "p1", next(iter(SAID)))
    draft(store, Says())
    (made,) = store.translations()
    segments = [replace(each, target="[quran 2:255]") for each in made.segments]
    store.add(replace(made, id="again", segments=tuple(segments), replaces=made.id))
    _corrected(store, "p1", "Allah! There is no god save Him.")
    assert quality(store) == []


def test_the_command_and_the_evaluation_tell_it(store, tmp_path):
    _worked(store)
    run, lab = CliRunner().invoke, str(store.lab)
    lines = run(app, ["translate", lab, "quality", "--json"]).stdout.splitlines()
    assert [json.loads(line)["n"] for line in lines] == [3, 1]
    said = run(app, ["translate", lab, "quality"]).stdout
    assert "taken as they were: 0.6667 (" in said
    gold = tmp_path / "gold.jsonl"
    line = {"source": next(iter(SAID)), "lang": "ar", "reference": "The council opened the port."}
    gold.write_text(json.dumps(line, ensure_ascii=False), encoding="utf-8")
    done = run(
        app, ["evaluate", "translation", str(gold), "--json", "--option", f"lab={lab}"],
    )  # fmt: skip
    assert [each["engine"] for each in json.loads(done.stdout)["work"]] == ["says/1", "says/1"]
