"""Collects posts from tables: CSV, TSV, JSON lines, Parquet, 4CAT results, X archives.

What a column means is said by a mapping beside the table, or known when a program we know wrote
it; it is never guessed.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

import msgspec

from marsad.collect.table_mapping import (
    Columns,
    Mapping,
    known_mapping,
    mapping_file,
    read_mapping,
)
from marsad.collect.table_order import Spool
from marsad.collect.table_post import line_of, place_of, post_of
from marsad.collect.table_rows import Row, csv_rows, header_of, json_rows, parquet_rows
from marsad.collect.table_x import FILE, START, account_file, x_mapping, x_rows
from marsad.collect.telegram_window import Tally
from marsad.errors import BadInput
from marsad.phrase import Joined, Phrase
from marsad.plugins import Gathered, Refused

_SEPARATED = (".csv", ".tsv", ".tab")
_LINES = (".jsonl", ".ndjson")
_SUFFIXES = (*_SEPARATED, *_LINES, ".parquet")


class Position(msgspec.Struct, frozen=True):
    """The last row taken, counted in order of time, and what table and mapping were then."""

    read: int
    checksum: int
    taken: int


class Table:
    """Turns the rows of a table into posts."""

    name: ClassVar[str] = "table"
    version: ClassVar[str] = "1"
    consecutive: ClassVar[bool] = False

    def accepts(self, origin: str) -> bool:
        """Say whether ``origin`` is called like a table, or begins like an X archive."""
        try:
            path = Path(origin)
            if not path.is_file():
                return False
            if FILE.fullmatch(path.name):
                with path.open("rb") as file:
                    return START.match(file.read(1 << 10)) is not None
            return path.suffix.lower() in _SUFFIXES
        except (OSError, ValueError):
            return False

    def originals(self, origin: str) -> Sequence[Path]:
        """The table, and what stands beside it to say how it is read."""
        path = Path(origin)
        try:
            if not path.is_file():
                raise BadInput(
                    Phrase("%(origin)s is no file; name a table, such as posts.csv", origin=origin)
                )
        except (OSError, ValueError) as error:
            raise BadInput(
                Phrase("%(origin)s cannot be read: %(error)s", origin=repr(origin), error=error)
            ) from error
        beside = account_file(path) if FILE.fullmatch(path.name) else mapping_file(path)
        return [path, beside] if beside and beside.is_file() else [path]

    def collect(self, origin: str, since: str) -> Iterator[Gathered | Refused]:
        """Yield every row after ``since``, and raise at the end if the table breaks off."""
        files = self.originals(origin)
        size, checksum = _mark(files)
        taken = _taken(since, size, checksum)
        mapping, rows = _opened(files[0])
        broken = None
        with Spool() as spool:
            try:
                yield from _laid_by(rows, mapping, spool)
            except BadInput as error:
                broken = error
            for number, line in spool.in_order(taken):
                place = place_of(line, mapping)
                position = msgspec.json.encode(Position(size, checksum, number)).decode()
                yield Gathered(place, post_of(line, place), {}, position)
            if broken:
                raise broken
            if not len(spool):
                raise BadInput(
                    Phrase(
                        "%(name)s holds no row that can be taken; see its mapping",
                        name=files[0].name,
                    )
                )


def _laid_by(rows: Iterator[Row | Refused], mapping: Mapping, spool: Spool) -> Iterator[Refused]:
    for row in rows:
        if isinstance(row, Refused):
            yield row
            continue
        try:
            spool.add(line_of(row, mapping))
        except BadInput as error:
            yield Refused(row.where, str(error))


def _opened(path: Path) -> tuple[Mapping, Iterator[Row | Refused]]:
    """The mapping of a table, and its rows."""
    if FILE.fullmatch(path.name):
        mapping = x_mapping(path)
        return mapping, x_rows(path, mapping.place_name)
    beside = mapping_file(path)
    said = read_mapping(beside) if beside else None
    suffix = path.suffix.lower()
    if suffix in _SEPARATED:
        encoding, delimiter = (said.encoding, said.delimiter) if said else ("", "")
        header = header_of(path, encoding, delimiter)
        mapping = said or known_mapping(header) or _unknown(path, header)
        _there(mapping.columns, header, path.name)
        return mapping, csv_rows(path, encoding, delimiter)
    mapping = said or _unknown(path, ())
    return mapping, json_rows(path) if suffix in _LINES else parquet_rows(path)


def _there(columns: Columns, header: Sequence[str], name: str) -> None:
    for what in Columns.__slots__:
        column = getattr(columns, what)
        if column and header.count(column) != 1:
            often = "no column" if column not in header else "more than one column"
            raise BadInput(
                Phrase(
                    "%(name)s has %(often)s %(column)s for %(what)s; it has %(header)s",
                    name=name,
                    often=often,
                    column=repr(column),
                    what=what,
                    header=", ".join(header)[:300],
                )
            )


def _unknown(path: Path, header: Sequence[str]) -> Mapping:
    unknown = Phrase(
        "what the columns of %(path)s mean is not known; write %(path)s.mapping.toml beside it",
        path=path.name,
    )
    columns = Phrase("its columns are %(columns)s", columns=", ".join(header)[:300])
    raise BadInput(Joined([unknown, columns]) if header else unknown)


def _mark(files: Sequence[Path]) -> tuple[int, int]:
    tally = Tally()
    for path in files:
        with path.open("rb") as file:
            while data := file.read(1 << 18):
                tally.add(data)
    return tally.mark


def _taken(since: str, size: int, checksum: int) -> int:
    try:
        last = msgspec.json.decode(since, type=Position)
    except msgspec.DecodeError:
        return 0
    return last.taken if (last.read, last.checksum) == (size, checksum) else 0
