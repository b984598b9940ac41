"""Narratives with the posts that show them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from marsad.store import Store
from marsad.track import Narrative, Narratives
from marsad.track.picture_units import Units
from marsad.web.views.rows import Row, rows

OUTLETS = 8
WEEKS = 26


@dataclass(frozen=True, slots=True)
class Told:
    """One narrative, or one group of posts that nobody labelled."""

    narrative: Narrative
    outlets: tuple[tuple[str, int], ...]
    """Names, and how often they said it."""
    more_outlets: int
    weeks: Sequence[tuple[str, int]]
    """The last ones, by the day on which each begins."""
    examples: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Labelled ones, unlabelled ones, and what was counted."""

    found: Narratives
    labelled: tuple[Told, ...]
    alike: tuple[Told, ...]
    zone: ZoneInfo


def told(store: Store, found: Narratives) -> Page:
    """All of them, with names and posts."""
    units = Units(store)
    labelled, unnamed = (
        tuple(_told(store, each, units) for each in some)
        for some in (found.narratives, found.alike)
    )
    return Page(found, labelled, unnamed, store.settings.zone)


def _told(store: Store, each: Narrative, units: Units) -> Told:
    # An account that nobody registered may be a person's: all of them are counted as one.
    counts: Counter[str] = Counter()
    for id, n in each.outlets:
        counts[units.name(id if id in units.registered else units.of_place(id))] += n
    first = counts.most_common(OUTLETS)
    return Told(
        each,
        tuple(first),
        len(counts) - len(first),
        [(monday.isoformat(), n) for monday, n in each.weeks[-WEEKS:]],
        rows(store, [store.post(id) for id in each.examples]),
    )
