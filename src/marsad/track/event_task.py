"""What a run of matching judges, and what it reads besides to know what is usual.

Judged are new posts, those of which something new was read, named or translated, and those in the
days of new and changed events. So a run after every visit is quick, and text that OCR finds in an
old picture is met as soon as it is there.
"""

import json
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from marsad.model import Event
from marsad.store import Store
from marsad.store.seen import Seen, Sighting, Window
from marsad.store.seen_fill import EPOCH
from marsad.store.spoken import respoken, times_since
from marsad.track.event_match import BACKGROUND, since, until

NAME = "event-match"
MAKER = f"{NAME}/1"
BATCH = 1000
Stretch = tuple[int, int]
"""From when to when, in microseconds since 1970."""


@dataclass(frozen=True, slots=True)
class Task:
    """Which posts are to be judged."""

    after: int
    """Posts with a higher number are new."""
    changed: frozenset[int]
    times: Sequence[int]
    """When the new and the changed ones were posted, in order."""
    stretches: Sequence[Stretch]
    """All posts of these are judged: the days of changed events."""

    def judges(self, row: Sighting) -> bool:
        """Say whether a post is to be judged."""
        return row.seq > self.after or row.seq in self.changed or _within(self.stretches, row.at)

    def meets(self, window: Stretch) -> bool:
        """Say whether there is a post to be judged in the window of an event."""
        low, high = window
        at = bisect_left(self.stretches, (low,))
        near = self.stretches[max(0, at - 1) : at + 1]
        new = bisect_left(self.times, low) < bisect_left(self.times, high)
        return new or any(low < ends and begins < high for begins, ends in near)


def water(store: Store) -> dict[str, int | str]:
    """How far the lab has come."""
    water = store.high_water()
    numbers = {name: water[name] for name in ("post", "finding", "translation")}
    return {**numbers, "event": store.count("event"), "maker": MAKER}


def work(store: Store, events: Sequence[Event], again: bool) -> Task:
    """What came since the last run, of posts, of words and of events."""
    last = json.loads(store.resume_point(NAME, "lab") or "{}")
    versions = list(store.every(Event))
    if again or last.get("maker") != MAKER or "finding" not in last:
        last = {**dict.fromkeys(("post", "finding", "translation", "event"), 0)}
        fresh = {event.handle for event in events}
    else:
        fresh = {event.handle for event in versions[last["event"] :]}
    # Where an older version was looked for, too: what it found there may have to be taken back.
    windows = [window(store, event) for event in versions if event.handle in fresh]
    everything = len(fresh) == len(events)
    changed = frozenset() if everything else frozenset(respoken(store, last))
    Seen(store).catch_up()
    at = [row.at for row in Seen(store).by_number(sorted(changed)).values()]
    times = [] if everything else sorted([*at, *times_since(store, last["post"])])
    return Task(last["post"], changed, times, list(_merged(windows, 0)))


def batches(store: Store, task: Task, windows: Sequence[Stretch]) -> Iterator[list[Sighting]]:
    """The posts to be judged and those of the month before each window, oldest first."""
    before = BACKGROUND // timedelta(microseconds=1)
    usual = list(_merged([(begins - before, begins) for begins, _ in windows], 0))
    for low, high in _merged([*windows, *task.stretches], before):
        rows = Seen(store).rows(Window(moment(low - before), moment(high)))
        kept = (
            row
            for row in rows
            if row.kind != "service" and (_within(usual, row.at) or task.judges(row))
        )
        while some := list(islice(kept, BATCH)):
            yield some


def window(store: Store, event: Event) -> tuple[int, int]:
    """From when to when posts may answer an event, in microseconds since 1970."""
    return since(event, store.settings.zone), until(event, store.settings.zone)


def _merged(windows: Iterable[Stretch], reach: int) -> Iterator[Stretch]:
    """Stretches in order, each once; those that come within ``reach`` of another are one."""
    low, high = 0, 0
    for begins, ends in sorted(windows):
        if high and begins - reach <= high:
            high = max(high, ends)
            continue
        if high:
            yield low, high
        low, high = begins, ends
    if high:
        yield low, high


def _within(stretches: Sequence[Stretch], at: int) -> bool:
    """Say whether a moment lies in one of some stretches that stand in order."""
    number = bisect_right(stretches, (at, sys.maxsize)) - 1
    return number >= 0 and at < stretches[number][1]


def moment(at: int) -> datetime:
    """The time that microseconds since 1970 stand for."""
    return EPOCH + timedelta(microseconds=at)
