"""H5, H7: nothing leaves without two named persons, and nobody private is told about."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
import report_lab as lab
from desk_client import Room, seated
from typer.testing import CliRunner
from watch_fakes import Time, World, poller, source

import marsad
from marsad import publishing, track, translate
from marsad.cli.app import app as command
from marsad.errors import MarsadError, Withheld
from marsad.model import AuthorityRecord
from marsad.preserve import erase
from marsad.publishing import gathered
from marsad.report import check, compose
from marsad.safeguards import PSEUDONYM, may_publish, may_quote, may_share, pseudonym
from marsad.share import readers
from marsad.store.digests import Digests
from marsad.watch import watch
from marsad.web import app
from marsad.web.api import ROUTES
from marsad.web.policy import EDITORS, POLICY
from marsad.web.views.table_files import as_csv, as_jsonl

ROOT = Path(marsad.__file__).parent

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


def test_a_lone_signature_of_an_earlier_version_goes_out_with_no_later_one(store):
    """Each version has to pass by itself: the second persons of one sign nothing of another."""
    lone = lab.report(store, state="published", signed_by=(), fiction=False, title="Lone Words")
    good = replace(lone, id="report-2", title="Signed Words", signed_by=(lab.SECOND,),
                   replaces=lone.id)  # fmt: skip
    store.add(lone, by=lab.WRITER)
    store.add(good, by=lab.WRITER)
    for tier, found in gathered(store, readers.TIERS).items():
        assert [issue.title for issue in found.issues] == ["Signed Words"], tier


def test_of_many_at_once_only_those_go_out_for_which_two_stand(store, tmp_path):
    """In bulk, for every tier, and by mail: letters are made of what is gathered alone."""
    many = [
        lab.report(store, id=f"report-{n}", handle=f"series-{n}", series=f"series {n}", number=n,
                   title=f"Title {n} of many", state="published", fiction=False,
                   signed_by=(lab.SECOND,) if n % 3 == 0 else LONE["a program"][0])
        for n in range(1, 10)
    ]  # fmt: skip
    store.add(*many, by=lab.WRITER)
    out = {f"series-{n}" for n in (3, 6, 9)}
    for tier, found in gathered(store, readers.TIERS).items():
        assert {issue.handle for issue in found.issues} == out, tier
        assert set(found.refused) == {each.handle for each in many} - out
    publishing.publish(store, tmp_path / "site")
    written = b"".join(each.read_bytes() for each in (tmp_path / "site").rglob("*.html"))
    assert {n for n in range(1, 10) if f"Title {n} of many".encode() in written} == {3, 6, 9}


def test_what_runs_unattended_lets_nothing_out(store):
    """Rounds of watching collect, find and tell the desk; reports stay what they were."""
    signed, maker = LONE["nobody"]
    store.add(lab.report(store, signed_by=signed, made_by=maker, fiction=False), by=lab.WRITER)
    store.add(source("a"))
    before = list(store.report_versions("daily-7"))
    watch(poller(store, World(Time())), once=True, enriching=True)
    assert list(store.report_versions("daily-7")) == before
    assert not [*Digests(store).all()]
    importing = {
        path.relative_to(ROOT).parts[0]
        for path in ROOT.rglob("*.py")
        if re.search(r"import publishing|marsad\.publishing", path.read_text("utf-8"))
    }
    assert importing <= {"cli", "web", "publishing", "demo"}, "nothing else hands out"


MACHINES = ("fxtranslate/1", "marsad-draft/1", "chat/gpt-x-1", "reading-aid/1")


@pytest.mark.parametrize("machine", MACHINES)
def test_a_program_signs_approves_and_releases_nothing(store, machine):
    """Whatever a model answers, its own signature is no approval anywhere."""
    store.add(lab.report(store, fiction=False), by=lab.WRITER)
    track.open_case(store, "river", "River", lab.WRITER)
    made = readers.add(store, "A", "a@reader.example", lab.WRITER)
    asked = erase.ask(store, ["post-late"], lab.WRITER, "GDPR 17(1)(d)")
    size = sum(1 for _ in store.chain())
    for sign in (
        lambda: compose.sign(store, "daily-7", machine),
        lambda: compose.publish(store, "daily-7", machine),
        lambda: translate.approve(store, "tr-ur", machine),
        lambda: translate.review(store, "tr-ur", machine),
        lambda: track.approve_case(store, "river", machine),
        lambda: readers.approve(store, made.handle, machine),
        lambda: erase.approve(store, asked.id, machine),
    ):
        with pytest.raises(MarsadError):
            sign()
    assert sum(1 for _ in store.chain()) == size


@pytest.mark.parametrize("machine", MACHINES)
def test_a_draft_that_calls_itself_approved_is_quoted_nowhere(store, machine):
    draft = replace(store.translation("tr-ar"), id="tr-machine", approver=machine,
                    translator=machine, reviewer="", kind="machine draft")  # fmt: skip
    store.add(draft, by=machine)
    assert not may_quote(draft)
    plain = lab.report(store, fiction=False)
    (item, *rest) = plain.blocks[0].items
    quoting = replace(item, quotes=(replace(item.quotes[0], translation="tr-machine"),))
    block = replace(plain.blocks[0], items=(quoting, *rest))
    store.add(replace(plain, blocks=(block, *plain.blocks[1:])), by=lab.WRITER)
    assert any("tr-machine" in f"{each}" for each in check(store, "daily-7"))


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_a_person_is_in_the_register_of_names_for_a_stated_public_role_alone(reason):
    with pytest.raises(ValueError, match="public role"):
        AuthorityRecord("own:1", "person", "اسم", reason=reason)
    assert AuthorityRecord("own:1", "person", "اسم", reason="designated by X").reason


def test_a_pseudonym_is_another_one_in_every_file_and_one_within_it(store):
    """What leaves the lab cannot be laid beside another file to follow a person."""
    inside = {f"person-{n}a1b2c3d" for n in range(2)}
    for n, each in enumerate((*sorted(inside), min(inside))):
        store.add(lab.post(f"post-by-{n}", "telegram:1", 9 + n, f"حديقة {each}", author=each))
    desk = Room(store.lab, app, "admin", "Leyla Oram")
    paths = ("/search/file/jsonl?q=حديقة", "/search/file/csv?q=حديقة")
    for path in paths:
        one, other = (PSEUDONYM.findall(desk.get(path).text) for _ in range(2))
        assert len(set(one)) == 2, "two persons stay two"
        assert not {*one, *other} & inside
        assert not {*one} & {*other}
    for _ in range(2):
        done = CliRunner().invoke(command, ["export", str(store.lab), "posts"])
        assert len({*PSEUDONYM.findall(done.output)}) == 2
        assert not {*PSEUDONYM.findall(done.output)} & inside


def test_a_table_of_any_list_has_stand_ins_of_its_own():
    rows = [{"a": "person-0a1b2c3d"}, {"a": ["person-0a1b2c3d"]}]
    for written in (as_csv, as_jsonl):
        one, other = (PSEUDONYM.findall(written(["a"], rows)) for _ in range(2))
        assert len({*one}) == len({*other}) == 1
        assert not {*one, "person-0a1b2c3d"} & {*other}
