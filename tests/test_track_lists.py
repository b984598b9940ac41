"""Lists of names: read in their publishers' forms, bad entries refused, hostile files stopped."""

import gzip
import json
import sqlite3
from pathlib import Path

import pytest

from marsad import pipeline, track
from marsad.errors import BadInput, Withheld
from marsad.model import AuthorityRecord, Claim, Span, sign
from marsad.preserve.verify import INVALID, VERIFIED, verify
from marsad.store import Store
from marsad.store.names import Names
from marsad.track.lists import guess, read

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
UN = """<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2031-05-06T00:00:00.000Z">
 <INDIVIDUALS>
  <INDIVIDUAL><FIRST_NAME>SALIM</FIRST_NAME><SECOND_NAME>BIN NADIR</SECOND_NAME>
   <UN_LIST_TYPE>Test</UN_LIST_TYPE><REFERENCE_NUMBER>TSi.001</REFERENCE_NUMBER>
   <LISTED_ON>2030-01-02</LISTED_ON><NAME_ORIGINAL_SCRIPT>سالم بن نادر</NAME_ORIGINAL_SCRIPT>
   <COMMENTS1>Has a family.</COMMENTS1>
   <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>The Tall</ALIAS_NAME></INDIVIDUAL_ALIAS>
   <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Salem Nader</ALIAS_NAME></INDIVIDUAL_ALIAS>
  </INDIVIDUAL>
  <INDIVIDUAL><FIRST_NAME>NOBODY</FIRST_NAME></INDIVIDUAL>
 </INDIVIDUALS>
 <ENTITIES>
  <ENTITY><FIRST_NAME>WHITE SAIL MOVEMENT</FIRST_NAME><UN_LIST_TYPE>Test</UN_LIST_TYPE>
   <REFERENCE_NUMBER>TSe.001</REFERENCE_NUMBER><COMMENTS1>A movement.</COMMENTS1></ENTITY>
 </ENTITIES>
</CONSOLIDATED_LIST>
"""


@pytest.fixture
def store(tmp_path: Path):
    with Store.create(tmp_path / "lab") as made:
        yield made


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_xml_of_the_united_nations_is_read_and_a_bad_entry_is_refused(tmp_path: Path) -> None:
    found = list(read(written(tmp_path, "un.xml", UN)))
    person, refused, body = found
    assert isinstance(person, AuthorityRecord)
    assert (person.id, person.name, person.latin) == (
        "un:TSi.001",
        "سالم بن نادر",
        "SALIM BIN NADIR",
    )
    assert (person.aliases, person.weak) == (("Salem Nader",), ("The Tall",))
    assert person.source.endswith("2031-05-06")
    assert person.reason
    assert person.notes == "", "what a list tells of a person's life is not kept"
    assert "entry 2" in refused.where
    assert body.notes == "A movement."


@pytest.mark.parametrize(
    "attack",
    [
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>',
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
        '<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd"><x/>',
        "<CONSOLIDATED_LIST><INDIVIDUAL>" + "<a>" * 5000,
        "<CONSOLIDATED_LIST>",
    ],
)
def test_hostile_xml_is_refused_whole_and_nothing_is_kept(
    store: Store, tmp_path: Path, attack: str
) -> None:
    with pytest.raises(BadInput):
        track.register(store, written(tmp_path, "un.xml", attack))
    assert Names(store).count() == 0
    assert store.root()[0] == 0


def test_a_bomb_in_a_packed_list_stops_at_the_bound(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "un.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"ref":"' + b"a" * (3 << 20)))
    with pytest.raises(BadInput, match="bytes"):
        track.register(store, path, form="un")


def test_a_newer_list_adds_versions_and_changes_nothing_else(store: Store, tmp_path: Path) -> None:
    track.register(store, written(tmp_path, "un.xml", UN), "person:R. Farouk")
    before = {entry.id: entry for entry in Names(store).all()}
    same = track.register(store, tmp_path / "un.xml")
    assert (same.new, same.known) == (0, 2)
    assert store.root()[0] == 1, "one list, one leaf, however often it is imported"
    newer = UN.replace("Salem Nader", "Salem Nadir")
    done = track.register(store, written(tmp_path, "newer.xml", newer))
    assert (done.new, done.known, len(done.refused)) == (1, 1, 1)
    assert [each.aliases for each in Names(store).versions("un:TSi.001")] == [
        ("Salem Nader",),
        ("Salem Nadir",),
    ]
    assert Names(store).get("un:TSe.001") == before["un:TSe.001"]


def test_the_table_is_made_again_from_the_originals(store: Store, tmp_path: Path) -> None:
    track.register(store, written(tmp_path, "un.xml", UN))
    track.register(store, written(tmp_path, "b.xml", UN.replace("Salem Nader", "Salem Nadir")))
    before = Names(store).versions("un:TSi.001"), list(Names(store).all())
    with sqlite3.connect(store.lab / "lab.db") as altered:
        altered.execute("delete from authority where seq > 1")
    assert track.rebuild(store) == 3
    assert (Names(store).versions("un:TSi.001"), list(Names(store).all())) == before
    store.checkpoint()
    assert verify(store).state == VERIFIED
    list_ = next(iter(store.blobs))
    store.path(list_).chmod(0o644)
    store.path(list_).write_bytes(b"x")
    assert verify(store).state == INVALID, "a list is evidence like any other original"


def test_ofac_names_are_put_in_order_and_vessels_are_left_out(tmp_path: Path) -> None:
    rows = (
        '36,"LAZWARDI, Salim",individual,"TEST",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,'
        "\"DOB 1970; a.k.a. 'THE TALL'.\"\n"
        '37,"ANGLO TRADING CO., LTD.",-0- ,"TEST",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n'
        '38,"SEA STAR",vessel,"TEST",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n'
        "nonsense\n\x1a"
    )
    written(tmp_path, "alt.csv", '36,12,"aka","AL-LAZWARDI, Salem",-0- \n')
    found = list(read(written(tmp_path, "sdn.csv", rows)))
    assert [getattr(each, "name", "") for each in found[:2]] == [
        "Salim LAZWARDI",
        "ANGLO TRADING CO., LTD.",
    ]
    assert found[0].aliases == ("Salem AL-LAZWARDI",)
    assert found[0].weak == ("THE TALL",)
    assert len(found) == 3
    assert "line 4" in found[2].where


def test_misp_geonames_and_targets_are_recognised_by_themselves(tmp_path: Path) -> None:
    galaxy = {"name": "Groups", "version": 3, "values": [
        {"value": "Sail", "uuid": "u-1", "meta": {"synonyms": ["Sail Group"]}}, {"value": 7},
    ]}  # fmt: skip
    misp = written(tmp_path, "groups.json", json.dumps(galaxy))
    place = {"id": 9, "cc": "IQ", "name": "Mosul", "pop": 5, "arabic_script": ["الموصل", "mwصl"]}
    places = written(tmp_path, "places.jsonl", json.dumps({**place, "latin_alt": []}))
    row = ["7", "Mosul", "Mosul", "الموصل", "1", "1", "P", "PPLA", "IQ"]
    row += [*[""] * 5, "900", *[""] * 4]
    table = written(tmp_path, "IQ.txt", "\t".join(row) + "\n")
    target = {"id": "Q1", "schema": "Person", "properties": {"name": ["A Person"]}}
    named = {**target, "id": "Q2", "properties": {"name": ["B"], "topics": ["sanction"]}}
    ftm = written(tmp_path, "t.jsonl", json.dumps(target) + "\n" + json.dumps(named) + "\n")
    assert [guess(each) for each in (misp, places, table, ftm)] == [
        "misp", "geonames", "geonames", "ftm",
    ]  # fmt: skip
    assert [getattr(each, "aliases", "refused") for each in read(misp)] == [
        ("Sail Group",), "refused",
    ]  # fmt: skip
    assert next(read(places)).names[:2] == ("الموصل", "Mosul")
    assert next(read(table)).weight == 900
    private, public = read(ftm)
    assert "public role" in private.reason
    assert public.id == "ftm:Q2"
    assert public.reason


def test_names_of_the_lab_itself_stand_in_its_toml(store: Store, tmp_path: Path) -> None:
    text = """
[[outlet]]
id = "o"
name = "قنديل"
[[name]]
id = "lab:1"
kind = "organisation"
name = "حركة الشراع"
[[name]]
id = "lab:2"
kind = "person"
name = "سالم"
[[name]]
id = "un:1"
kind = "organisation"
name = "x"
"""
    done = pipeline.register(store, written(tmp_path, "r.toml", text), "person:R. Farouk")
    assert (done.new, len(done.refused)) == (2, 2)
    assert "public role" in done.refused[0]
    assert "lab:" in done.refused[1]
    assert [entry.id for entry in track.look_up(store, "الشِّراع")] == ["lab:1"]


def test_a_program_cannot_say_who_is_not_meant(store: Store) -> None:
    with pytest.raises(Withheld):
        track.deny(store, _a_name(store), "names/1")


def _a_name(store: Store) -> str:
    from datetime import UTC, datetime

    from marsad.enrich.loose import MOMENT, PLACE, loose_post
    from marsad.model import Capture

    post = loose_post("كتائب الفجر")
    capture = Capture("loose", "test", "1", "test", datetime.now(UTC), "0" * 64, 1)
    span = Span(0, 11, post.text)
    found = sign(Claim(post.id, "name", "lab:1", 0.9, span=span), "names/1", MOMENT)
    store.add(PLACE, capture, post, found)
    return found.id


@pytest.mark.skipif(not (DATA / "un_sc_consolidated").exists(), reason="the lists are not here")
def test_the_real_lists_are_taken_in_without_a_loss(store: Store) -> None:
    un = track.register(store, DATA / "un_sc_consolidated" / "dev" / "entries_dev.jsonl")
    ofac = track.register(store, DATA / "ofac_sdn" / "sdn.csv.gz")
    assert (un.new, un.refused) == (1003, ())
    assert ofac.new > 6000
    assert ofac.refused == ()
    assert store.root()[0] == 2
