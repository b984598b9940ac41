"""What the lab holds, what is signed, what was set apart, and what works here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from marsad import pipeline
from marsad.plugins import Part
from marsad.preserve.verify_post import last_signed
from marsad.store import Store
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
    parts: tuple[Part, ...]


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
        tuple(pipeline.parts()),
    )
