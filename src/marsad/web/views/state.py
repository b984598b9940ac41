"""What the lab holds, what is signed, what was set apart, and what works here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from marsad import pipeline
from marsad.plugins import Part
from marsad.preserve.verify_post import last_signed
from marsad.settings import describe
from marsad.store import Ledger, Seen, Store
from marsad.store.alerts import Alerts
from marsad.web.wording import N_

COUNTED = {
    "post": N_("Posts"),
    "place": N_("Places"),
    "outlet": N_("Outlets"),
    "capture": N_("Captures"),
    "finding": N_("Findings"),
    "translation": N_("Translations, earlier versions too"),
    "event": N_("Events"),
    "report": N_("Reports, earlier versions too"),
}


@dataclass(frozen=True, slots=True)
class State:
    """The state of a lab."""

    counts: tuple[tuple[str, int], ...]
    size: int
    root: str
    signed: int
    origin: str
    zone: ZoneInfo
    quarantined: tuple[Mapping[str, Any], ...]
    enriched: int | None
    """How far the last run of enriching is, in percent; how many batches it has would tell how
    many posts there are, those too that somebody may not see."""
    outbox: tuple[tuple[str, Mapping[str, int]], ...]
    """What saved searches have still to tell, by name and state."""
    behind: int
    """Posts and findings that tracking has not read yet."""


def state(store: Store) -> State:
    """Look around in a lab."""
    size, root = store.root()
    note = last_signed(store)
    return State(
        tuple((label, store.count(table)) for table, label in COUNTED.items()),
        size,
        root,
        note.size if note else 0,
        store.origin,
        store.settings.zone,
        tuple(store.quarantined()),
        _enriched(store),
        tuple(sorted(Alerts(store).counts().items())),
        Seen(store).behind(),
    )


def _enriched(store: Store) -> int | None:
    batches = Ledger(store).counts()
    every = sum(batches.values())
    return 100 * batches["done"] // every if every else None


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting as it stands, and what it would be if nobody had set it."""

    name: str
    value: str
    set: bool
    help: str


@dataclass(frozen=True, slots=True)
class Parts:
    """What can work here, as ``marsad doctor`` says it, and how the lab is set."""

    parts: tuple[Part, ...]
    settings: tuple[Setting, ...]


def parts(store: Store) -> Parts:
    """Ask every part whether it is ready."""
    found = []
    for name, default, help in describe():
        value = getattr(store.settings, name)
        found.append(Setting(name, str(value), value != default, help))
    return Parts(tuple(pipeline.parts(store.lab)), tuple(found))
