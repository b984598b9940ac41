"""H5, H7: nothing leaves without two named persons, and nobody private is told about."""

import json
import re

import pytest
import report_lab as lab
from desk_client import Room, seated
from typer.testing import CliRunner

from marsad import publishing
from marsad.cli.app import app as command
from marsad.errors import Withheld
from marsad.safeguards import PSEUDONYM, may_publish, may_share, pseudonym
from marsad.web import app
from marsad.web.api import ROUTES
from marsad.web.policy import EDITORS, POLICY

LONE = {
    "nobody": ((), lab.WRITER),
    "the maker twice": ((lab.WRITER, "person: tamar  ISERI"), lab.WRITER),
    "a program": (("fxtranslate/1",), lab.WRITER),
    "a name that is no person's": (("Noor Valen", "person: "), lab.WRITER),
    "a person for a machine's report": ((lab.SECOND,), "marsad-draft/1"),
}
PERSONS = re.compile(
    r"person|profile|people|author|member|face|user|individual|who\b|rank|score", re.IGNORECASE
)


@pytest.fixture
def store(tmp_path):
    with lab.fill(tmp_path / "lab") as store:
        store.checkpoint()
        yield store


@pytest.mark.parametrize("why", LONE)
def test_no_report_gets_out_for_whom_no_two_persons_stand(store, tmp_path, why):
    """Not through the gate, nor where something writes into the store that it is published."""
    signed, maker = LONE[why]
    made = lab.report(store, state="published", signed_by=signed, made_by=maker, fiction=False)
    assert not may_publish(made)
    assert not may_share("a list of hashes", [maker, *signed])
    store.add(made, by="fxtranslate/1")
    with pytest.raises(Withheld, match="daily-7"):
        publishing.publish(store, tmp_path / "site", ["public", "subscribers"])
    told = [path for path in (tmp_path / "site").rglob("*") if path.is_file()]
    assert not [path for path in told if lab.TITLE.encode() in path.read_bytes()]


def test_no_address_for_programs_lets_anything_out():
    """Codes are all that a token writes at the API; pages that let go of a report are editors'."""
    writing = [(page.method, page.path) for page in ROUTES if page.method != "GET"]
    assert writing == [("POST", "/api/v1/posts/{id:path}/codes")]
    letting = {row.path for row in POLICY if row.method != "GET" and row.path.endswith("publish")}
    assert letting == {"/report/{handle:path}/publish"}
    assert all(row.roles <= EDITORS for row in POLICY if row.path in letting)


def test_nothing_refers_or_hands_out_hashes():
    """There is no such command and no such route; whoever adds one meets ``may_share`` here."""
    said = CliRunner().invoke(command, ["--help"]).output
    assert "refer" not in said
    assert not [row.path for row in POLICY if re.search("refer|hash", row.path)]


def test_the_desk_publishes_with_a_second_person_and_the_log_names_both(store):
    room = Room(store.lab, app)
    store.add(lab.report(store, signed_by=(), fiction=False), by=lab.WRITER)
    for by in ("Tamar Iseri", "Noor Valen"):
        room.send("/report/daily-7/publish", by=by)
        assert store.report("daily-7").state == "draft", "nobody has signed"
    room.send("/report/daily-7/sign", by="Tamar Iseri")
    room.send("/report/daily-7/publish", by="Tamar Iseri")
    assert store.report("daily-7").state == "draft", "whoever made it signed it"
    room.send("/report/daily-7/sign", by="Noor Valen")
    room.send("/report/daily-7/publish", by="Noor Valen")
    made = store.report("daily-7")
    assert made.state == "published"
    assert (made.made_by, made.signed_by) == (lab.WRITER, (lab.SECOND,))
    admin = seated(room.app, "admin", "Leyla Oram")
    told = admin.get("/audit/file/jsonl?what=lab").text.splitlines()
    by = [json.loads(each)["by"] for each in told if '"report' in each]
    assert {lab.WRITER, lab.SECOND} <= set(by)


def test_no_route_or_command_asks_about_a_person():
    about = {name for row in POLICY for name in re.findall(r"[\w-]+", row.path)}
    own = {"account", "accounts"}
    assert not [name for name in about - own if PERSONS.search(name)]


def test_no_table_of_the_desk_has_a_column_of_persons(store):
    store.add(lab.post("post-said", "telegram:1", 9, "حديقة", author="person-0a1b2c3d"))
    desk = Room(store.lab, app, "admin", "Leyla Oram")
    tried = 0
    for row in POLICY:
        if "{form}" not in row.path or row.path.startswith(("/audit", "/report")):
            continue
        path = re.sub(r"\{(\w+)[^}]*\}", lambda each: NAMES.get(each[1], "telegram:1"), row.path)
        answer = desk.get(f"{path}?q=*")
        if answer.status_code == 200:
            tried += 1
            head = answer.text.splitlines()[0]
            assert not re.search(r"author|person|user|member|profile", head), path
            assert not PSEUDONYM.search(answer.text), path
    assert tried > 3


NAMES = {"form": "csv", "name": "places"}


def test_a_pseudonym_is_one_in_a_lab_and_another_in_the_next():
    name, keys = "شخص خاص", (b"a" * 32, b"b" * 32)
    assert pseudonym(name, keys[0]) == pseudonym(name, keys[0])
    assert pseudonym(name, keys[0]) != pseudonym(name, keys[1])
    assert name not in pseudonym(name, keys[0])
