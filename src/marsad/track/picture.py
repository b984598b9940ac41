"""A picture of what tracking knows: a Vega-Lite specification, its data, and what it was asked.

Each kind is one function that takes what was counted and gives a picture; nothing here draws.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from marsad.text.cells import line

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
"""Names the language; nothing is fetched from there."""
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture, complete without the lab it came from."""

    name: str
    title: str
    alt: str
    """What a reader needs to know who does not see it, from the same data."""
    notes: tuple[str, ...]
    """How it was counted, and what it does not say."""
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    """The data, as the table beside the picture shows it."""
    drawn: Mapping[str, Any]
    """What is specific to it in the specification: marks, encodings, inline values."""
    asked: Mapping[str, str] = field(default_factory=dict)
    """The query and window that it came from; what is empty did not narrow it."""

    @property
    def spec(self) -> dict[str, Any]:
        """The whole specification, without colours: those are given by ``looks``."""
        return {
            "$schema": SCHEMA,
            "title": self.title,
            "description": self.alt,
            "usermeta": {"marsad": {"asked": dict(self.asked), "notes": list(self.notes)}},
            **self.drawn,
        }

    @property
    def csv(self) -> str:
        """The data as a table; no cell begins a formula."""
        told = [self.columns, *([row.get(name) for name in self.columns] for row in self.rows)]
        return "".join(f"{line(each)}\n" for each in told)


def values(rows: Sequence[Row]) -> dict[str, Any]:
    """Data as a specification holds it."""
    return {"values": [dict(row) for row in rows]}
