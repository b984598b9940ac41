"""Sources as files: YAML, CSV and OPML, read as text alone and written so that nothing is lost."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from marsad.collect import source_opml, source_yaml
from marsad.errors import BadInput
from marsad.model import Source
from marsad.phrase import Phrase
from marsad.text.cells import line, untext

Row = tuple[str, dict[str, str | list[str]] | str]
"""Where it stands, and its fields as texts; or, instead of them, why it is none."""

LARGEST = 16 << 20
COLUMNS = tuple(each.name for each in fields(Source) if each.name not in ("id", "replaces"))


@dataclass(frozen=True, slots=True)
class Form:
    """How sources are read from a file and written to one."""

    read: Callable[[bytes], Iterable[Row]]
    write: Callable[[Sequence[Source]], str]


def read_rows(path: Path) -> Iterable[Row]:
    """The rows of a file, in the form that its ending names."""
    form = ENDINGS.get(path.suffix.lower())
    if form is None:
        raise BadInput(
            Phrase(
                "%(path)s is none of %(endings)s; name it by what it holds",
                path=path.name,
                endings=", ".join(ENDINGS),
            )
        )
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput(
                Phrase(
                    "%(path)s is larger than %(largest)s MiB; no register is",
                    path=path.name,
                    largest=LARGEST >> 20,
                )
            )
        return list(FORMS[form].read(path.read_bytes()))
    except OSError as error:
        raise BadInput(
            Phrase("%(path)s cannot be read: %(strerror)s", path=path.name, strerror=error.strerror)
        ) from error
    except UnicodeDecodeError as error:
        raise BadInput(
            Phrase(
                "%(path)s is not in UTF-8: %(error)s; save it as UTF-8", path=path.name, error=error
            )
        ) from error


def plain(source: Source) -> dict[str, Any]:
    """A source as YAML writes it: what has its default is left out."""
    defaults = Source("", "h", "o", "c")
    kept = ("handle", "origin", "collector")
    said = {name: getattr(source, name) for name in COLUMNS}
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in said.items()
        if name in kept or value != getattr(defaults, name)
    }


def cells(source: Source) -> dict[str, str]:
    """A source as texts, one for each column."""
    found = {}
    for name in COLUMNS:
        value = getattr(source, name)
        text = ";".join(value) if isinstance(value, tuple) else str(value)
        found[name] = text.lower() if isinstance(value, bool) else text
    return found


def _read_csv(data: bytes) -> Iterator[Row]:
    text = io.StringIO(data.decode("utf-8-sig"), newline="")
    reader = csv.reader(text, strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        if len(set(header)) < len(header) or not {"origin", "handle"} & set(header):
            raise BadInput(
                Phrase("its first line names a column twice, or neither origin nor handle")
            )
        for cut in reader:
            where = f"row {reader.line_num}"
            if len(cut) > len(header):
                yield where, f"{len(cut)} cells under {len(header)} columns"
            elif any(cut):
                yield where, {k: untext(v) for k, v in zip(header, cut, strict=False)}
    except csv.Error as error:
        raise BadInput(
            Phrase("line %(line_num)s is not CSV: %(error)s", line_num=reader.line_num, error=error)
        ) from error


def _write_csv(sources: Sequence[Source]) -> str:
    told = [COLUMNS, *(cells(source).values() for source in sources)]
    return "".join(f"{line(each)}\n" for each in told)


def _write_yaml(sources: Sequence[Source]) -> str:
    return source_yaml.write([plain(source) for source in sources])


def _write_opml(sources: Sequence[Source]) -> str:
    return source_opml.write([cells(each) for each in sources if each.collector == "feed"])


FORMS = {
    "yaml": Form(source_yaml.read, _write_yaml),
    "csv": Form(_read_csv, _write_csv),
    "opml": Form(source_opml.read, _write_opml),
}
ENDINGS = {".yaml": "yaml", ".yml": "yaml", ".csv": "csv", ".opml": "opml", ".xml": "opml"}
