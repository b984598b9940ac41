"""``marsad evaluate translation``: scores of sacrebleu, of what a lab would get."""

import json
from pathlib import Path

import pytest
from engine_server import Api, as_json
from sacrebleu import corpus_bleu, corpus_chrf
from translate_models import FIREFOX, firefox_settings
from typer.testing import CliRunner

from marsad.cli.app import app
from marsad.errors import NotFound, NotReady
from marsad.evaluation import evaluate
from marsad.store import Store

GOLD = Path(__file__).parent / "fixtures" / "translate" / "pt_en.jsonl"
LINES = GOLD.read_text(encoding="utf-8").splitlines()
REFERENCES = [json.loads(line)["reference"] for line in LINES]
ARABIC = json.dumps(
    {"source": "افتتح المجلس الميناء", "lang": "ar", "reference": "The council opened the harbour."}
)


def run(option, lines=LINES):
    options = dict(each.split("=", 1) for each in option)
    return evaluate("translation", lines, GOLD.parent, options)


def test_real_weights_are_scored_as_sacrebleu_scores_the_bare_library(tmp_path, monkeypatch):
    settings = firefox_settings(tmp_path / "models")
    monkeypatch.setenv("MARSAD_MODELS", settings.models)
    from fxtranslate import Translator

    folder = Path(settings.models) / FIREFOX
    files = [next(folder.glob(name)).read_bytes() for name in ("model*", "vocab*", "lex*")]
    bare = Translator(files[0], files[1], files[1], files[2])
    said = [bare.translate(json.loads(line)["source"]) for line in LINES]
    figures = run(["engine=fxtranslate"])
    assert figures["bleu"] == pytest.approx(corpus_bleu(said, [REFERENCES]).score, abs=0.1)
    assert figures["chrf"] == pytest.approx(corpus_chrf(said, [REFERENCES]).score, abs=0.1)
    assert figures["bleu_ci95"][0] < figures["bleu"] < figures["bleu_ci95"][1]
    assert "tok:13a" in figures["bleu_signature"]
    assert figures["words_per_second"] > 0
    assert (figures["n"], figures["incomplete"], figures["silent"]) == (len(LINES), 0.0, 0.0)
    assert figures["maker"].endswith(f"-{FIREFOX}")
    assert figures["bleu"] > 25


def test_a_perfect_engine_has_full_marks_and_a_lost_line_costs(monkeypatch):
    by_source = {json.loads(line)["source"]: json.loads(line)["reference"] for line in LINES}

    def libre(question, lose=""):
        return as_json(
            {"translatedText": ["" if lose and lose in q else by_source[q]
                                for q in question.record["q"]]}
        )  # fmt: skip

    with Api(libre) as site:
        monkeypatch.setenv("MARSAD_LIBRETRANSLATE", site.url)
        monkeypatch.setenv("MARSAD_OWN_ADDRESSES", site.place)
        perfect = run(["engine=libretranslate"])
        site.answers = lambda question: libre(question, "biblioteca")
        worse = run(["engine=libretranslate"])
    assert (perfect["bleu"], perfect["chrf"]) == (100.0, 100.0)
    assert perfect["maker"] == "libretranslate/1"
    assert worse["bleu"] < 100
    assert worse["silent"] == worse["incomplete"] == pytest.approx(1 / 60, abs=1e-4)


def test_the_reading_aid_is_measured_for_what_it_is(tmp_path):
    silent = run([], [ARABIC])
    assert (silent["silent"], silent["bleu"]) == (1.0, 0.0)
    assert silent["maker"] == "reading-aid/2"
    lab = tmp_path / "lab"
    Store.create(lab).close()
    (lab / "termbase.toml").write_text(
        '[[term]]\nterm = "الميناء"\nlanguage = "ar"\ntarget = "harbour"\n', encoding="utf-8"
    )
    helped = run([f"lab={lab}"], [ARABIC])
    assert (helped["silent"], helped["n"]) == (0.0, 1)
    assert 0 < helped["chrf"] < 60


def test_bad_lines_are_set_aside_and_unknown_engines_named():
    bad = [json.dumps({"source": " ", "lang": "pt", "reference": "x"}), "{", *LINES[:2]]
    figures = run([], bad)
    assert (figures["n"], figures["lines_failed"]) == (2, 2)
    with pytest.raises(NotFound, match="reading-aid"):
        run(["engine=babelfish"])


def test_an_engine_that_is_not_ready_ends_the_command_with_3(tmp_path, monkeypatch):
    monkeypatch.setenv("MARSAD_MODELS", str(tmp_path))
    with pytest.raises(NotReady):
        run(["engine=fxtranslate"])
    command = ["evaluate", "translation", str(GOLD), "--option", "engine=chat"]
    said = CliRunner().invoke(app, command)
    assert said.exit_code == 3
    assert said.output.count("\n") == 1
    plain = CliRunner().invoke(app, command[:3])
    assert plain.exit_code == 0
    assert "chrf" in plain.output
