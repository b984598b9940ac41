"""Events as a table: read from CSV, and written to it."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Any

from marsad.errors import BadInput
from marsad.model import Event
from marsad.plugins import Refused
from marsad.text.cells import line, untext
from marsad.track.event_entry import FIELDS, LISTS, entry
from marsad.track.list_file import lines

LONGEST_CELL = 1 << 20
_BY_WHAT = ",;\t"


def read(path: Path, source: str = "") -> Iterator[Event | Refused]:
    """Every row of a table whose header names fields of an event; lists are parted by ``;``."""
    for number, row in rows(path):
        where = f"{path.name}, row {number}"
        if isinstance(row, Refused):
            yield row
            continue
        try:
            yield entry(row if row.get("source") or not source else {**row, "source": source})
        except ValueError as error:
            yield Refused(where, str(error))


def rows(path: Path) -> Iterator[tuple[int, dict[str, str] | Refused]]:
    """Rows with their numbers, the header being row 1; empty ones are left out."""
    text = _text(path)
    head = next(text, "")
    if "\0" in head:
        raise BadInput(f"{path.name} is no table; give CSV, with the names of its columns first")
    before, table = csv.field_size_limit(LONGEST_CELL), _reader(chain((head,), text), head)
    try:
        yield from _rows(path, table)
    finally:
        csv.field_size_limit(before)


def _text(path: Path) -> Iterator[str]:
    """Lines within the bounds of a list, whichever way they end."""
    for number, raw in lines(path):
        try:
            text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            said = f"{path.name}, line {number}: {error.reason}; save it as UTF-8"
            raise BadInput(said) from error
        yield from (f"{part}\n" for part in text.rstrip("\r\n").split("\r"))


def _rows(path: Path, table: Iterator[list[str]]) -> Iterator[tuple[int, dict[str, str] | Refused]]:
    header: list[str] = []
    number = 0
    while True:
        number += 1
        try:
            row = next(table, None)
        except csv.Error as error:
            yield number, Refused(f"{path.name}, row {number}", f"it cannot be read: {error}")
            continue
        if row is None:
            return
        if not header:
            header = [name.strip().lower().replace(" ", "_") for name in row]
        elif len(row) > len(header):
            said = f"it has {len(row)} cells, the header {len(header)}"
            yield number, Refused(f"{path.name}, row {number}", said)
        elif any(cell.strip() for cell in row):
            yield number, dict(zip(header, map(untext, row), strict=False))


def _reader(text: Iterable[str], head: str) -> Iterator[list[str]]:
    # The sign that parts the names of the header: a spreadsheet set to Arabic or French writes ";".
    return csv.reader(text, delimiter=max(_BY_WHAT, key=head.count))


def write(events: Iterable[Event]) -> Iterator[str]:
    """The lines of a table that ``read`` takes in again."""
    yield line(FIELDS)
    for event in events:
        said = {**asdict(event), "id": event.handle}
        yield line(_cell(name, said[name]) for name in FIELDS)


def _cell(name: str, value: Any) -> object:
    return "; ".join(value) if name in LISTS else str(value) if isinstance(value, bool) else value
