"""Units as a table for sheet programs: CSV in UTF-8, one segment a row, exact there and back."""

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from marsad.errors import BadInput
from marsad.plugins import Refused
from marsad.text.cells import line, untext
from marsad.translate.exchange.unit import STATES, Unit, parse_key

COLUMNS = (
    "id", "source", "target", "state", "note", "source_language", "language", "post", "of",
    "start", "end", "digest",
)  # fmt: skip
NEEDED = {"id", "source", "target"}
LONGEST_CELL = 32 << 20
_NO_TEXT = re.compile("[\udc80-\udcff]")
_DELIMITERS = ",;\t"
_BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


def table(units: Iterable[Unit]) -> Iterator[str]:
    """Yield the lines of the table; the mark at its start makes Excel read UTF-8."""
    yield f"\ufeff{line(COLUMNS)}\r\n"
    for unit in units:
        row = (
            unit.key, unit.source, unit.target, unit.state, unit.note, unit.source_language,
            unit.language, unit.post, unit.of, unit.start, unit.end, unit.digest,
        )  # fmt: skip
        yield f"{line(row)}\r\n"


def is_table(path: Path) -> bool:
    """Say whether a file begins with the names of our columns, in any order."""
    with _opened(path) as file:
        return NEEDED.issubset(_names(file.readline(10_000))[0])


def read_table(path: Path) -> Iterator[Unit | Refused]:
    """Yield each row as a unit, or why it is none."""
    with _opened(path) as file:
        names, delimiter = _names(file.readline(10_000))
        try:
            for number, cells in _rows(file, delimiter):
                yield _read(dict(zip(names, cells, strict=False)), f"{path.name}, row {number}")
        except csv.Error as error:
            yield Refused(path.name, f"{error}; what stands before was read, save it again as CSV")


def _rows(file: TextIO, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        for number, cells in enumerate(csv.reader(file, delimiter=delimiter), 2):
            if any(cells):
                yield number, cells
    finally:
        csv.field_size_limit(before)


def _read(row: dict[str, str], where: str) -> Unit | Refused:
    if any(_NO_TEXT.search(cell or "") for cell in row.values()):
        return Refused(where, "holds bytes that are no text; save the table as CSV in UTF-8")
    said = {name: untext(row.get(name) or "") for name in COLUMNS}
    # Weblate keeps our ids in a column of its own name.
    key = parse_key(said["id"]) or parse_key(row.get("context") or "")
    if key is None:
        return Refused(where, f"has the id {said['id'][:40]!r}, which no export of ours gives")
    return Unit(
        translation=key[0],
        number=key[1],
        source=said["source"],
        target=said["target"],
        start=_number(said["start"]),
        end=_number(said["end"]),
        state=said["state"] if said["state"] in STATES else "",
        post=said["post"],
        of=said["of"],
        source_language=said["source_language"],
        language=said["language"],
        digest=said["digest"],
        where=where,
    )


def _names(line: str) -> tuple[list[str], str]:
    best: tuple[list[str], str] = ([], ",")
    for delimiter in _DELIMITERS:
        try:
            cells = next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:
            continue
        names = [cell.strip().casefold() for cell in cells]
        if len(names) > len(best[0]):
            best = names, delimiter
    return best


def _opened(path: Path) -> TextIO:
    try:
        with path.open("rb") as file:
            start = file.read(3)
        encoding = next((name for bom, name in _BOMS.items() if start.startswith(bom)), "utf-8")
        # A byte that is no text spoils its row, not the table; in UTF-16 it cannot be kept apart.
        errors = "replace" if encoding == "utf-16" else "surrogateescape"
        return path.open(encoding=encoding, errors=errors, newline="")
    except OSError as error:
        raise BadInput(f"{path.name} cannot be read: {error.strerror}; name a file") from error


def _number(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 12 else None
