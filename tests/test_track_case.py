"""Cases: what people gather, note, freeze and take out; nothing of it is edited."""

import csv
import json
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from marsad.cli.app import app
from marsad.errors import BadInput, NotFound, Withheld
from marsad.model import Capture, Claim, Outlet, Place, Post, sign
from marsad.track import (
    add_posts,
    approve_case,
    case,
    changed,
    drop_posts,
    export_case,
    note,
    open_case,
    snapshot,
    tag_post,
)

T0 = datetime(2024, 5, 1, 9, tzinfo=UTC)
AMAL, SAMI = "person:Amal Haddad", "person:Sami Noor"
FTM = {
    "Organization": {"name", "alias", "summary", "notes", "publisher"},
    "Message": {
        *("sender", "date", "bodyText", "language", "keywords", "notes", "messageId"),
        *("threadTopic", "publisher"),
    },
}
"""Names of its schema: Thing, Document, PlainText and Message."""
RLO = "\u202e"


@pytest.fixture
def lab(store):
    store.add(Capture("c1", "test", "1", "test", T0 + timedelta(days=99), "0" * 64, 1))
    store.add(Place("telegram:1", "Telegram", "منبر الوادي"))
    store.add(Place("telegram:2", "Telegram", "صوت النخيل"))
    store.add(Place("telegram:9", "Telegram", "مجموعة العائلة", kind="private"))
    store.add(Outlet("wadi", "منبر الوادي", "Minbar al-Wadi", kind="media group"))
    for place, number in ((1, 1), (1, 2), (2, 3), (9, 4)):
        post(store, place, number)
    open_case(store, "harbor", "رسوم المرفأ", AMAL)
    return store


def post(store, place, number, text="=خبر عن المرفأ", **more):
    at = T0 + timedelta(hours=number)
    made = Post(f"t{place}/{number}", f"telegram:{place}", "c1", str(number), at, text, **more)
    store.add(made)
    store.add(sign(Claim(made.id, "theme", "economy"), "test/1", T0))
    if place == 1:
        store.add(sign(Claim(made.id, "made-by-outlet", "wadi"), "test/1", T0))
    return made.id


def put(store, *ids, by=AMAL):
    return add_posts(store, "harbor", [(f"line {n}", id) for n, id in enumerate(ids, 1)], by)


def test_an_unknown_id_is_refused_with_its_place_and_the_rest_goes_in(lab):
    done = put(lab, "t1/1", "nowhere", "t2/3", "t1/1")
    assert (done.added, done.unchanged) == (2, 1)
    assert [(each.where, "nowhere" in each.reason) for each in done.refused] == [("line 2", True)]
    assert list(case(lab, "harbor").posts) == ["t1/1", "t2/3"]
    drop_posts(lab, "harbor", ["t2/3"], SAMI)
    assert list(case(lab, "harbor").posts) == ["t1/1"]
    with pytest.raises(NotFound, match="not in case"):
        drop_posts(lab, "harbor", ["t2/3"], SAMI)
    assert [said["posts"] for said in lab.acts("case-add")] == [["t1/1", "t2/3"]]


def test_tags_and_notes_have_authors_and_notes_of_posts_are_findings(lab):
    put(lab, "t1/1")
    tag_post(lab, "harbor", "t1/1", "  claim  of a fee ", AMAL)
    tag_post(lab, "harbor", "t1/1", "map", SAMI)
    tag_post(lab, "harbor", "t1/1", "map", SAMI, on=False)
    note(lab, "harbor", f"انظر {RLO}gpj.exe", AMAL, post="t1/1")
    note(lab, "harbor", "السؤال الأول", SAMI)
    one = case(lab, "harbor")
    assert one.tags == {"t1/1": {"claim of a fee": AMAL}}
    assert [(by, words) for _at, by, words in one.notes] == [(SAMI, "السؤال الأول")]
    [said] = lab.findings("t1/1", "note")
    assert (said.maker, said.value) == (AMAL, f"انظر {RLO}gpj.exe")
    for wrong in ("", "x" * 101):
        with pytest.raises(BadInput):
            tag_post(lab, "harbor", "t1/1", wrong, AMAL)
    with pytest.raises(BadInput, match="empty"):
        note(lab, "harbor", " ", AMAL)
    with pytest.raises(NotFound, match="add it first"):
        note(lab, "harbor", "x", AMAL, post="t2/3")


def test_a_case_is_kept_by_named_persons_and_opened_once(lab):
    with pytest.raises(Withheld, match="named persons"):
        open_case(lab, "other", "x", "theme/1")
    with pytest.raises(BadInput, match="already"):
        open_case(lab, "harbor", "x", AMAL)
    with pytest.raises(BadInput, match="small letters"):
        open_case(lab, "../etc", "x", AMAL)
    with pytest.raises(NotFound, match="harbor"):
        case(lab, "pier")


def test_a_snapshot_asked_again_tells_what_changed(lab):
    put(lab, "t1/1", "t2/3")
    frozen = snapshot(lab, "harbor", {"theme": "economy", "outlet": "wadi"}, AMAL)
    assert frozen.ids == ("t1/1", "t1/2")
    of_case = snapshot(lab, "harbor", {}, AMAL)
    assert (of_case.number, of_case.ids) == (2, ("t1/1", "t2/3"))
    assert len(frozen.root) == 64
    assert changed(lab, "harbor", 1).same
    post(lab, 1, 7)
    old = lab.findings("t1/2", "theme")[0]
    lab.add(sign(Claim("t1/2", "theme", "sport", replaces=old.id), AMAL, T0))
    now = changed(lab, "harbor", 1)
    assert (now.same, now.new, now.lost, now.erased) == (False, ("t1/7",), ("t1/2",), ())
    assert now.leaves > 0
    assert changed(lab, "harbor", 2).same
    with pytest.raises(NotFound, match="2 snapshots"):
        changed(lab, "harbor", 3)
    with pytest.raises(BadInput, match="there are since"):
        snapshot(lab, "harbor", {"mood": "x"}, AMAL)
    with pytest.raises(BadInput, match="no day"):
        snapshot(lab, "harbor", {"since": "soon"}, AMAL)


def test_exports_leave_private_places_out_and_mark_where_they_come_from(lab, tmp_path):
    put(lab, "t1/1", "t2/3", "t9/4")
    note(lab, "harbor", f"انظر {RLO}هنا", AMAL, post="t1/1")
    path = tmp_path / "case.csv"
    done = export_case(lab, "harbor", "csv", path, AMAL)
    assert (done.posts, done.left_out, done.fiction) == (2, 1, 0)
    with path.open(encoding="utf-8-sig", newline="") as file:
        first, second = csv.DictReader(file)
    assert first["text"] == "'=خبر عن المرفأ"
    assert first["notes"] == "Amal Haddad: انظر ⟦RLO⟧هنا"
    assert (second["place"], second["themes"]) == ("telegram:2", "economy")
    about = json.loads((tmp_path / "case.csv.about.json").read_text())
    assert (about["case"], about["posts"], about["may_be_shared"]) == ("harbor", 2, False)
    assert about["root"] == lab.root()[1]
    path = tmp_path / "case.jsonl"
    export_case(lab, "harbor", "jsonl", path, AMAL)
    said = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [each["id"] for each in said] == ["t1/1", "t2/3"]
    with pytest.raises(BadInput, match="there are csv"):
        export_case(lab, "harbor", "pdf", path, AMAL)


def test_sharing_takes_a_second_person_for_just_these_posts_and_no_fiction(lab, tmp_path):
    path = tmp_path / "case.jsonl"
    put(lab, "t1/1")
    with pytest.raises(Withheld, match="two named persons"):
        export_case(lab, "harbor", "jsonl", path, AMAL, share=True)
    assert not path.exists()
    approve_case(lab, "harbor", SAMI)
    assert export_case(lab, "harbor", "jsonl", path, AMAL, share=True).share
    put(lab, "t2/3")
    with pytest.raises(Withheld, match="two named persons"):
        export_case(lab, "harbor", "jsonl", path, AMAL, share=True)
    put(lab, post(lab, 1, 8, fiction=True))
    approve_case(lab, "harbor", SAMI)
    with pytest.raises(Withheld, match="fiction"):
        export_case(lab, "harbor", "jsonl", path, AMAL, share=True)


def test_followthemoney_has_organisations_and_messages_and_no_person(lab, tmp_path):
    put(lab, "t1/1", "t1/2", "t2/3", post(lab, 1, 8, fiction=True))
    path = tmp_path / "case.ftm.json"
    export_case(lab, "harbor", "ftm", path, AMAL)
    made = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [each["schema"] for each in made].count("Organization") == 2
    assert {each["schema"] for each in made} == {"Organization", "Message"}
    known = {each["id"] for each in made if each["schema"] == "Organization"}
    for each in made:
        assert set(each) == {"id", "schema", "properties"}
        for values in each["properties"].values():
            assert values
            assert all(isinstance(value, str) and value for value in values)
        if each["schema"] == "Message":
            assert set(each["properties"]["sender"]) <= known
        assert set(each["properties"]) <= FTM[each["schema"]]
    assert made[0]["properties"]["name"] == ["منبر الوادي", "Minbar al-Wadi"]
    assert made[-1]["properties"]["notes"] == ["Fiction: sample material"]
    assert made[1]["properties"]["date"] == ["2024-05-01T10:00:00"]


def test_the_library_of_followthemoney_takes_every_entity_as_it_stands(lab, tmp_path):
    """Not among the extras: it needs ICU and a compiler, where there is no wheel of PyICU."""
    pytest.importorskip("followthemoney", reason="pip install followthemoney to have it judge")
    from followthemoney import model

    put(lab, "t1/1", "t1/2", "t2/3", post(lab, 1, 8, fiction=True))
    path = tmp_path / "case.ftm.json"
    export_case(lab, "harbor", "ftm", path, AMAL)
    for line in path.read_text(encoding="utf-8").splitlines():
        said = json.loads(line)
        # Not cleaned: what the library would drop or mend is no value of its type.
        proxy = model.get_proxy(said, cleaned=False)
        proxy.schema.validate(said)
        for name, values in said["properties"].items():
            prop = proxy.schema.properties[name]
            assert not prop.stub
            assert [prop.type.clean(value) for value in values] == values, name


def test_a_network_of_the_case_and_a_parquet_table(lab, tmp_path):
    first = [post(lab, 1, 20 + n) for n in range(6)]
    later = []
    for n, id in enumerate(first):
        later.append(post(lab, 2, 40 + n))
        lab.add(sign(Claim(later[-1], "near-copy-of", id), "copies/1", T0))
    put(lab, *first, *later)
    path = tmp_path / "case.gexf"
    export_case(lab, "harbor", "gexf", path, AMAL)
    assert ElementTree.parse(path).getroot().tag.endswith("gexf")
    pytest.importorskip("pyarrow", reason="pip install 'marsad[parquet]' to test Parquet")
    from pyarrow import parquet

    export_case(lab, "harbor", "parquet", tmp_path / "case.parquet", AMAL)
    table = parquet.read_table(tmp_path / "case.parquet").to_pylist()
    assert len(table) == 12
    assert table[0]["themes"] == ["economy"]


def test_the_commands_tell_a_case_from_begin_to_end(lab, tmp_path):
    run, folder, by = CliRunner().invoke, str(lab.lab), ["--by", "Amal Haddad"]
    assert run(app, ["case", folder, "new", "pier", "--title", "الرصيف", *by]).exit_code == 0
    ids = tmp_path / "ids.txt"
    ids.write_text("t1/1\n\nunknown\nt2/3\n")
    said = run(app, ["case", folder, "add", "pier", "--from", str(ids), *by]).stdout
    assert "2 were added, 0 were there, 1 refused" in said
    assert "ids.txt, line 3" in said
    run(app, ["case", folder, "tag", "pier", "t1/1", "map", *by])
    run(app, ["case", folder, "note", "pier", f"انظر {RLO}txt", "--post", "t1/1", *by])
    said = run(app, ["case", folder, "show", "pier"]).stdout
    assert "[\u2068map\u2069]" in said
    assert "⟦RLO⟧" in said
    assert RLO not in said
    assert "snapshot 1: 2 posts" in run(app, ["case", folder, "snapshot", "pier", *by]).stdout
    said = run(app, ["case", folder, "snapshot", "pier", "--again", "1"]).stdout
    assert said.startswith("the same: 0 new, 0 lost")
    code = ["code", folder, "add", "t1/1", "theme", "threat"]
    for who in ("Amal Haddad", "Sami Noor"):
        run(app, [*code, "--by", who])
    agreed = json.loads(run(app, ["case", folder, "agreement", "pier"]).stdout)
    assert agreed["codes"][0]["units"] == 1
    out = tmp_path / "out.jsonl"
    said = run(app, ["case", folder, "export", "pier", "--out", str(out), *by]).stdout
    assert "not to be shared" in said
    assert run(app, ["case", folder, "approve", "pier", "--by", "Sami Noor"]).exit_code == 0
    assert run(app, ["case", folder, "drop", "pier", "t2/3", *by]).exit_code == 0
    assert run(app, ["case", folder, "add", "pier", "t2/3"]).exit_code == 1
    found = [
        json.loads(line)
        for line in run(app, ["case", folder, "list", "--json"]).stdout.splitlines()
    ]
    assert {each["name"]: each["posts"] for each in found} == {"harbor": 0, "pier": 1}
