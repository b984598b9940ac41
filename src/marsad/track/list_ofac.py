"""The list of specially designated nationals of the United States Treasury.

``sdn.csv`` holds the entries, ``alt.csv`` beside it their aliases. Vessels and aircraft are no
names that posts are searched for: they are left out.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from marsad.errors import BadInput
from marsad.model import AuthorityRecord
from marsad.plugins import Refused
from marsad.track.list_file import apart, clean, lines

LIST = "OFAC Specially Designated Nationals List"
LEFT_OUT = ("vessel", "aircraft")
_WEAK = re.compile(r"(?:a|f)\.k\.a\. '([^']{2,80})'")
_NOTHING = "-0-"
_NUMBER = re.compile("[0-9]{1,9}")


def files(path: Path) -> tuple[Path, ...]:
    """The list and, where it lies beside it, the list of its aliases."""
    if path.name.startswith("alt."):
        raise BadInput(f"{path.name} holds the aliases only; name the sdn.csv beside it")
    beside = path.with_name(path.name.replace("sdn", "alt", 1))
    return (path, beside) if beside != path and beside.is_file() else (path,)


def read(path: Path) -> Iterator[AuthorityRecord | Refused]:
    """Every person and organisation of the list, with its aliases."""
    aliases: defaultdict[str, list[str]] = defaultdict(list)
    for beside in files(path)[1:]:
        for where, row in _rows(beside, 4):
            if isinstance(row, Refused):
                yield row
            elif _NUMBER.fullmatch(row[0]):
                aliases[row[0]].append(_in_order(row[3]))
            else:
                yield Refused(where, f"{row[0][:40]!r} is no number of an entry")
    for where, row in _rows(path, 4):
        if isinstance(row, Refused):
            yield row
        elif row[2] not in LEFT_OUT:
            try:
                yield _record(row, aliases.get(row[0], []))
            except ValueError as error:
                yield Refused(where, str(error))


def _rows(path: Path, least: int) -> Iterator[tuple[str, list[str] | Refused]]:
    for number, line in lines(path):
        where = f"{path.name}, line {number}"
        try:
            row = next(
                csv.reader([line.decode("utf-8-sig")], skipinitialspace=True, strict=True), []
            )
        except (UnicodeDecodeError, csv.Error) as error:
            yield where, Refused(where, str(error))
            continue
        # The file ends as DOS files did, with a lone mark.
        if not row or row == ["\x1a"]:
            continue
        if len(row) < least:
            yield where, Refused(where, f"{len(row)} columns where {least} are needed")
        else:
            yield where, [clean(cell).removeprefix(_NOTHING) for cell in row]


def _record(row: list[str], aliases: list[str]) -> AuthorityRecord:
    if not _NUMBER.fullmatch(row[0]):
        raise ValueError(f"{row[0][:40]!r} is no number of an entry")
    person = row[2] == "individual"
    name = _in_order(row[1]) if person else row[1]
    return AuthorityRecord(
        id=f"ofac:{row[0]}",
        kind="person" if person else "organisation",
        name=name,
        latin=name,
        aliases=apart(aliases, name),
        weak=apart(_WEAK.findall(row[-1]), name),
        source=LIST,
        reason=f"designated by the United States Treasury ({row[3]})" if person else "",
    )


def _in_order(name: str) -> str:
    """``FAMILY, Given`` the way it is written in a text."""
    family, comma, given = name.partition(", ")
    company = given.rstrip(".").upper() in ("LTD", "INC", "LLC", "CO", "S.A", "SA", "LIMITED")
    return f"{given} {family}" if comma and given and not company else name
