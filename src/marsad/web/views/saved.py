"""What the desk answers when a page keeps what was typed on it."""

from collections.abc import Sequence
from typing import TypedDict

from marsad.model import Segment, Translation
from marsad.report.shown import shown
from marsad.store import Kept, Store
from marsad.text.bidi import visible_controls
from marsad.web.views.known import Lore


class Said(TypedDict):
    """About one segment: what to look at in it, and what cannot be seen in it."""

    doubts: list[str]
    hidden: str


class Other(TypedDict):
    """What another page wrote."""

    at: str
    targets: list[str]


class KeptAt(TypedDict):
    """Where the words are kept, and since when."""

    pad: str
    since: str
    """A number too long for a script to count with."""
    at: str


class Saved(KeptAt):
    """The whole answer."""

    segments: list[Said]
    rivals: list[Other]


def saved(store: Store, found: Translation, segments: Sequence[Segment], kept: Kept) -> Saved:
    """Say what was kept, what to look at in it, and what others wrote meanwhile."""
    lore = Lore(store, found)
    doubted = lore.doubts(lore.helps(), [each.target for each in segments])
    zone = store.settings.zone
    return {
        **kept_at(store, kept),
        "segments": [
            {"doubts": list(why), "hidden": _hidden(each.target)}
            for each, why in zip(segments, doubted, strict=True)
        ],
        "rivals": [
            {"at": f"{each.at.astimezone(zone):%H:%M:%S}", "targets": list(each.targets)}
            for each in kept.rivals
        ],
    }


def kept_at(store: Store, kept: Kept) -> KeptAt:
    """Say where and when something was kept."""
    at = kept.pad.at.astimezone(store.settings.zone)
    return {"pad": kept.pad.id, "since": str(kept.pad.stamp), "at": f"{at:%H:%M:%S}"}


def _hidden(target: str) -> str:
    return shown(target) if visible_controls(target) != target else ""
