"""Posts over time, as bars that need no script: each stands for a stretch of days of its own."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from marsad.search import Bar

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


def over_time(days: Sequence[Bar]) -> OverTime | None:
    """The bars of posts counted by day; nothing where there are no two bars to compare."""
    if not days:
        return None
    first, last = (_first(day.start, "month") for day in (days[0], days[-1]))
    span = (_last(last, "month") - first).days + 1
    step = "day" if span <= DAYS else "week" if span <= WEEKS else "month"
    bars = _joined(days, step)
    return _drawn(bars, step) if len(bars) > 1 else None


def _joined(days: Sequence[Bar], step: str) -> Sequence[Bar]:
    posts: Counter[date] = Counter()
    for day in days:
        posts[_first(day.start, step)] += day.posts
    return [Bar(start, some) for start, some in posts.items()]


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


def _first(day: date, step: str) -> date:
    """The first day of the stretch that a day lies in."""
    if step == "day":
        return day
    return day - timedelta(days=day.weekday()) if step == "week" else day.replace(day=1)


def _last(first: date, step: str) -> date:
    if step == "day":
        return first
    if step == "week":
        return first + timedelta(days=6)
    return (first.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
