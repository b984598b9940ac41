"""Events from UCDP: JSON lines as UCDP-AEC has them, or the table of the GED.

Uppsala Conflict Data Program, https://ucdp.uu.se, CC BY 4.0. What is read is who, where and when;
numbers of deaths are estimates with a range, and are left in the list.
"""

import json
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from marsad.model import Event
from marsad.phrase import Phrase
from marsad.plugins import Refused
from marsad.track.event_csv import rows
from marsad.track.event_entry import entry
from marsad.track.list_file import clean, lines

NAMES = {
    "side_a": ("side_a_name", "side_a"),
    "side_b": ("side_b_name", "side_b"),
    "start": ("start_date", "date_start"),
    "end": ("end_date", "date_end"),
    "where": ("location_where_name", "where_coordinates"),
    "district": ("location_adm2_name", "adm_2"),
    "province": ("location_adm1_name", "adm_1"),
    "country": ("location_root_name", "country"),
}
"""A field in JSON lines, and in the table."""
CIVILIANS = "civilians"
NEEDED = ("side_a", "start", "where")


def read(path: Path, source: str = "") -> Iterator[Event | Refused]:
    """Every event of a list of UCDP, in either form."""
    for where, row in _rows(path):
        if isinstance(row, Refused):
            yield row
            continue
        try:
            yield entry(_fields(row, source))
        except ValueError as error:
            yield Refused(where, str(error))


def is_line(line: bytes) -> bool:
    """Say whether a first line is one of UCDP's: a JSON object, or the header of the table."""
    return all(any(f'"{name}"'.encode() in line for name in NAMES[each]) for each in NEEDED) or all(
        NAMES[each][1].encode() in line for each in NEEDED
    )


def _rows(path: Path) -> Iterator[tuple[str, Mapping[str, Any] | Refused]]:
    if not _is_json(path):
        for number, row in rows(path):
            yield f"{path.name}, row {number}", row
        return
    for number, line in lines(path):
        where = f"{path.name}, line {number}"
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield where, Refused(where, Phrase("not JSON: %(error)s", error=error))
            continue
        yield where, row if isinstance(row, dict) else Refused(where, Phrase("not a JSON object"))


def _is_json(path: Path) -> bool:
    for _, line in lines(path):
        return line.lstrip(b"\xef\xbb\xbf \t").startswith(b"{")
    return False


def _fields(row: Mapping[str, Any], source: str) -> dict[str, Any]:
    said = {name: _first(row, forms) for name, forms in NAMES.items()}
    number = clean(str(row.get("id", "")))
    if not number:
        raise ValueError("it has no id")
    if not said["side_a"]:
        raise ValueError("it does not say who took part")
    sides = [said[side] for side in ("side_a", "side_b") if said[side]]
    actors = [side for side in sides if side.lower() != CIVILIANS]
    around = (said[each] for each in ("where", "district", "province", "country"))
    places = list(dict.fromkeys(each for each in around if each))
    return {
        "id": f"ucdp:{number}",
        "title": _title(sides, places),
        "start": said["start"][:10],
        "end": said["end"][:10],
        "place": ", ".join(places[:1] + places[-1:] if len(places) > 1 else places),
        "source": source or _source(row, number),
        "actors": actors,
        "places": [short for each in places for short in (each, _bare(each))],
        "latitude": row.get("latitude"),
        "longitude": row.get("longitude"),
    }


def _first(row: Mapping[str, Any], forms: tuple[str, ...]) -> str:
    return next((text for form in forms if (text := clean(row.get(form)))), "")


def _title(sides: list[str], places: list[str]) -> str:
    whom = [CIVILIANS if side.lower() == CIVILIANS else side for side in sides]
    if CIVILIANS in whom[1:]:
        what = f"violence by {whom[0]} against {CIVILIANS}"
    else:
        what = f"fighting between {' and '.join(whom)}" if len(whom) > 1 else f"acts of {whom[0]}"
    return f"{what} at {places[0]}" if places else what


def _source(row: Mapping[str, Any], number: str) -> str:
    seen = clean(row.get("source_date"))[:10]
    after = f", after a source of {seen}" if seen else ""
    return f"Uppsala Conflict Data Program, event {number}{after}."


def _bare(place: str) -> str:
    """``Albu Kamal`` for ``Albu Kamal district``: what posts call it."""
    for name, unit in pairwise(place.rpartition(" ")[::2]):
        if unit in UNITS and name:
            return name
    return place


UNITS = frozenset(
    (
        "village", "town", "city", "district", "governorate", "province", "region", "state",
        "department", "département", "county", "municipality", "camp", "mount", "area",
    )
)  # fmt: skip
