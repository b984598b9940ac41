"""Posts in columns, each once and laid to whoever it is counted for: for pictures and the brief."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from marsad.store import Store, Window
from marsad.store.seen_columns import Columns, Labels, Numbers, columns
from marsad.store.seen_fill import EPOCH, microseconds
from marsad.store.seen_months import AHEAD, EDITED_AHEAD, FORWARDED, SERVICE
from marsad.track.flow_events import opened

MANY = 20_000_000
"""Combinations up to which each has a place in an array: that is faster than to sort."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Posts, and who each of them is laid to."""

    columns: Columns
    units: Numbers
    """Which of ``names``, for each post."""
    names: tuple[str, ...]

    def some(self, which: NDArray[np.bool_]) -> "Counted":
        """Only some of them."""
        return replace(self, columns=self.columns.some(which), units=self.units[which])

    def with_labels(self, meant: Callable[[Labels], bool]) -> "Counted":
        """Only posts whose labels are meant."""
        codes = self.columns.rows["labels"]
        some = [code for code in np.unique(codes).tolist() if meant(self.columns.labels(code))]
        return self.some(np.isin(codes, some))


def counted(
    store: Store, window: Window, places: Collection[str], unit: Callable[[str, str], str]
) -> Counted:
    """The posts of some places in a window, each once.

    ``unit`` says who a post is laid to, by its place and by the outlet that made it, which is
    empty for a forward. Outlets that a window names have the posts that are laid to them.
    """
    found = columns(store, replace(window, outlets=()))
    meant = np.array([place in places for place in found.places], bool)
    found = found.some(believed(found) & meant[found.place])
    units, names = _units(found, unit)
    made = Counted(found, units, names)
    if window.outlets:
        asked = np.array([name in window.outlets for name in names], bool)
        made = made.some(asked[units])
    first = made.columns.once()
    return Counted(made.columns.some(first), made.units[first], names)


def believed(found: Columns) -> NDArray[np.bool_]:
    """Which posts people made at a time that can be right."""
    since = np.array([opened(place) for place in found.places], np.int64)
    wrong = found.flagged(SERVICE | AHEAD | EDITED_AHEAD)
    return np.asarray(~wrong & (found.rows["at"] >= since[found.place]))


def combinations(*keys: NDArray[np.integer]) -> Iterator[tuple[tuple[int, ...], int]]:
    """Each combination of some numbers, none of them below nought, and how often it comes."""
    sizes = [int(key.max(initial=0)) + 1 for key in keys]
    codes = np.ravel_multi_index(keys, sizes)
    found, counts = _counts(codes, int(np.prod(sizes)))
    parts = [part.tolist() for part in np.unravel_index(found, sizes)]
    yield from zip(zip(*parts, strict=True), counts.tolist(), strict=True)


def by_day(
    found: Counted, zone: ZoneInfo, called: Callable[[str], str]
) -> tuple[Counter[tuple[date, str]], Counter[tuple[date, str]]]:
    """How many posts each day and unit has: those of its own, and forwards."""
    own: Counter[tuple[date, str]] = Counter()
    passed_on: Counter[tuple[date, str]] = Counter()
    dates = days(found.columns.rows["at"], zone)
    start = int(dates.min(initial=date.max.toordinal()))
    names = dict.fromkeys(map(called, found.names))
    numbers = {name: number for number, name in enumerate(names)}
    units = np.array([numbers[called(name)] for name in found.names], np.int64)[found.units]
    ids, forwards = tuple(names), found.columns.flagged(FORWARDED).astype(int)
    for (day, unit, forward), n in combinations(dates - start, units, forwards):
        (passed_on if forward else own)[date.fromordinal(start + day), ids[unit]] = n
    return own, passed_on


def days(at: Numbers, zone: ZoneInfo) -> Numbers:
    """The day of a zone that each moment lies in, as a number of the calendar."""
    if not len(at):
        return np.empty(0, np.int64)
    first, last = (_day(int(each), zone) for each in (at.min(), at.max()))
    later = range(first.toordinal() + 1, last.toordinal() + 1)
    begins = [microseconds(_midnight(date.fromordinal(day), zone)) for day in later]
    return np.searchsorted(np.array(begins, np.int64), at, side="right") + first.toordinal()


def _day(at: int, zone: ZoneInfo) -> date:
    return (EPOCH + timedelta(microseconds=at)).astimezone(zone).date()


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    # In universal time: within one zone Python takes wall clocks from one another.
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _units(found: Columns, unit: Callable[[str, str], str]) -> tuple[Numbers, tuple[str, ...]]:
    made_by = np.where(found.flagged(FORWARDED), 0, found.rows["outlet"]).astype(np.int64)
    width = int(made_by.max(initial=0)) + 1
    codes = found.place * width + made_by
    distinct = _counts(codes, len(found.places) * width)[0]
    numbers: dict[str, int] = {}
    which = []
    for place, outlet in zip(
        (distinct // width).tolist(), (distinct % width).tolist(), strict=True
    ):
        name = unit(found.places[place], found.words[outlet] if outlet else "")
        which.append(numbers.setdefault(name, len(numbers)))
    return np.array(which, np.int64)[np.searchsorted(distinct, codes)], tuple(numbers)


def _counts(codes: Numbers, size: int) -> tuple[Numbers, Numbers]:
    """Distinct numbers in order, and how often each comes."""
    if size > MANY:
        found, counts = np.unique(codes, return_counts=True)
        return found, counts
    every = np.bincount(codes)
    found = np.flatnonzero(every)
    return found, every[found]
