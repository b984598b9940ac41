"""The register of sources as it stands, and how each of them fares.

A source is a thing like any other: versioned, answered for by the custody log. Its health is
operational: it is overwritten, and nothing is lost when it is.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import text

from marsad.errors import NotFound
from marsad.model import Source
from marsad.phrase import Phrase
from marsad.store import records
from marsad.store.lock import held
from marsad.store.store import Store

STATES = ("ok", "failing", "dead", "renamed", "banned", "no preview")
WATCH_LOCK = "watch.lock"
LATEST = (
    "select record from source s where not exists "
    "(select 1 from source later where later.handle = s.handle and later.seq > s.seq)"
)


@dataclass(frozen=True, slots=True)
class Health:
    """How a source fares. A time that is missing never was."""

    handle: str
    state: str = "ok"
    seen_at: datetime | None = None
    """When it last answered."""
    tried_at: datetime | None = None
    due_at: datetime | None = None
    """When it is polled next; at once when there is none."""
    told_until: datetime | None = None
    """Its server asked us to stay away until then."""
    error: str = ""
    failures: int = 0
    """In a row."""
    successor: str = ""
    """Where it is said to have moved."""


class Sources:
    """The sources of one lab."""

    def __init__(self, store: Store) -> None:
        """Stand at the register of the lab."""
        self.store = store

    def all(self) -> list[Source]:
        """The latest version of every source, by handle."""
        return self._found(f"{LATEST} order by handle")

    def get(self, handle: str) -> Source:
        """The latest version of a source."""
        for found in self._found(f"{LATEST} and handle = :handle", handle=handle):
            return found
        near = [source.handle for source in self.all()][:20]
        raise NotFound(
            Phrase(
                "no source %(handle)s in this lab; there are %(near)s",
                handle=repr(handle),
                near=", ".join(near) or Phrase("none yet"),
            )
        )

    def versions(self, handle: str) -> list[Source]:
        """Every version of a source, oldest first."""
        return self._found("select record from source where handle = :handle order by seq",
                           handle=handle)  # fmt: skip

    def health(self, handle: str) -> Health:
        """How a source fares; as new when it was never polled."""
        for row in self.store.rows("select * from health where handle = :handle", handle=handle):
            return _health(row)
        return Health(handle)

    def healths(self) -> dict[str, Health]:
        """How every source fares that was polled, by handle."""
        return {row["handle"]: _health(row) for row in self.store.rows("select * from health")}

    def note(self, health: Health) -> None:
        """Write down how a source fares now."""
        said = asdict(health)
        values = {k: _said(said[k]) if k in _TIMES else said[k] for k in said}
        names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
        fresh = ", ".join(f"{name} = excluded.{name}" for name in values if name != "handle")
        order = (
            f"insert into health ({names}) values ({marks}) "
            f"on conflict (handle) do update set {fresh}"
        )
        with self.store.transaction() as connection:
            connection.execute(text(order), values)

    def taken(self, handle: str) -> dict[str, str]:
        """What was taken in from a watched folder: the mark of each export, by its name."""
        order = "select item, mark from taken where handle = :handle"
        return {row["item"]: row["mark"] for row in self.store.rows(order, handle=handle)}

    def take(self, handle: str, item: str, mark: str) -> None:
        """Write down that an export was taken in as it was then."""
        order = (
            "insert into taken (handle, item, mark) values (:handle, :item, :mark) "
            "on conflict (handle, item) do update set mark = excluded.mark"
        )
        with self.store.transaction() as connection:
            connection.execute(text(order), {"handle": handle, "item": item, "mark": mark})

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Be the only one who watches this lab; the lock dies with the process."""
        with held(self.store.lab / WATCH_LOCK, 0, "watching"):
            yield

    def _found(self, order: str, **values: str) -> list[Source]:
        return [records.restore(Source, row["record"]) for row in self.store.rows(order, **values)]


_TIMES = tuple(each.name for each in fields(Health) if each.name.endswith(("_at", "_until")))


def _said(moment: datetime | None) -> str:
    return records.instant(moment) if moment else ""


def _health(row: Mapping[str, Any]) -> Health:
    times = {name: datetime.fromisoformat(row[name]) if row[name] else None for name in _TIMES}
    return Health(**{**row, **times})
