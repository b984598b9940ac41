"""Posts in columns, for questions of how much and how often: what, where, on which day.

Counted is what a place itself says. A copy or a forward is kept apart: that one text went round is
a matter of flow, and would make a burst of every popular picture. Posts of the platform, of private
places, later versions of a post, and posts whose time cannot be right, are left out.
"""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from marsad.store import Seen, Sighting, Store, Window
from marsad.store.seen_fill import EPOCH
from marsad.track.flow_events import believed
from marsad.track.flow_nodes import Nodes

Numbers = NDArray[np.int64]
QUARTER = 900_000_000
"""Microseconds: zones are off by hours, half hours and quarters."""
STEP = 5000
Labels = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Statements:
    """One entry a post, oldest first; days are counted from the first one."""

    posts: Numbers
    """Running numbers."""
    days: Numbers
    nodes: Numbers
    """Which of ``names``."""
    labels: Numbers
    """Which of ``combinations``."""
    own: NDArray[np.bool_]
    """It repeats nothing, as far as is known."""
    names: tuple[str, ...]
    combinations: tuple[Labels, ...]
    """Themes, targets and narratives."""
    start: date

    @property
    def length(self) -> int:
        """How many days there are."""
        return int(self.days[-1]) + 1 if len(self.days) else 0

    def day(self, number: int) -> date:
        """The date of a day."""
        return self.start + timedelta(days=number)

    def number(self, day: date) -> int:
        """The number of a date; it may lie before the first one."""
        return (day - self.start).days

    def some(self, which: NDArray[np.bool_]) -> "Statements":
        """Only some of them."""
        columns = ("posts", "days", "nodes", "labels", "own")
        return replace(self, **{name: getattr(self, name)[which] for name in columns})


def statements(store: Store, window: Window | None = None) -> Statements:
    """Read the posts of a window, told apart by the outlets that run their places."""
    nodes, dated = Nodes.of(store, "outlet"), _Dated(store.settings.zone)
    names: dict[str, int] = {}
    labels: dict[Labels, int] = {}
    columns = [array("q") for _ in range(5)]
    for row in _counted(Seen(store).rows(window or Window())):
        node = nodes.of_place(row.place)
        if not node:
            continue
        said = (row.themes, row.targets, row.narratives)
        values = (
            row.seq,
            dated.ordinal(row.at),
            names.setdefault(node, len(names)),
            labels.setdefault(said, len(labels)),
            int(not (row.repeats or row.origin or row.origin_name)),
        )
        for column, value in zip(columns, values, strict=True):
            column.append(value)
    posts, days, which, combos, own = (np.array(column, np.int64) for column in columns)
    first = int(days[0]) if len(days) else 1
    start = date.fromordinal(first)
    return Statements(
        posts, days - first, which, combos, own.astype(bool), tuple(names), tuple(labels), start
    )


def texts(store: Store, posts: Sequence[int]) -> Iterator[tuple[int, str]]:
    """What posts say, in the order given, a batch at a time."""
    seen = Seen(store)
    for at in range(0, len(posts), STEP):
        some = [int(post) for post in posts[at : at + STEP]]
        found = seen.words(some)
        for post in some:
            yield post, found.get(post, "")


def _counted(rows: Iterator[Sighting]) -> Iterator[Sighting]:
    met: set[int] = set()
    for row in rows:
        if row.kind == "service" or not believed(row):
            continue
        # A number for the pair: a million pairs of strings would take four times the memory.
        key = hash((row.place, row.native_id))
        if key not in met:
            met.add(key)
            yield row


class _Dated:
    """Days in the zone of the lab; a million times fall into few quarters of an hour."""

    def __init__(self, zone: ZoneInfo) -> None:
        def ordinal(quarter: int) -> int:
            moment: datetime = EPOCH + timedelta(minutes=15 * quarter)
            return moment.astimezone(zone).toordinal()

        self._ordinal = lru_cache(None)(ordinal)

    def ordinal(self, at: int) -> int:
        """The number of the day that a time lies in."""
        return self._ordinal(at // QUARTER)
