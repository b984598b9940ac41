"""Readers as the desk shows them: by state and tier, an address by its domain alone."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from marsad.model import Reader
from marsad.share import readers
from marsad.share.address import domain_of, listed
from marsad.store import Store, desk_accounts
from marsad.store.desk import Desk

MOST = 200
"""Readers on one page; the search narrows them."""
STATES = ("waiting", "approved", "ended")
"""In the order in which they matter: first whoever waits for somebody."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A reader without what only they and the mail server need to know."""

    reader: Reader
    domain: str
    listed: bool
    """Whether the domain is one of the setting ``reader_domains``."""
    now: bool
    """Whether they read today."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the page of readers shows."""

    shown: tuple[Shown, ...]
    more: int
    counts: Mapping[str, int]
    state: str
    said: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the page of one reader shows."""

    shown: Shown
    acts: tuple[Mapping[str, Any], ...]
    """What named persons decided about them, the last first."""
    accounts: tuple[str, ...]
    zone: ZoneInfo


def shelf(store: Store, state: str = "", said: str = "") -> Shelf:
    """The readers of a state whose name, handle or domain holds some words."""
    every = readers.readers(store)
    counts = Counter(each.state for each in every)
    words = said.strip().casefold()
    found = [
        each
        for each in sorted(every, key=_order)
        if state in ("", each.state) and (not words or words in _searched(each))
    ]
    shown = tuple(_shown(store, found[:MOST]))
    return Shelf(shown, len(found) - len(shown), counts, state, said)


def sheet(store: Store, handle: str) -> Sheet:
    """One reader, and what was decided about them."""
    found = readers.reader(store, handle)
    acts = [each for each in store.acts(*readers.ACTS) if each["reader"] == handle]
    with Desk(store.lab) as desk:
        own = tuple(each.name for each in desk_accounts.everybody(desk) if each.reader == handle)
    (shown,) = _shown(store, [found])
    return Sheet(shown, tuple(reversed(acts)), own, store.settings.zone)


def rows(store: Store, _subject: object) -> Iterator[Mapping[str, object]]:
    """The list as a file: neither names nor addresses leave the desk."""
    for each in _shown(store, sorted(readers.readers(store), key=_order)):
        one = each.reader
        yield {
            "reader": one.handle, "state": one.state, "tier": one.tier, "domain": each.domain,
            "listed": each.listed, "since": str(one.since),
            "until": str(one.until) if one.until else "", "reads": each.now, "letters": one.mail,
            "series": one.series,
        }  # fmt: skip


COLUMNS = (
    "reader", "state", "tier", "domain", "listed", "since", "until", "reads", "letters", "series",
)  # fmt: skip


def _shown(store: Store, some: Iterable[Reader]) -> Iterator[Shown]:
    today, domains = _today(store), store.settings.reader_domains
    for each in some:
        known = listed(each.address, domains)
        yield Shown(each, domain_of(each.address), known, each.reads(today))


def _today(store: Store) -> date:
    return datetime.now(store.settings.zone).date()


def _order(reader: Reader) -> tuple[int, int, str]:
    """Whoever waits first; in a state the newest first."""
    return STATES.index(reader.state), -reader.since.toordinal(), reader.handle


def _searched(reader: Reader) -> str:
    return f"{reader.handle} {reader.name} {domain_of(reader.address)} {reader.tier}".casefold()
