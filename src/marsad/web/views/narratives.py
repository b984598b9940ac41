"""Narratives with the posts that show them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.store import Seen, Store, Window
from marsad.store.seen_spans import spans
from marsad.track import Narrative, Narratives
from marsad.track.picture_units import Units
from marsad.web.views.days import window
from marsad.web.views.rows import Row, rows

OUTLETS = 8
WEEKS = 26
DAYS = 90
"""Told of at once, where no day is named: of years, words would be those of the whole lab."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which days narratives are told, and how many."""

    since: str
    until: str
    most: int
    window: Window


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


def asked_of(store: Store, since: str, until: str, most: int) -> Asked:
    """What an address asks for; where it names no day, the last ones."""
    if not 1 <= most <= 200:
        raise BadInput(
            Phrase("%(most)s narratives are not told at once; ask for 1 to 200", most=most)
        )
    if not (since or until) and (first := _first(store)):
        since = first.isoformat()
    return Asked(since, until, most, window(since, until, store.settings.zone))


def _first(store: Store) -> date | None:
    """The first of the last days; a post with an impossible time does not make a day the last."""
    Seen(store).catch_up()
    public = {place.id for place in store.places() if place.public}
    last = max((span.last for span in spans(store) if span.place in public), default=None)
    return last.astimezone(store.settings.zone).date() - timedelta(days=DAYS) if last else None


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
