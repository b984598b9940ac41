"""The register of events: lists in four forms, by hand, and versions instead of edits."""

import contextlib
import gzip
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from marsad import track
from marsad.cli.app import app
from marsad.errors import BadInput
from marsad.model import Event, Outlet, Place
from marsad.track import event_csv, event_ics, event_ucdp
from marsad.track.event_entry import entry
from marsad.track.event_register import guess

BY = "person:Noor Valen"
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "ucdp_aec"
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:talks one@lazward
SUMMARY:talks\\, on the harbor
DTSTART;TZID=Europe/Istanbul:20240513T230000
DTEND;TZID=Europe/Istanbul:20240514T010000
LOCATION:لازورد
GEO:36.1;43.2
URL:https://gazette.example/talks
END:VEVENT
BEGIN:VEVENT
UID:fair
SUMMARY:a fair of books
DTSTART;VALUE=DATE:20240601
DTEND;VALUE=DATE:20240604
END:VEVENT
BEGIN:VEVENT
UID:weekly
SUMMARY:a meeting
DTSTART:20240601T080000Z
RRULE:FREQ=WEEKLY
END:VEVENT
BEGIN:VEVENT
UID:floating
SUMMARY:a meeting
DTSTART:20240601T080000
END:VEVENT
BEGIN:VEVENT
UID:broken
SUMMARY:a meeting
DTSTART:2024xx
END:VEVENT
END:VCALENDAR
"""
AEC = {
    "id": 7,
    "source_date": "2021-02-22 00:00",
    "deaths_high": 1,
    "side_a_name": "White Sail",
    "side_b_name": "Civilians",
    "location_root_name": "Sahlun",
    "location_where_name": "Nawrasa village",
    "start_date": "2021-02-21",
    "end_date": "2021-02-22",
}


def write(path, text):
    path.write_text(text.replace("\n", "\r\n"), encoding="utf-8")
    return path


def refusals(found):
    return [(each.where, each.reason) for each in found if not isinstance(each, Event)]


def test_a_table_is_taken_in_row_by_row(store, tmp_path):
    file = write(
        tmp_path / "list.csv",
        "id,title,start,end,place,source,actors,words,fiction\n"
        'talks,talks on the harbor,2024-05-13,,Lazward,"Lazward Gazette, May 13, 2024.",'
        '"حزب الرصيف; Quay Party",الميناء,true\n'
        "talks-2,talks,13/05/2024,,Lazward,Gazette.,,,\n\n"
        "fair,a fair,2024-06-01,2024-05-01,Orsa,Gazette.,,,\n"
        "fire,a fire,2024-06-01,,Orsa,,,,\n"
        "rain,rain,2024-06-01,,Orsa,Gazette.,,,,,too,many\n",
    )
    done = track.import_events(store, file, BY)
    (event,) = store.events()
    assert event.actors == ("حزب الرصيف", "Quay Party")
    assert (event.start, event.end, event.fiction) == (date(2024, 5, 13), date(2024, 5, 13), True)
    where, reasons = zip(*(each.split(": ", 1) for each in done.refused), strict=True)
    assert where == tuple(f"list.csv, row {number}" for number in (3, 5, 6, 7))
    expected = ("write it as 2024-05-13", "before it begins", "source is empty", "cells")
    for reason, part in zip(reasons, expected, strict=True):
        assert part in reason


def test_a_source_for_the_whole_list_fills_the_empty_ones_only(store, tmp_path):
    file = write(
        tmp_path / "l.csv",
        "title;start;source\na fair;2024-06-01;\ntalks;2024-06-02;Orsa Herald.\n",
    )
    track.import_events(store, file, BY, source="Orsa Gazette, 2024.")
    assert sorted(each.source for each in store.events()) == ["Orsa Gazette, 2024.", "Orsa Herald."]
    assert track.import_events(store, file, BY).refused  # none given: the first has none


def test_a_calendar_keeps_hours_with_their_zone(tmp_path):
    found = list(event_ics.read(write(tmp_path / "c.ics", CALENDAR), "Orsa Gazette."))
    talks, fair = (each for each in found if isinstance(each, Event))
    assert talks.id == "talks-one@lazward"
    assert talks.title == "talks, on the harbor"
    assert talks.began_at == datetime(2024, 5, 13, 20, tzinfo=UTC)
    assert (talks.start, talks.end) == (date(2024, 5, 13), date(2024, 5, 14))
    assert (talks.latitude, talks.longitude) == (36.1, 43.2)
    assert talks.source == "https://gazette.example/talks"
    assert (fair.start, fair.end, fair.began_at) == (date(2024, 6, 1), date(2024, 6, 3), None)
    reasons = dict(refusals(found))
    assert "repeats" in reasons["c.ics, event 3"]
    assert "no time zone" in reasons["c.ics, event 4"]
    assert "DTSTART" in reasons["c.ics, event 5"]


@pytest.mark.parametrize("text", ["", "no calendar", "BEGIN:VCALENDAR\nBEGIN:VEVENT", "\0" * 99])
def test_what_is_no_calendar_adds_nothing(store, tmp_path, text):
    file = write(tmp_path / "c.ics", text)
    with contextlib.suppress(BadInput):
        assert track.import_events(store, file, BY).new == 0
    assert store.events() == []


def test_ucdp_in_both_forms_says_who_where_and_when(tmp_path):
    lines = write(tmp_path / "a.jsonl", f"{json.dumps(AEC)}\nnot json\n[]\n{{}}\n")
    table = write(
        tmp_path / "g.csv",
        "id,side_a,side_b,where_coordinates,adm_1,country,latitude,longitude,date_start,date_end,"
        "source_date\n"
        "7,White Sail,Civilians,Nawrasa village,,Sahlun,36.1,43.2,2021-02-21 00:00:00.000,"
        "2021-02-22 00:00:00.000,2021-02-22\n",
    )
    assert [guess(lines), guess(table)] == ["ucdp", "ucdp"]
    found = list(event_ucdp.read(lines))
    (in_table,) = event_ucdp.read(table)
    for event in (found[0], in_table):
        assert event.title == "violence by White Sail against civilians at Nawrasa village"
        assert event.actors == ("White Sail",)
        assert event.places == ("Nawrasa village", "Nawrasa", "Sahlun")
        assert (event.start, event.end) == (date(2021, 2, 21), date(2021, 2, 22))
        assert "Uppsala Conflict Data Program, event 7" in event.source
    assert in_table.latitude == 36.1
    assert [where for where, _ in refusals(found)] == [f"a.jsonl, line {n}" for n in (2, 3, 4)]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the list of UCDP-AEC is not here")
def test_every_line_of_ucdp_aec_goes_in_once(store):
    file = SHARED / "validation.jsonl.gz"
    with gzip.open(file) as lines:
        count = sum(1 for _ in lines)
    done = track.import_events(store, file, BY)
    assert (done.new, done.refused) == (count, ())
    again = track.import_events(store, file, BY)
    assert (again.new, again.known) == (0, count)


def test_what_changes_is_a_version_and_an_older_list_undoes_nothing(store, tmp_path):
    file = write(tmp_path / "l.csv", "id,title,start,source\ntalks,talks,2024-05-13,Gazette.\n")
    track.import_events(store, file, BY)
    revised = track.revise_event(store, "talks", BY, place="Lazward", actors=["Quay Party"])
    assert (revised.handle, revised.replaces) == ("talks", "talks")
    assert track.import_events(store, file, BY).known == 1
    assert track.standing(store, "talks") == revised == track.standing(store, revised.id)
    assert store.events() == [revised]
    assert store.event("talks").place == ""  # what a report cited stays as it was
    assert track.revise_event(store, "talks", BY, place="Lazward") == revised
    back = track.revise_event(store, "talks", BY, place="", actors=[])
    assert (back.place, back.replaces) == ("", revised.id)
    assert len(list(store.every(Event))) == 3


def test_an_event_never_rests_on_the_posts_that_answer_it(store):
    store.add(
        Place("telegram:1", "telegram", "رجع الموج", "t.me/raj_example"),
        Outlet("raj", "رجع الموج", "Raj' Al-Mawj"),
    )
    said = {"title": "talks", "start": "2024-05-13"}
    for source in (
        "Telegram, رجع الموج, May 13, 2024.",
        "https://t.me/raj_example/7",
        "Raj' Al-Mawj, May 13.",
        "رَجْعُ الموج، ١٣ مايو",
    ):
        with pytest.raises(BadInput, match="whose posts"):
            track.add_event(store, BY, **said, source=source)
    with pytest.raises(BadInput, match="source is empty"):
        track.add_event(store, BY, **said, source=" ")
    track.add_event(store, BY, **said, source="Lazward Gazette, on what Raj' Al-Mawj denied.")


def test_commands_tell_the_whole_story(store, tmp_path):
    run = CliRunner().invoke
    lab = ["track", str(store.lab), "event"]
    add = [*lab, "add", "--title", "talks", "--start", "2024-05-13", "--by", "Noor Valen"]
    assert run(app, add).exit_code == 2  # a source is asked for
    made = run(app, [*add, "--source", "Gazette.", "--actor", "حزب الرصيف", "--id", "talks"])
    assert made.output.strip() == "talks"
    revised = run(app, [*lab, "revise", "talks", "--place", "Lazward", "--by", "Noor Valen"])
    assert revised.output.startswith("talks+")
    assert "Lazward" in run(app, [*lab, "show", "talks"]).output
    table = write(tmp_path / "out.csv", run(app, [*lab, "export"]).output)
    again = run(app, [*lab, "import", str(table), "--by", "Noor Valen", "--json"])
    assert json.loads(again.output) == {"new": 0, "known": 1, "refused": []}
    listed = run(app, [*lab, "list", "--json"]).output
    assert json.loads(listed)["actors"] == ["حزب الرصيف"]


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), max_size=20)
NAMES = st.lists(WORDS.filter(lambda name: ";" not in name and name), unique=True, max_size=3).map(
    tuple
)


@given(WORDS.filter(bool), NAMES, st.dates(date(1970, 1, 1), date(2100, 1, 1)))
def test_a_table_comes_back_as_it_went_out(tmp_path_factory, title, actors, day):
    event = entry({"title": title, "start": day, "source": "Gazette.", "actors": actors})
    file = tmp_path_factory.mktemp("csv") / "events.csv"
    file.write_text("\n".join(event_csv.write([event])), encoding="utf-8")
    assert list(event_csv.read(file)) == [event]
