"""Posts in columns, for questions of how much and how often: what, where, on which day.

Counted is what a place itself says. A copy or a forward is kept apart: that one text went round is
a matter of flow, and would make a burst of every popular picture. Posts of the platform, of private
places, later versions of a post, and posts whose time cannot be right, are left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from marsad.store import Seen, Store, Window
from marsad.store.seen_columns import Labels, Numbers, columns
from marsad.store.seen_months import FORWARDED, REPEATS
from marsad.track.counted import believed, days
from marsad.track.flow_nodes import Nodes

STEP = 5000


@dataclass(frozen=True, slots=True)
class Statements:
    """One entry a post, oldest first; days are counted from the first one."""

    posts: Numbers
    """Running numbers."""
    days: Numbers
    places: Numbers
    """Numbers that tell places apart."""
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
        columns = ("posts", "days", "places", "nodes", "labels", "own")
        return replace(self, **{name: getattr(self, name)[which] for name in columns})


def statements(store: Store, window: Window | None = None) -> Statements:
    """Read the posts of a window, told apart by the outlets that run their places."""
    nodes = Nodes.of(store, "outlet")
    found = columns(store, window or Window())
    shown = [nodes.of_place(place) for place in found.places]
    found = found.some(
        believed(found) & np.array([bool(each) for each in shown], bool)[found.place]
    )
    found = found.some(found.once()).in_order()
    numbers = {name: number for number, name in enumerate(shown)}
    which, names = _in_turn(np.array([numbers[name] for name in shown], np.int64)[found.place])
    combos, codes = _in_turn(found.rows["labels"])
    dates = days(found.rows["at"], store.settings.zone)
    first = int(dates[0]) if len(dates) else 1
    own = ~found.flagged(FORWARDED | REPEATS)
    return Statements(
        found.rows["post"].copy(), dates - first, found.place, which, combos, own,
        tuple(shown[name] for name in names), tuple(found.labels(code) for code in codes),
        date.fromordinal(first),
    )  # fmt: skip


def _in_turn(said: Numbers) -> tuple[Numbers, list[int]]:
    """Numbers in the order in which they first come, and what each stands for."""
    distinct, first, which = np.unique(said, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return rank[which], distinct[order].tolist()


def texts(store: Store, posts: Sequence[int]) -> Iterator[tuple[int, str]]:
    """What posts say, in the order given, a batch at a time."""
    seen = Seen(store)
    for at in range(0, len(posts), STEP):
        some = [int(post) for post in posts[at : at + STEP]]
        found = seen.words(some)
        for post in some:
            yield post, found.get(post, "")
