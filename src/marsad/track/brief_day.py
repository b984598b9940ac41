"""What is new on a day: each line with its reason and its posts, strongest first.

A day is one of the lab's zone. It is told as it could have been told that evening: what came later
is not looked at, but for what the lab was told of later posts' places and events.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from marsad.model.maker import PLACE
from marsad.phrase import Counted
from marsad.store import Seen, Sighting, Store, Window
from marsad.store.seen_columns import Columns
from marsad.store.seen_fill import EPOCH, microseconds
from marsad.store.seen_spans import Span, spans
from marsad.track.counted import combinations
from marsad.track.picture_units import Units

USUAL = 28
"""Days before it that are taken for usual."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to be told."""

    id: str
    """Of the outlet, place, theme or event, or of the post that was repeated."""
    name: str
    reason: str
    """Why it is in the brief, in words with its numbers."""
    strength: float
    """By which lines of a section are ordered; the section says what it counts."""
    posts: tuple[str, ...] = ()
    """Ids, oldest first."""


@dataclass(frozen=True, slots=True)
class Section:
    """Lines of one kind."""

    name: str
    title: str
    rule: str
    """By what the lines are ordered."""
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """A day, and what is new in it."""

    day: date
    zone: str
    since: datetime
    until: datetime
    posts: int
    """Of public places, each once."""
    before: float
    """A day of the four weeks before had so many."""
    sections: tuple[Section, ...]

    @property
    def empty(self) -> bool:
        """Nothing is new: no line in any section."""
        return not any(section.lines for section in self.sections)

    @property
    def order(self) -> tuple[str, ...]:
        """Ids of outlets as findings have them, strongest first."""
        return tuple(
            line.id for each in self.sections if each.name == "outlets" for line in each.lines
        )


@dataclass(slots=True)
class Day:
    """The posts of a day, and how many the weeks before it had, once read for all sections."""

    store: Store
    units: Units
    day: date
    since: datetime
    until: datetime
    rows: list[Sighting] = field(default_factory=list)
    before: int = 0
    """Posts of the weeks before."""
    makers: Counter[str] = field(default_factory=Counter)
    """Posts of the weeks before by who made them, as findings have it."""
    labels: tuple[Counter[str], ...] = ()
    """The same by theme, by target and by narrative."""
    length: int = 1
    """Days before it on which posts were collected, ``USUAL`` at most."""
    spans: list[Span] = field(default_factory=list)
    """Since when and until when each place has posted."""

    def usual(self, count: int) -> float:
        """How many a day, of so many in the weeks before."""
        return count / self.length


def read(store: Store, day: date) -> Day:
    """Read a day and the weeks before it."""
    zone = store.settings.zone
    since = datetime.combine(day, time(), zone)
    # By the calendar, not by 24 hours: on two days of the year that is not the same.
    until = datetime.combine(day + timedelta(days=1), time(), zone)
    early = datetime.combine(day - timedelta(days=USUAL), time(), zone)
    made = Day(store, Units(store), day, since, until, spans=spans(store))
    found = made.units.counted(Window(early, until)).columns
    today = found.rows["at"] >= microseconds(since.astimezone(UTC))
    rows = Seen(store).by_number(found.rows["post"][today].tolist())
    made.rows = sorted(rows.values(), key=lambda row: (row.at, row.seq))
    before = found.some(~today)
    if made_before := len(before.rows):
        first = EPOCH + timedelta(microseconds=int(before.rows["at"].min()))
        made.length = max(1, (day - first.astimezone(zone).date()).days)
        made.before = made_before
    made.makers, made.labels = _makers(before), _labels(before)
    return made


def _makers(found: Columns) -> Counter[str]:
    made: Counter[str] = Counter()
    for (place, outlet), n in combinations(found.place, found.rows["outlet"]):
        made[found.words[outlet] if outlet else PLACE + found.places[place]] += n
    return made


def _labels(found: Columns) -> tuple[Counter[str], ...]:
    made: tuple[Counter[str], ...] = (Counter(), Counter(), Counter())
    for (code,), n in combinations(found.rows["labels"]):
        for counter, labels in zip(made, found.labels(code), strict=True):
            counter.update(dict.fromkeys(labels, n))
    return made


def of_posts(count: int) -> str:
    """So many posts."""
    return Counted("%(count)s post", "%(count)s posts", count, count=f"{count:,}")


def of_outlets(count: int) -> str:
    """So many outlets."""
    return Counted("%(count)s outlet", "%(count)s outlets", count, count=f"{count:,}")
