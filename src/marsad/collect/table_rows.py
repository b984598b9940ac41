"""Reads the rows of a table one by one; a bad row is refused, the rest goes on."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import msgspec

from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.plugins import Refused

LONGEST = 1 << 20
"""Signs of a line of CSV."""
LARGEST = 8 << 20
"""Bytes of a line of JSON."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Row:
    """One row, and how it is called when it is refused."""

    where: str
    values: Mapping[str, Any]


def header_of(path: Path, encoding: str, delimiter: str) -> list[str]:
    """The column names in the first line of a CSV file."""
    with _text(path, encoding) as text:
        line = text.readline(LONGEST)
    if not line.strip():
        raise BadInput(
            Phrase("%(path)s is empty; its first line should name the columns", path=path.name)
        )
    try:
        found = next(csv.reader([line], delimiter=delimiter or _delimiter(path, line)))
    except csv.Error as error:
        raise BadInput(
            Phrase(
                "%(path)s: its first line cannot be read (%(error)s)", path=path.name, error=error
            )
        ) from error
    if _HALF.search(line):
        raise BadInput(
            Phrase(
                "%(path)s is not in %(encoding)s; name its encoding in a mapping",
                path=path.name,
                encoding=encoding or "UTF-8",
            )
        )
    return found


def csv_rows(path: Path, encoding: str, delimiter: str) -> Iterator[Row | Refused]:
    """The rows below the header."""
    header = header_of(path, encoding, delimiter)
    with _text(path, encoding) as text:
        lines = _Lines(text)
        first = next(lines)
        reader = csv.reader(lines, delimiter=delimiter or _delimiter(path, first))
        while True:
            where = f"{path.name}, line {lines.number + 1}"
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Refused(where, str(error))
                continue
            if row or lines.cut:
                yield _judged(where, header, row, lines)


def _judged(where: str, header: Sequence[str], row: list[str], lines: "_Lines") -> Row | Refused:
    if lines.cut:
        lines.cut = False
        return Refused(where, Phrase("its line is longer than %(longest)s signs", longest=LONGEST))
    if len(row) != len(header):
        return Refused(
            where,
            Phrase(
                "it has %(row)s fields where the header has %(header)s",
                row=len(row),
                header=len(header),
            ),
        )
    values = dict(zip(header, row, strict=True))
    if any(_HALF.search(value) for value in row):
        return Refused(
            where, Phrase("it holds bytes of another encoding; name the encoding in a mapping")
        )
    return Row(where, values)


class _Lines:
    """The lines of a text; one that goes on and on is left out, and ``cut`` says so."""

    def __init__(self, text: TextIO) -> None:
        self.number = 0
        self.cut = False
        self._text = text

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._text.readline(LONGEST)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) < LONGEST or line.endswith("\n"):
            return line
        self.cut = True
        while line and not line.endswith("\n"):
            line = self._text.readline(LONGEST)
        return "\n"


def json_rows(path: Path) -> Iterator[Row | Refused]:
    """The objects of a file that has one on each line."""
    decode = msgspec.json.Decoder().decode
    with path.open("rb") as file:
        if file.read(3) != codecs.BOM_UTF8:
            file.seek(0)
        number = 0
        while line := file.readline(LARGEST):
            number += 1
            where = f"{path.name}, line {number}"
            if len(line) == LARGEST and not line.endswith(b"\n"):
                while line and not line.endswith(b"\n"):
                    line = file.readline(LARGEST)
                yield Refused(
                    where, Phrase("its line is longer than %(largest)s MB", largest=LARGEST >> 20)
                )
            elif line.strip():
                yield _object(where, line, decode)


def _object(where: str, line: bytes, decode: Any) -> Row | Refused:
    try:
        values = decode(line)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        return Refused(where, Phrase("it is no JSON: %(error)s", error=error))
    if not isinstance(values, dict):
        return Refused(where, Phrase("it is no JSON object"))
    return Row(where, values)


def parquet_rows(path: Path) -> Iterator[Row | Refused]:
    """The rows of a Parquet file, a few at a time."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise BadInput(
            Phrase(
                "%(path)s is Parquet, which needs a library that is not here: pip install pyarrow",
                path=path.name,
            )
        ) from error
    number = 0
    try:
        for batch in parquet.ParquetFile(path).iter_batches(batch_size=256):
            for values in batch.to_pylist():
                number += 1
                yield Row(f"{path.name}, row {number}", values)
    except (pyarrow.ArrowException, OSError, OverflowError) as error:
        raise BadInput(
            Phrase(
                "%(path)s cannot be read on at row %(number)s: %(error)s",
                path=path.name,
                number=number + 1,
                error=error,
            )
        ) from error


def _text(path: Path, encoding: str) -> io.TextIOWrapper:
    with path.open("rb") as file:
        start = file.read(4)
    marked = next((name for mark, name in _MARKS if start.startswith(mark)), "")
    name = encoding or marked or "utf-8"
    try:
        wide = len("a".encode(name)) > 1 or name.startswith("utf-16")
        # Bytes that are no text become half a surrogate pair, and their row is refused.
        errors = "replace" if wide else "surrogateescape"
        return path.open(encoding=name, errors=errors, newline="")
    except LookupError as error:
        raise BadInput(
            Phrase(
                "%(path)s: encoding %(name)s is not known; try 'windows-1256'",
                path=path.name,
                name=repr(name),
            )
        ) from error


def _delimiter(path: Path, line: str) -> str:
    if path.suffix.lower() in (".tsv", ".tab"):
        return "\t"
    return max(",;\t|", key=line.count)
