"""Events from a calendar (RFC 5545)."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from marsad.errors import BadInput
from marsad.model import Event
from marsad.plugins import Refused
from marsad.track.event_entry import entry
from marsad.track.list_file import clean, whole

DAY = timedelta(days=1)
READ = frozenset(
    b"BEGIN END VERSION PRODID UID SUMMARY DTSTART DTEND DURATION RRULE RDATE GEO LOCATION URL "
    b"TZID TZOFFSETFROM TZOFFSETTO TZNAME".split()
)
"""Names of the properties that are read."""
LONGEST = 16_384
"""Bytes of one of them."""
_FOLD = re.compile(rb"\r?\n[ \t]")
_NAME = re.compile(rb"[A-Za-z-]+(?=[:;])")


def read(path: Path, source: str = "") -> Iterator[Event | Refused]:
    """Every event of a calendar; the source is its address, where it has one, else ``source``."""
    from icalendar import Calendar

    try:
        calendars = Calendar.from_ical(_read_lines(path), multiple=True)
    except (ValueError, IndexError, KeyError, AttributeError) as error:
        raise BadInput(f"{path.name} is no calendar: {error}") from error
    found = [each for calendar in calendars for each in calendar.walk("VEVENT")]
    if not found:
        raise BadInput(f"{path.name} holds no whole event; it may have broken off: get it again")
    for number, each in enumerate(found, start=1):
        try:
            yield entry(_fields(each, source))
        except (ValueError, OverflowError) as error:
            yield Refused(f"{path.name}, event {number}", str(error))


def _read_lines(path: Path) -> bytes:
    """The lines that matter, unfolded: what a calendar says beside them may be made to take hours.

    A property of a hundred thousand values takes the parser seconds, and nobody reads it here.
    """
    kept = []
    for number, line in enumerate(_FOLD.sub(b"", whole(path)).splitlines(), start=1):
        name = _NAME.match(line)
        if name and name[0].upper() in READ:
            if len(line) > LONGEST:
                raise BadInput(f"{path.name}, line {number} has more than {LONGEST:,} bytes")
            kept.append(line)
    return b"\r\n".join(kept) + b"\r\n"


def _fields(each: Any, source: str) -> dict[str, Any]:
    if each.errors:
        raise ValueError("; ".join(f"{name or 'a line'}: {said}" for name, said in each.errors))
    if "RRULE" in each or "RDATE" in each:
        raise ValueError("it repeats; give each time an entry of its own")
    start, end, began = _days(each)
    where = each.get("GEO")
    return {
        "id": _id(each),
        "title": str(each.get("SUMMARY", "")),
        "start": start,
        "end": end,
        "place": str(each.get("LOCATION", "")),
        "source": str(each.get("URL", "")) or source,
        "began_at": began,
        **({"latitude": where.latitude, "longitude": where.longitude} if where else {}),
    }


def _id(each: Any) -> str:
    """The calendar's own number, made fit to be an id; a changed entry keeps it."""
    return "".join(
        "-" if letter.isspace() or letter in "+/" else letter for letter in clean(each.get("UID"))
    ).lstrip("-")


def _days(each: Any) -> tuple[date, date, datetime | None]:
    start = _moment(each, "DTSTART")
    if start is None:
        raise ValueError("it does not say when it begins")
    end = _moment(each, "DTEND")
    if end is None:
        length = each.get("DURATION")
        end = start + (length.dt if length else DAY if not isinstance(start, datetime) else DAY * 0)
    if isinstance(start, datetime) is not isinstance(end, datetime):
        raise ValueError("it begins on a day and ends at an hour, or the other way round")
    if not isinstance(start, datetime):
        # The end is the first day after it.
        return start, max(start, end - DAY), None
    if start.tzinfo is None:
        raise ValueError(f"it begins at {start}, which has no time zone")
    last = end - timedelta(microseconds=1) if isinstance(end, datetime) and end > start else start
    return start.date(), max(start.date(), last.date()), start


def _moment(each: Any, name: str) -> date | datetime | None:
    said = each.get(name)
    if isinstance(said, list):
        raise ValueError(f"{name} is there more than once")
    found: date | datetime | None = said.dt if said is not None else None
    return found
