"""Commands parse, call one function and print: results on stdout, talk on stderr."""

import json
import os
import subprocess
import sys

import pytest
from conftest import TEXTS, message, write_export
from typer.testing import CliRunner

from marsad.cli.app import app

OURS, WRONG_USE, MISSING_OUTSIDE = 1, 2, 3


@pytest.fixture
def run():
    def invoke(*words):
        return CliRunner().invoke(app, [str(word) for word in words])

    return invoke


@pytest.fixture
def lab(run, tmp_path, export):
    """A lab made by the commands alone."""
    assert run("init", tmp_path / "lab").exit_code == 0
    assert run("collect", tmp_path / "lab", export).exit_code == 0
    return tmp_path / "lab"


def said(result):
    """The JSON lines of a command."""
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_the_names_of_the_commands_are_a_contract():
    """Others call these by name; to change one is a decision."""
    from typer.main import get_command

    found = get_command(app).commands
    assert set(found) >= {
        "init", "collect", "enrich", "verify", "export", "translate", "search", "report",
        "run", "demo", "doctor", "evaluate", "desk",
    }  # fmt: skip
    assert set(found["translate"].commands) >= {"draft", "list", "import", "approve"}
    assert set(found["report"].commands) >= {"new", "add", "render", "check", "list"}


def test_results_go_to_stdout_and_talk_to_stderr(run, tmp_path, export):
    run("init", tmp_path / "lab")
    result = run("collect", tmp_path / "lab", export, "--json")
    (done,) = said(result)
    assert (done["new"], done["seen"], done["missing"]) == (4, 0, 1)


def test_every_type_is_exported_whole(run, lab):
    posts = said(run("export", lab, "posts"))
    assert [post["text"] for post in posts] == list(TEXTS)
    assert set(posts[0]) >= {"id", "place", "capture", "native_id", "posted_at", "media"}
    (capture,) = said(run("export", lab, "captures"))
    assert capture["id"] == posts[0]["capture"]
    run("enrich", lab, "--only", "language")
    assert {each["post"] for each in said(run("export", lab, "findings"))} == {
        post["id"] for post in posts
    }
    run("translate", lab, "draft")
    assert all(each["kind"] == "reading aid" for each in said(run("export", lab, "translations")))
    assert said(run("export", lab, "reports")) == []


def test_one_broken_source_of_several_stops_nothing(run, tmp_path, export):
    (tmp_path / "broken.json").write_text("{")
    run("init", tmp_path / "lab")
    result = run("collect", tmp_path / "lab", tmp_path / "broken.json", export)
    assert result.exit_code == OURS
    assert "4 posts are new" in result.stdout
    assert "broken.json" in result.stdout
    assert run("verify", tmp_path / "lab").exit_code == 0


def test_what_is_printed_cannot_command_the_terminal(run, tmp_path):
    evil = "خبر \u202e\x1b[2J\x07 عادي"
    export = write_export(tmp_path / "evil", [message(1, evil)])
    run("init", tmp_path / "lab")
    run("collect", tmp_path / "lab", export)
    shown = run("search", tmp_path / "lab", "خبر").stdout
    assert "خبر" in shown
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)


def test_verify_says_verified_and_fails_when_it_is_not(run, lab):
    (found,) = said(run("verify", lab, "--json"))
    assert found["state"] == "VERIFIED"
    original = next(path for path in (lab / "blobs").rglob("*") if path.is_file())
    original.chmod(0o644)
    original.write_bytes(b"other")
    result = run("verify", lab)
    assert result.exit_code == OURS
    assert "INVALID" in result.stdout


def test_the_register_comes_from_a_file_and_bad_entries_stay_out(run, lab, tmp_path):
    file = tmp_path / "register.toml"
    file.write_text('[[outlet]]\nid = "a"\nname = "أمل"\n[[outlet]]\nid = 3\nname = "x"\n')
    (done,) = said(run("register", lab, "import", file, "--json"))
    assert (done["new"], len(done["refused"])) == (1, 1)
    (outlet,) = said(run("register", lab, "list", "--json"))
    assert outlet["outlet"]["name"] == "أمل"


def test_an_outlet_registered_later_is_recognised_in_the_posts_that_are_there(run, tmp_path):
    export = write_export(tmp_path / "e", [message(1, "خبر", forwarded_from="قنديل المرسى")])
    run("init", tmp_path / "lab")
    run("collect", tmp_path / "lab", export)
    run("enrich", tmp_path / "lab", "--only", "outlet")
    file = tmp_path / "register.toml"
    file.write_text('[[outlet]]\nid = "qandil"\nname = "قنديل المرسى"\n')
    run("register", tmp_path / "lab", "import", file)
    run("enrich", tmp_path / "lab", "--only", "outlet")
    values = [each["value"] for each in said(run("export", tmp_path / "lab", "findings"))]
    assert values == ["origin:قنديل المرسى", "qandil"]


def test_doctor_says_of_every_part_whether_it_is_ready_and_what_mends_it(run):
    (parts,) = said(run("doctor", "--json"))
    assert {"language", "ocr", "telegram-export"} <= {part["name"] for part in parts}
    assert all(part["ready"] or (part["detail"] and part["remedy"]) for part in parts)


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (["collect", "nowhere", "x.json"], OURS, "is not a lab; make one with: marsad init"),
        (["collect", "LAB", "absent.json"], OURS, "no collector recognises"),
        (["collect", "LAB", "wrong.txt"], OURS, "no collector recognises"),
        (["collect", "LAB", "x.json", "--as", "telegramm"], OURS, "telegram-export"),
        (["enrich", "LAB", "--only", "langauge"], OURS, "ready here"),
        (["report", "LAB", "check", "daily-9"], OURS, "no report 'daily-9'"),
        (["translate", "LAB", "approve", "abcdef", "--by", "A"], OURS, "no translation"),
        (["search", "LAB", "-"], OURS, "names nothing"),
        (["evaluate", "langauge", "gold.jsonl"], OURS, "langauge"),
        (["export", "LAB", "everything"], WRONG_USE, ""),
        (["collect"], WRONG_USE, ""),
    ],
)
def test_an_error_is_one_sentence_and_says_what_to_do(run, lab, tmp_path, words, status, sentence):
    (tmp_path / "wrong.txt").write_text("not an export")
    (tmp_path / "gold.jsonl").write_text('{"text": "x", "lang": "en"}\n')
    places = {"LAB": lab, "nowhere": tmp_path / "nowhere"}
    known = {"x.json", "wrong.txt", "absent.json", "gold.jsonl"}
    result = run(*(places.get(word, tmp_path / word if word in known else word) for word in words))
    assert result.exit_code == status
    assert sentence in result.stderr
    assert "Traceback" not in result.output
    if status == OURS:
        assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("contents", ["", "[]", "{", '{"a": NaN}', "[" * 100_000, "\x00"])
def test_a_broken_export_leaves_a_lab_that_verifies(run, lab, tmp_path, contents):
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "result.json").write_text(contents)
    result = run("collect", lab, folder / "result.json")
    assert result.exit_code == OURS
    assert len(result.stderr.strip().splitlines()) == 1
    assert run("verify", lab).exit_code == 0
    assert len(said(run("export", lab, "posts"))) == 4


def test_the_command_starts_as_a_program_of_its_own():
    command = [sys.executable, "-m", "marsad", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0.1.0"


def test_starting_loads_nothing_heavy():
    """The command line answers at once because of this; import in the command that needs it."""
    code = "import sys, marsad.cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"sqlalchemy", "alembic", "cv2", "numpy", "py3langid", "lxml", "typst", "tantivy"}
    assert not heavy & set(done.stdout.split())


def test_a_bundle_is_verified_and_held_to_an_earlier_state(run, lab, tmp_path):
    (before,) = said(run("checkpoint", lab, "--json"))
    assert run("bundle", lab, "--out", tmp_path / "bag").exit_code == 0
    assert run("verify", tmp_path / "bag").exit_code == 0
    run("collect", lab, write_export(tmp_path / "later", [message(9, "خبر")]))
    state = f"{before['size']} {before['root']}"
    assert run("verify", lab, "--against", state).exit_code == 0
    forged = f"{before['size']} {'0' * 64}"
    assert run("verify", lab, "--against", forged).exit_code == OURS
    (tmp_path / "bag" / "data" / "VERIFY.md").write_text("other")
    assert run("verify", tmp_path / "bag").exit_code == OURS


def test_a_lab_is_backed_up_and_restored(run, lab, tmp_path):
    assert run("backup", lab, "--out", tmp_path / "copy").exit_code == 0
    (found,) = said(
        run("restore", tmp_path / "copy", tmp_path / "again", "--keys", lab / "keys", "--json")
    )
    assert found["state"] == "VERIFIED"
    assert run("timestamp", lab, "list").exit_code == 0
    assert len(said(run("export", tmp_path / "again", "posts"))) == 4


def test_a_source_is_registered_watched_and_its_health_shown(run, tmp_path):
    feed = tmp_path / "feed.xml"
    feed.write_text(
        '<rss version="2.0"><channel><title>Town</title><item><guid>1</guid><title>Fair</title>'
        "<pubDate>Tue, 14 May 2024 08:00:00 +0000</pubDate></item></channel></rss>"
    )
    # What was written to just now may not be finished, and is left for the next round.
    os.utime(feed, (0, 0))
    lab = tmp_path / "lab"
    run("init", lab)
    ground = ["legal_basis=research", "purpose=monitoring of public notices"]
    added = run("sources", lab, "add", feed, *ground, "--as", "feed", "--by", "A")
    assert added.exit_code == 0, added.output
    assert run("watch", lab, "--once").exit_code == 0
    (line,) = said(run("status", lab, "--json"))
    assert line["state"] == "ok"
    assert [post["native_id"] for post in said(run("export", lab, "posts"))] == ["#1"]
    assert run("verify", lab).exit_code == 0
