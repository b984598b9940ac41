"""Places from GeoNames: its tables (``allCountries.txt``, ``cities500.txt``), or JSON lines.

GeoNames is licensed under CC BY 4.0: whoever shows its names names it.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from marsad.model import AuthorityRecord
from marsad.plugins import Refused
from marsad.track.list_file import apart, clean, lines

LIST = "GeoNames (CC BY 4.0)"
COLUMNS = 19
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_CLASSES = ("A", "P")
"""Countries and their parts, and where people live; not every hill, well and hotel."""


def read(path: Path) -> Iterator[AuthorityRecord | Refused]:
    """Every place that has a name in Arabic script or in Latin letters."""
    for number, line in lines(path):
        try:
            if line[:1] == b"{":
                yield _of_object(msgspec.json.decode(line, type=dict[str, Any]))
            elif made := _of_row(line.decode("utf-8").rstrip("\r\n").split("\t")):
                yield made
        except (msgspec.DecodeError, ValueError, TypeError) as error:
            yield Refused(f"{path.name}, line {number}", str(error))


def _of_object(said: dict[str, Any]) -> AuthorityRecord:
    return _record(
        said.get("id"), said.get("name"),
        [*said.get("arabic_script", ()), *said.get("latin_alt", ())],
        said.get("cc"), said.get("pop") or 0,
    )  # fmt: skip


def _of_row(row: list[str]) -> AuthorityRecord | None:
    if len(row) != COLUMNS:
        raise ValueError(f"{len(row)} columns where {COLUMNS} are needed")
    if row[6] not in _CLASSES:
        return None
    return _record(row[0], row[1], [row[2], *row[3].split(",")], row[8], row[14] or 0)


def _record(
    id: object, name: object, others: list[Any], country: object, people: object
) -> AuthorityRecord:
    number, latin = int(str(id)), clean(name)
    # A name that mixes scripts is a slip of the key, and would match nothing.
    script = [one for one in apart(others) if _ARABIC.search(one) and not _LATIN.search(one)]
    alike = [one for one in apart(others, latin) if _LATIN.search(one) and not _ARABIC.search(one)]
    first = script[0] if script else latin
    return AuthorityRecord(
        id=f"geonames:{number}",
        kind="place",
        name=first,
        latin=latin,
        aliases=apart([*script, *alike], first, latin),
        source=LIST,
        country=clean(country),
        weight=int(str(people)),
    )
