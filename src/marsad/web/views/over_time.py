"""Posts over time, as bars that need no script: each stands for a stretch of days of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from marsad.search import Ask, Bar, search
from marsad.store import Store

DAYS, WEEKS = 62, 730
"""Up to so many days each bar is a day, then a week, then a month."""
WIDTH, HEIGHT = 1000, 120


@dataclass(frozen=True, slots=True)
class Column:
    """A bar: its days, how many posts, and where it is drawn."""

    first: date
    last: date
    posts: int
    x: float
    width: float
    height: float

    @property
    def days(self) -> str:
        """The days as the address of a narrower search has them."""
        return f"{self.first}..{self.last}" if self.last > self.first else str(self.first)


@dataclass(frozen=True, slots=True)
class OverTime:
    """All bars of an answer."""

    step: str
    columns: tuple[Column, ...]
    most: int
    width: int = WIDTH
    height: int = HEIGHT


def over_time(store: Store, ask: Ask) -> OverTime | None:
    """The bars of a query; nothing where there are fewer than two days to compare."""
    months = _bars(store, ask, "month")
    if not months:
        return None
    span = (_last(months[-1].start, "month") - months[0].start).days + 1
    step = "day" if span <= DAYS else "week" if span <= WEEKS else "month"
    bars = months if step == "month" else _bars(store, ask, step)
    return _drawn(bars, step) if len(bars) > 1 else None


def _bars(store: Store, ask: Ask, step: str) -> Sequence[Bar]:
    bare = Ask(
        ask.query, ask.within, ask.strength, "newest", limit=0, histogram=step, counted=False,
        reasons=False,
    )  # fmt: skip
    return search(store, bare).histogram


def _drawn(bars: Sequence[Bar], step: str) -> OverTime:
    start, end = bars[0].start, _last(bars[-1].start, step)
    unit = WIDTH / ((end - start).days + 1)
    most = max(bar.posts for bar in bars)
    columns = []
    for bar in bars:
        last = _last(bar.start, step)
        x, width = (bar.start - start).days * unit, ((last - bar.start).days + 1) * unit
        height = max(2.0, bar.posts / most * HEIGHT)
        drawn = round(x, 2), round(max(width * 0.9, 0.5), 2), round(height, 2)
        columns.append(Column(bar.start, last, bar.posts, *drawn))
    return OverTime(step, tuple(columns), most)


def _last(first: date, step: str) -> date:
    if step == "day":
        return first
    if step == "week":
        return first + timedelta(days=6)
    return (first.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
