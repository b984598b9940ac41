"""Anybody's gold is measured line by line; a bad line is counted and told, the rest goes on."""

import io
import json
import math
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from marsad.cli.app import app
from marsad.errors import BadInput, NotFound
from marsad.evaluation import (
    GoldLine,
    bootstrap,
    error_rate,
    evaluate,
    gold_lines,
    ratio,
    readable,
    wilson,
)

GOLD = [
    {"text": "افتتحت البلدية الحديقة العامة صباح اليوم", "lang": "ar"},
    {"text": "شهرداری پارک را باز کرد و مردم آمدند", "lang": "fa"},
    {"text": "آنها امروز به تیاتر رو آوردند", "lang": "prs"},
    {"text": "The council reopened the public park", "lang": "fr"},
    {"text": "12:30", "lang": "ar"},
]


def lines(*records: object) -> list[str]:
    return [json.dumps(record, ensure_ascii=False) for record in records]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    file = tmp_path / "gold.jsonl"
    file.write_text("\n".join(lines(*GOLD)) + "\n", encoding="utf-8")
    return file


def test_the_language_task_counts_right_wrong_and_undetermined(tmp_path: Path):
    said = evaluate("language", lines(*GOLD), tmp_path, {})
    assert (said["task"], said["n"], said["maker"]) == ("language", 5, "language/1")
    assert (said["accuracy"], said["undetermined"]) == (0.6, 0.2)
    assert said["accuracy_ci95"] == pytest.approx([0.23072, 0.88238], abs=1e-4)
    assert {lang: figures["accuracy"] for lang, figures in said["by_lang"].items()} == {
        "ar": 0.5,
        "fa": 1.0,
        "fr": 0.0,
        "prs": 1.0,
    }
    assert said["lines_failed"] == 0
    assert said["seconds"] >= 0
    assert said["cpu_seconds"] >= 0


def test_a_bad_line_is_counted_with_its_number_and_the_rest_goes_on(tmp_path: Path):
    bad = ["", "nonsense", "[1]", b"\xff\xfe{", *lines({"text": 3, "lang": "ar"}, {"text": "x"})]
    worse = lines({"text": "x", "lang": "../ar"})
    said = evaluate("language", [*bad, *worse, *lines(*GOLD)], tmp_path, {})
    assert said["n"] == 5
    assert said["lines_failed"] == 6
    assert [failure["line"] for failure in said["failures"]] == [2, 3, 4, 5, 6, 7]
    assert "'lang'" in said["failures"][-1]["reason"]


def test_gold_that_is_bad_throughout_is_refused_with_the_first_reason(tmp_path: Path):
    with pytest.raises(BadInput, match=r"2 failed.*line 1: not JSON"):
        evaluate("language", ["{", "}"], tmp_path, {})
    with pytest.raises(BadInput, match="0 failed"):
        evaluate("language", [], tmp_path, {})


def test_an_unknown_task_is_told_which_there_are(tmp_path: Path):
    with pytest.raises(NotFound, match="language"):
        evaluate("mood", [], tmp_path, {})


def test_a_byte_order_mark_does_not_spoil_the_first_line(tmp_path: Path):
    failed: list = []
    assert [
        line.record for line in gold_lines([b'\xef\xbb\xbf{"a": 1}\r\n'], tmp_path, failed)
    ] == [{"a": 1}]
    assert failed == []


def test_paths_in_gold_are_relative_to_it(tmp_path: Path):
    (tmp_path / "صورة.png").write_bytes(b"x")
    line = GoldLine(1, {"image": "صورة.png", "gone": "none.png"}, tmp_path)
    assert line.file("image") == tmp_path / "صورة.png"
    with pytest.raises(BadInput, match=r"none\.png"):
        line.file("gone")


def test_a_reader_that_refuses_a_line_sets_it_aside():
    failed: list = []
    gold = [GoldLine(number, {"n": number}, Path()) for number in (1, 2, 3)]

    def odd(line: GoldLine) -> int:
        if line.number == 2:
            raise BadInput("even")
        return line.number

    assert list(readable(gold, odd, failed)) == [1, 3]
    assert [(one.line, one.reason) for one in failed] == [(2, "even")]


def test_the_wilson_interval_is_the_published_one():
    # Brown, Cai and DasGupta's example form: 8 of 10, and the rule for none and for all.
    assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert wilson(0, 20)[0] == 0.0
    assert wilson(0, 20)[1] == pytest.approx(0.1611, abs=1e-4)
    assert wilson(20, 20)[1] == 1.0
    assert wilson(0, 0) == (0.0, 1.0)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_wilson_interval_holds_the_rate(case: tuple[int, int]):
    successes, n = case
    low, high = wilson(successes, n)
    assert 0 <= low <= successes / n <= high <= 1


def test_the_bootstrap_is_the_same_each_time_and_holds_the_figure():
    pairs = [(float(number % 4), 10.0) for number in range(60)]
    low, high = bootstrap(pairs, ratio)
    assert (low, high) == bootstrap(pairs, ratio)
    assert low < ratio(pairs) < high
    assert math.isclose(ratio(pairs), 0.15)


def test_a_bootstrap_of_equal_lines_has_no_width():
    assert error_rate("cer", [(1.0, 10.0)] * 5) == {"cer": 0.1, "cer_ci95": [0.1, 0.1]}


def test_the_command_prints_one_json_object(gold: Path):
    result = CliRunner().invoke(app, ["evaluate", "language", str(gold), "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["accuracy"] == 0.6


def test_the_command_prints_a_table_to_read(gold: Path):
    result = CliRunner().invoke(app, ["evaluate", "language", str(gold)])
    assert result.exit_code == 0
    for word in ("accuracy", "0.2307 to 0.8824", "prs", "lines_failed"):
        assert word in result.stdout


def test_the_command_reads_stdin(gold: Path):
    result = CliRunner().invoke(app, ["evaluate", "language", "-", "--json"], gold.read_bytes())
    assert json.loads(result.stdout)["n"] == 5


def test_the_command_refuses_wrong_use_and_bad_gold(gold: Path, tmp_path: Path):
    run = CliRunner().invoke
    assert run(app, ["evaluate", "language", str(gold), "--option", "x"]).exit_code == 2
    assert run(app, ["evaluate", "language", str(tmp_path / "none.jsonl")]).exit_code == 2
    assert run(app, ["evaluate", "mood", str(gold)]).exit_code == 1
    (tmp_path / "bad.jsonl").write_text("{")
    assert run(app, ["evaluate", "language", str(tmp_path / "bad.jsonl")]).exit_code == 1


def test_a_task_whose_part_is_missing_exits_with_three(
    gold: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """A stranger's task, installed the way strangers install."""
    info = tmp_path / "strange-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: strange\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[marsad.evaluations]\nstrange = strange_task:Strange\n")
    (tmp_path / "strange_task.py").write_text(
        "from marsad.errors import NotReady\n"
        "class Strange:\n"
        "    name = 'strange'\n"
        "    def run(self, gold, options):\n"
        "        raise NotReady('no model is here', 'marsad models pull strange')\n"
    )
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    result = CliRunner().invoke(app, ["evaluate", "strange", str(gold)])
    assert result.exit_code == 3
    assert "marsad models pull strange" in result.stderr


def test_an_endless_stream_is_read_in_batches_not_at_once(tmp_path: Path):
    """Lines are taken as they come, so a pipe may be longer than memory."""
    stream = io.BytesIO("\n".join(lines(*GOLD) * 300).encode())
    assert evaluate("language", stream, tmp_path, {})["n"] == 1500
