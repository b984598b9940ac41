"""Posts over time, counted by day and outlet, and the events of that time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from marsad.model import Event
from marsad.phrase import Phrase
from marsad.store import Store, Window
from marsad.track.counted import by_day, combinations
from marsad.track.picture_units import OTHERS, Units, strongest

OUTLETS = 8
STEPS = (
    (1, 120, Phrase("Counted by the day, as days are in the zone of the lab.")),
    (7, 1100, Phrase("Counted by the week, as days are in the zone of the lab.")),
    (28, 10**6, Phrase("Counted by the four weeks, as days are in the zone of the lab.")),
)
"""Days of a step, up to so many days in all, and how that is told."""


@dataclass(frozen=True, slots=True)
class Times:
    """Posts by day and outlet, and the events of these days."""

    own: Mapping[tuple[date, str], int]
    passed_on: Mapping[tuple[date, str], int]
    drawn: tuple[str, ...]
    """Those with most posts, and then the rest together, where there is a rest."""
    names: Mapping[str, str]
    events: tuple[Event, ...]
    first: date | None
    last: date | None

    @property
    def step(self) -> tuple[int, str]:
        """Days that are counted together, and how that is told."""
        return next((step, called) for step, most, called in STEPS if self.days <= most)

    @property
    def days(self) -> int:
        """From the first to the last, both included."""
        return (self.last - self.first).days + 1 if self.first and self.last else 1


def times(store: Store, window: Window, theme: str = "") -> Times:
    """Count posts by day, as days are where the lab is; all, or those with a theme."""
    units = Units(store)
    found = units.counted(window)
    if theme:
        found = found.with_labels(lambda labels: theme in labels[0])
    if not len(found.units):
        return Times({}, {}, (), {}, (), None, None)
    totals = {found.names[unit]: n for (unit,), n in combinations(found.units)}
    shown = strongest(totals, OUTLETS)
    drawn = (*shown, *([OTHERS] if len(totals) > len(shown) else []))
    own, passed_on = by_day(found, store.settings.zone, lambda id: id if id in shown else OTHERS)
    days = sorted({day for day, _id in (*own, *passed_on)})
    events = [each for each in store.events() if each.start <= days[-1] and each.end >= days[0]]
    return Times(
        own, passed_on, drawn,
        {id: units.name(id) for id in shown} | {OTHERS: Phrase("all others")},
        tuple(sorted(events, key=lambda each: (each.start, each.id))), days[0], days[-1],
    )  # fmt: skip
