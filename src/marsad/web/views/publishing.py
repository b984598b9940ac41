"""What is handed out to readers: the trees as they lie, what is held back, letters on their way."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from marsad.model import Report
from marsad.report.tiers import READERS
from marsad.share import tree
from marsad.share.embargo import embargoes, held_back
from marsad.share.pages import NAMES
from marsad.store import Store
from marsad.store.digests import Digests
from marsad.web.views.written import shelf

MOST = 200
"""Rows of reports and of the outbox on one page; the list as a file holds all."""


@dataclass(frozen=True, slots=True)
class Told:
    """A tree by its tier, and what it holds."""

    tier: str
    title: str
    lies: tree.Lies | None


@dataclass(frozen=True, slots=True)
class Held:
    """A report that is published or held back."""

    report: Report
    until: datetime | None
    held: bool


@dataclass(frozen=True, slots=True)
class HandedOut:
    """What the page of publishing shows."""

    trees: tuple[Told, ...]
    reports: tuple[Held, ...]
    counts: Mapping[str, int]
    """Rows of the outbox by state."""
    outbox: tuple[Mapping[str, Any], ...]
    mail: bool
    """Whether the settings name a mail server."""
    zone: ZoneInfo


def handed_out(store: Store) -> HandedOut:
    """The state of all that readers get."""
    site, chosen = store.settings.beside(store.settings.site), store.settings
    every = Digests(store).all()
    return HandedOut(
        tuple(Told(tier, NAMES[tier], tree.lies(site, tier)) for tier in READERS),
        tuple(_held(store))[:MOST],
        Counter(row["state"] for row in every),
        tuple(every[:MOST]),
        bool(chosen.mail_server and chosen.mail_from),
        chosen.zone,
    )


def rows(store: Store, _subject: object) -> Iterator[Mapping[str, object]]:
    """The outbox as a file; it knows readers by their handles."""
    for row in Digests(store).all():
        yield {name: row[name] for name in COLUMNS}


COLUMNS = ("reader", "report", "version", "at", "state", "tries")


def _held(store: Store) -> Iterator[Held]:
    until = embargoes(store)
    for each in shelf(store):
        if each.fiction or not (each.state == "published" or each.handle in until):
            continue
        moment = until.get(each.handle)
        yield Held(each, moment, held_back(moment))
