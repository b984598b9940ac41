"""What a list is that can be taken along: its columns, its rows, its entries as a feed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from marsad.search.atom import Entry, harmless
from marsad.store import Store
from marsad.web.policy import LAB

MOST = 1000
"""Posts of one list that is made for one person or one search, the first ones."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a list is about: what its address says, and who asks."""

    said: Mapping[str, str] = field(default_factory=dict)
    by: str = ""
    """``person:NAME``: some lists are a person's own."""

    def get(self, name: str, otherwise: str = "") -> str:
        """What the address says under a name."""
        return self.said.get(name) or otherwise

    @property
    def about(self) -> str:
        """The day, event or saved search that it is about; most are about nothing but the lab."""
        return self.get("about")


Row = Mapping[str, object]
Rows = Callable[[Store, Subject], Iterable[Row]]
Noted = Callable[[Store, Subject], Iterable[Entry]]


@dataclass(frozen=True, slots=True)
class Listed:
    """A list: its name on pages, its columns, and where its rows come from."""

    title: str
    columns: tuple[str, ...]
    rows: Rows
    noted: Noted | None = None
    """Its entries as a feed, the newest first."""
    roles: frozenset[str] = LAB
    """Who may take it."""
    home: str = ""
    """Where it stands, if not among the others: no token gets to that place."""
    prepared: bool = False
    """It reads what is prepared for tracking, and waits for it."""


def entry(id: str, title: str, at: datetime, path: str, said: str, **asked: str) -> Entry:
    """An entry whose words were typed by people or came from outside."""
    query = urlencode({name: value for name, value in asked.items() if value}, errors="replace")
    where = quote(path, safe="/:@#", errors="replace") + (f"?{query}" if query else "")
    return Entry(id, harmless(title), at, where, harmless(said))


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """Entries in the order of a feed, those of one time by their ids."""
    return sorted(entries, key=lambda each: (each.at, each.id), reverse=True)


def instant(at: datetime | None) -> str:
    """A moment as files say it; empty where there is none."""
    return at.astimezone(UTC).isoformat() if at else ""
