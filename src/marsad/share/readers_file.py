"""Readers from a table, as a lab that had its list elsewhere brings them."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from marsad.errors import BadInput
from marsad.model import Reader
from marsad.phrase import Phrase
from marsad.share.address import read_address
from marsad.share.readers import TIERS, add, person, readers
from marsad.store import Store

COLUMNS = ("name", "address", "tier", "since", "until", "series")
_MOST = 100_000
"""Lines of one file."""


@dataclass(slots=True)
class Taken:
    """What came of a file of readers."""

    added: list[Reader] = field(default_factory=list)
    there: int = 0
    refused: dict[int, str] = field(default_factory=dict)
    """By line, and why."""


def take(store: Store, path: Path, by: str) -> Taken:
    """Add the readers of a CSV file; lines that cannot be taken are named, the rest goes on."""
    person(by)
    done, there = Taken(), {each.address for each in readers(store) if each.state != "ended"}
    for line, row in _rows(path):
        try:
            address = read_address(row.get("address", ""))
            if address in there:
                done.there += 1
                continue
            done.added.append(_taken(store, row, address, by))
            there.add(address)
        except (BadInput, ValueError) as error:
            done.refused[line] = str(error)
    return done


def _taken(store: Store, row: dict[str, str], address: str, by: str) -> Reader:
    series = tuple(part for part in row.get("series", "").split() if part)
    since, until = row.get("since", ""), row.get("until", "")
    return add(
        store, row.get("name", ""), address, by, tier=row.get("tier", "") or TIERS[0],
        since=date.fromisoformat(since) if since else None,
        until=date.fromisoformat(until) if until else None, series=series,
    )  # fmt: skip


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = csv.DictReader(file)
            if "address" not in (table.fieldnames or ()):
                raise BadInput(
                    Phrase(
                        "%(path)s has no column address; write %(columns)s",
                        path=path.name,
                        columns=",".join(COLUMNS),
                    )
                )
            for row in table:
                if table.line_num > _MOST:
                    raise BadInput(
                        Phrase(
                            "%(path)s has more than %(most)s lines; cut it",
                            path=path.name,
                            most=_MOST,
                        )
                    )
                yield table.line_num, {key: _cell(row.get(key)) for key in COLUMNS}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(
            Phrase(
                "%(path)s cannot be read as CSV in UTF-8 (%(error)s)", path=path.name, error=error
            )
        ) from error


def _cell(value: Any) -> str:
    return str(value or "").strip()
