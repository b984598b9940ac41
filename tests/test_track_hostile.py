"""Battery C8: lists of events and networks open nothing, ask nobody, stay quick, and stay text."""

import gzip
import json
import time
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hearing import WATCH

from marsad.errors import MarsadError
from marsad.model import Event
from marsad.plugins import Refused
from marsad.track import event_csv, event_ics, event_ucdp
from marsad.track.flow import Edge, Flow
from marsad.track.flow_graph import GEXF, GRAPHML, graph
from marsad.track.flow_nodes import Node
from marsad.track.list_file import LONGEST, WHOLE

SECONDS = 5
AT = datetime(2024, 5, 1, tzinfo=UTC)
CONTROLS = "".join(map(chr, (0, 1, 7, 8, 11, 12, 27, 127, 0x85, 0x9B)))


KNOWN = {"zoneinfo", "tzdata", "pytz"}
"""Folders of time zones, which a calendar may name."""


def survives(read, path):
    """Read a list under watch; what was taken, what was refused, and the error of the whole."""
    began = time.process_time()
    WATCH.seen.clear()
    WATCH.on = True
    taken, refused = [], []
    try:
        for each in read(path, "Gazette."):
            (refused if isinstance(each, Refused) else taken).append(each)
    except MarsadError as error:
        refused.append(error)
    finally:
        WATCH.on = False
    assert time.process_time() - began < SECONDS
    opened = [each for each in WATCH.seen if each != str(path) and not KNOWN & {*Path(each).parts}]
    assert opened == []
    for event in taken:
        assert isinstance(event, Event)
        said = (event.id, event.title, event.place, event.source, *event.actors, *event.places)
        assert not set(CONTROLS) & set("".join(said))
    return taken, refused


def calendar(*lines, uid="1"):
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", f"UID:{uid}")
    return "\r\n".join((*head, *lines, "END:VEVENT", "END:VCALENDAR", ""))


DAY = ("DTSTART;VALUE=DATE:20240501", "SUMMARY:معرض الكتاب")
ZONE = "\r\n".join(
    ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VTIMEZONE", "TZID:Odd", "BEGIN:STANDARD",
     "DTSTART:16010101T000000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0000",
     "RRULE:FREQ=SECONDLY", "END:STANDARD", "END:VTIMEZONE", "BEGIN:VEVENT", "UID:1",
     "DTSTART;TZID=Odd:20240501T100000", "SUMMARY:x", "END:VEVENT", "END:VCALENDAR", "")
)  # fmt: skip
HOUR = "DTSTART:20240501T100000Z"
CALENDARS = {
    "zone that never ends": ZONE,
    "zone that is a path": calendar("DTSTART;TZID=../../../../etc/passwd:20240501T100000"),
    "zone that is absolute": calendar("DTSTART;TZID=/etc/passwd:20240501T100000", "SUMMARY:x"),
    "files and addresses": calendar(*DAY, "ATTACH:file:///etc/passwd", "URL:http://127.0.0.1:9/x",
                                    "ATTACH;VALUE=URI:http://127.0.0.1:9/y"),
    "endless duration": calendar(HOUR, "DURATION:P999999999999D", "SUMMARY:x"),
    "negative duration": calendar(HOUR, "DURATION:-P99999D", "SUMMARY:x"),
    "end of time": calendar("DTSTART;VALUE=DATE:99991231", "SUMMARY:x"),
    "before time": calendar("DTSTART;VALUE=DATE:00010101", "DTEND;VALUE=DATE:00010101"),
    "place off the earth": calendar(*DAY, "GEO:nan;inf"),
    "huge place": calendar(*DAY, f"GEO:{'9' * 400};0"),
    "controls": calendar(DAY[0], f"SUMMARY:a{CONTROLS}b", uid=f"u{CONTROLS}"),
    "unfinished": calendar(*DAY)[:-30],
    "never begun": "END:VEVENT\r\nEND:VCALENDAR\r\n",
    "deep": "BEGIN:VCALENDAR\r\n" + "BEGIN:VEVENT\r\n" * 20_000,
    "deep and closed": "BEGIN:VCALENDAR\r\n" + "BEGIN:X\r\n" * 5_000 + "END:X\r\n" * 5_000,
    "long line": calendar(*DAY, "DESCRIPTION:" + "x" * 5_000_000),
    "many folds": calendar(*DAY, "DESCRIPTION:" + "x\r\n " * 300_000),
    "many parameters": calendar(*DAY, "X-A" + ";p=q" * 200_000 + ":v"),
    "quotes": calendar(*DAY, 'X-A;p="' + '";p="' * 100_000 + ":v"),
    "many names": calendar(*DAY, "CATEGORIES:" + "a," * 300_000),
    "rule of rules": calendar(*DAY, "RRULE:FREQ=SECONDLY;COUNT=999999999"),
    "many dates": calendar(*DAY, "EXDATE:" + ",".join(["20240501T100000Z"] * 50_000)),
    "markup": '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
}  # fmt: skip


@pytest.mark.parametrize("name", CALENDARS)
def test_no_calendar_opens_a_file_asks_a_server_or_takes_long(tmp_path, name):
    path = tmp_path / "c.ics"
    path.write_text(CALENDARS[name], encoding="utf-8", newline="")
    taken, refused = survives(event_ics.read, path)
    assert len(taken) + len(refused) >= 1 or name in ("deep and closed",)


@pytest.mark.parametrize(
    "data", [b"\x00" * 1000, b"\xff\xfe\x00B", bytes(range(256)) * 50, b"\x1f\x8bxx"]
)
@pytest.mark.parametrize("read", [event_ics.read, event_ucdp.read, event_csv.read])
def test_what_is_no_list_is_refused_in_a_sentence(tmp_path, read, data):
    path = tmp_path / "list"
    path.write_bytes(data)
    taken, refused = survives(read, path)
    assert taken == []
    assert refused


@pytest.mark.parametrize("read", [event_ics.read, event_ucdp.read, event_csv.read])
def test_a_bomb_is_unpacked_no_further_than_is_allowed(tmp_path, read):
    path = tmp_path / "bomb.gz"
    with gzip.open(path, "wb", compresslevel=9) as file:
        for _ in range(WHOLE // LONGEST + 2):
            file.write(b"x" * LONGEST)
    assert path.stat().st_size < 1 << 20
    taken, refused = survives(read, path)
    assert taken == []
    assert "more than" in str(refused[0])


UCDP = {"id": 1, "side_a_name": "A", "side_b_name": "B", "start_date": "2024-05-01",
        "end_date": "2024-05-02", "location_where_name": "Orsa town"}  # fmt: skip


@pytest.mark.parametrize(
    "said",
    [
        {"id": {"a": [1]}}, {"side_a_name": ["A"]}, {"start_date": 20240501}, {"latitude": "NaN"},
        {"latitude": 1e999, "longitude": 0}, {"location_where_name": "x" * 100_000},
        {"side_b_name": None}, {"end_date": "2024-04-31"}, {"id": CONTROLS},
    ],
    ids=lambda said: ascii(said)[:40],
)  # fmt: skip
def test_a_line_of_ucdp_is_taken_whole_or_refused_alone(tmp_path, said):
    path = tmp_path / "aec.jsonl"
    rows = (UCDP, {**UCDP, "id": 2, **said}, {**UCDP, "id": 3, "side_a_name": f"A{CONTROLS}"})
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    taken, refused = survives(event_ucdp.read, path)
    assert len(taken) + len(refused) == 3
    assert [taken[0].id, taken[-1].id] == ["ucdp:1", "ucdp:3"]


@pytest.mark.parametrize(
    "line",
    ['{"a":' * 100_000, "[" * 100_000, '{"id": NaN}', '{"id": ' + "9" * 5000 + "}", '"\\ud800"'],
    ids=lambda line: line[:8],
)
def test_json_that_is_none_costs_its_line_alone(tmp_path, line):
    path = tmp_path / "aec.jsonl"
    first, last = json.dumps(UCDP), json.dumps({**UCDP, "id": 3})
    path.write_text(f"{first}\n{line}\n{last}\n", encoding="utf-8")
    taken, refused = survives(event_ucdp.read, path)
    assert [event.id for event in taken] == ["ucdp:1", "ucdp:3"]
    assert len(refused) == 1


def test_half_a_pair_in_a_name_is_no_text_and_stays_out(tmp_path):
    path = tmp_path / "aec.jsonl"
    path.write_text(json.dumps({**UCDP, "side_a_name": "A\ud800"}), encoding="utf-8")
    [event], _refused = survives(event_ucdp.read, path)
    assert event.actors[0] == "A"


def test_a_table_ends_its_lines_as_it_likes_and_a_broken_one_says_where(tmp_path):
    path = tmp_path / "t.csv"
    for end in ("\n", "\r\n", "\r"):
        text = end.join(("title,start,source", "معرض,2024-05-01,Gazette.", "x,2024-05-02,G."))
        path.write_text(text, encoding="utf-8-sig", newline="")
        assert [event.title for event in survives(event_csv.read, path)[0]] == ["معرض", "x"]
    path.write_bytes("title,start,source\nمعرض,2024-05-01,G.\n".encode() + b"\xff\xfe\n")
    taken, refused = survives(event_csv.read, path)
    assert [event.title for event in taken] == ["معرض"]
    assert "line 3" in str(refused[0])


NAMES = (
    f"a{CONTROLS}b", "\ud800", "\ufffe\uffff", "&x;<!ENTITY x SYSTEM 'file:///etc/passwd'>",
    "]]><script>alert(1)</script>", '"><node id="evil"/>', "<?xml version='1.0'?>", "--><!--",
    "ندا\u202eمصر", "x" * 1_000_000,
)  # fmt: skip


@pytest.mark.parametrize("form", ["gexf", "graphml"])
@pytest.mark.parametrize("name", NAMES, ids=lambda name: ascii(name)[:20])
def test_a_network_of_hostile_names_is_a_document_with_one_node_for_each(form, name):
    nodes = (Node(f"telegram:{name}", name, name, 3), Node("telegram:2", "ب", "Telegram", 2))
    edge = Edge(nodes[0].id, nodes[1].id, 3, 1, 60.0, AT, AT, 0.01)
    began = time.process_time()
    made = graph(Flow(nodes, (edge,), ((nodes[0].id,),), 1, 3, 0, 0), form)
    assert time.process_time() - began < SECONDS
    assert b"<!DOCTYPE" not in made
    assert b"<!ENTITY" not in made
    space = GEXF if form == "gexf" else GRAPHML
    root = ElementTree.fromstring(made)
    ids = [each.get("id") for each in root.iter(f"{{{space}}}node")]
    [joined] = root.iter(f"{{{space}}}edge")
    assert len(ids) == 2
    assert [joined.get("source"), joined.get("target")] == ids
    assert {each.tag.partition("}")[0] for each in root.iter()} == {f"{{{space}"}
    assert "\u202e" not in "".join(filter(None, (each.get("label") for each in root.iter())))
