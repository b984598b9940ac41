"""What is bursting on a day, as it could have been told that evening."""

from datetime import timedelta

from marsad.model.maker import PLACE
from marsad.phrase import Phrase, Word
from marsad.store import Window
from marsad.track.brief_day import Day, Line, Section
from marsad.track.bursts import Burst
from marsad.track.bursts import bursts as found_in
from marsad.track.picture_units import ACCOUNTS

HABIT = timedelta(days=180)
"""Before it, from which habits are learned: half a year is read in the time a brief may take."""


def bursts(day: Day) -> Section:
    """Outlets, themes, targets and narratives whose burst reaches this day."""
    window = Window(day.since - HABIT, day.until)
    every = [_line(day, each) for each in found_in(day.store, since=day.day, window=window)]
    lines = sorted(filter(None, every), key=lambda line: (-line.strength, line.id))
    rule = Phrase("by how much better a burst explains the days than the habit does")
    return Section("bursts", "Bursts", rule, tuple(lines))


def _line(day: Day, burst: Burst) -> Line | None:
    name = burst.name
    if burst.of == "outlet":
        unit = day.units.shown(name if name in day.units.registered else PLACE + name)
        if unit == ACCOUNTS:
            return None
        name = day.units.name(unit)
    reason = Phrase(
        "%(of)s: %(posts)s posts of its own since %(since)s, where %(usual)s would be usual; "
        "%(copies)s copies and forwards apart",
        of=Word(burst.of), posts=burst.posts, usual=f"{burst.usual:.1f}", copies=burst.copies,
        since=Phrase("this day") if burst.since == day.day else str(burst.since),
    )  # fmt: skip
    numbers = set(burst.numbers)
    posts = tuple(row.post for row in day.rows if row.seq in numbers)
    return Line(f"{burst.of}:{burst.name}", name, reason, burst.evidence, posts)
