"""Who answered an event after how long, and who kept silent though they posted other things.

Counted are outlets; where none is known, the place speaks for itself. Versions of one post count
once, and so does what an outlet repeats of its own. What is forwarded is passed on, not said: it
is laid to the outlet that runs the place.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from marsad.evaluation import bootstrap, wilson
from marsad.model import Event, Finding, Span
from marsad.store import Store
from marsad.store.seen import Sighting
from marsad.track.event_answers import answers
from marsad.track.event_match import BACKGROUND
from marsad.track.event_posted import by_unit, once, unit, versions_of
from marsad.track.event_task import moment, window

ANSWERED, PASSED_ON, SILENT, HARDLY, ABSENT = (
    "answered", "passed on", "silent", "hardly there", "absent",
)  # fmt: skip
OWN, COPY, FORWARD = "own", "copy", "forward"
FEWEST = 3
"""Posts in the window from which on saying nothing of the event is silence."""
HALF = 0.5
"""Of its usual number of posts: who posts less than that is not silent but away."""
WITHIN = (6, 24, 72)
"""Hours within which answers are counted."""
FEW = 5
"""Outlets from which on an interval is told of their median."""
Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Answer:
    """A post that answers an event."""

    post: str
    outlet: str
    posted_at: datetime
    lag_hours: float
    how: str
    """``own``, ``copy`` of what another outlet posted, or ``forward``."""
    confidence: float | None
    by: str
    """Who says so: the program, or a person."""
    version: str
    """The version of the post that this is said of; ``post`` is its first one."""
    span: Span | None
    """The passage, where it stands in the text."""


@dataclass(frozen=True, slots=True)
class Voice:
    """An outlet in the window of an event."""

    outlet: str
    state: str
    posts: int
    """All it posted in the window, each once."""
    usual_per_day: float
    usual_per_day_ci95: Range
    usual_posts: int
    """Posts of the month before, on which the usual rate rests."""
    own: int
    copies: int
    forwards: int
    lag_hours: float | None
    """Until its first answer that was no forward."""
    first: str
    """That post."""


@dataclass(frozen=True, slots=True)
class Lags:
    """How an event was answered."""

    event: Event
    since: datetime
    by_the_hour: bool
    """The hour is known; else lags count from the first minute of the day."""
    until: datetime
    days_before: float
    """Days from which usual rates were taken."""
    answers: tuple[Answer, ...]
    voices: tuple[Voice, ...]

    @property
    def answered(self) -> tuple[int, int, Range]:
        """Of how many outlets that were there how many answered, with the 95 % interval."""
        there = [each for each in self.voices if each.state in (ANSWERED, PASSED_ON, SILENT)]
        count = sum(each.state == ANSWERED for each in there)
        return count, len(there), wilson(count, len(there))

    @property
    def median_hours(self) -> tuple[float | None, int, Range | None]:
        """Median of the outlets' first answers, of how many, and its 95 % interval."""
        hours = [each.lag_hours for each in self.voices if each.lag_hours is not None]
        if not hours:
            return None, 0, None
        return median(hours), len(hours), bootstrap(hours, median) if len(hours) >= FEW else None

    @property
    def within(self) -> dict[int, int]:
        """How many outlets had answered within so many hours."""
        hours = [each.lag_hours for each in self.voices if each.lag_hours is not None]
        return {limit: sum(each <= limit for each in hours) for limit in WITHIN}


def lags(store: Store, event: Event) -> Lags:
    """Tell who answered an event, and who did not."""
    began, ended = (moment(at) for at in window(store, event))
    posted = once(store, began - BACKGROUND, ended)
    fresh = posted.rows["at"] >= window(store, event)[0]
    before = posted.some(~fresh)
    versions = versions_of(store, began, ended, set(posted.rows["post"][fresh].tolist()))
    inside = [some[0] for some in versions.values()]
    runs = {place: outlet.id for outlet in store.outlets() for place in outlet.places}
    found = _answered(store, event, versions, inside)
    said = list(_answers(inside, found, runs, began, {row.seq: row for row in inside}))
    usual, days = by_unit(before, runs), 0.0
    if usual:
        days = (began - moment(int(before.rows["at"].min()))) / timedelta(days=1)
    there = Counter(unit(row, runs) for row in inside)
    length = (ended - began) / timedelta(days=1)
    by_outlet: defaultdict[str, list[Answer]] = defaultdict(list)
    for answer in said:
        by_outlet[answer.outlet].append(answer)
    voices = [
        _voice(each, by_outlet[each], there[each], usual[each], days, length)
        for each in {*there, *usual}
    ]
    order = sorted(voices, key=lambda each: (_rank(each), each.outlet))
    by_the_hour = event.began_at is not None
    zone = store.settings.zone
    return Lags(
        event, began.astimezone(zone), by_the_hour, ended.astimezone(zone), round(days, 1),
        tuple(said), tuple(order),
    )  # fmt: skip


def _answered(
    store: Store, event: Event, versions: dict[tuple[str, str], list[Sighting]],
    rows: Sequence[Sighting],
) -> dict[str, Finding]:  # fmt: skip
    """The answers by the first version of each post, whichever version gave it."""
    of = {each.post: row.post for row in rows for each in versions[row.place, row.native_id]}
    found: dict[str, Finding] = {}
    for post, finding in answers(store, event, list(of)).items():
        found.setdefault(of[post], finding)
    return found


def _answers(
    rows: Sequence[Sighting], found: dict[str, Finding], runs: dict[str, str], began: datetime,
    by_number: dict[int, Sighting],
) -> Iterator[Answer]:  # fmt: skip
    for row in rows:
        finding = found.get(row.post)
        if finding is None:
            continue
        mine, how = unit(row, runs), OWN
        if row.origin or row.origin_name:
            how = FORWARD
        elif row.repeats:
            firsts = [by_number[each.first] for each in row.repeats if each.first in by_number]
            if any(first.post in found and unit(first, runs) == mine for first in firsts):
                continue  # It repeats an answer of its own.
            how = COPY
        hours = (row.posted_at - began) / timedelta(hours=1)
        yield Answer(
            row.post, mine, row.posted_at, round(hours, 2), how, finding.confidence, finding.maker,
            finding.post, finding.span,
        )  # fmt: skip


def _voice(
    outlet: str, mine: Sequence[Answer], posts: int, usual: int, days: float, length: float
) -> Voice:
    how = Counter(answer.how for answer in mine)
    spoken = [answer for answer in mine if answer.how != FORWARD]
    first = min(spoken, key=lambda answer: answer.lag_hours, default=None)
    rate = usual / days if days else 0.0
    low, high = _poisson(usual)
    return Voice(
        outlet,
        _state(bool(spoken), bool(mine), posts, rate * length),
        posts,
        round(rate, 3),
        (round(low / days, 3), round(high / days, 3)) if days else (0.0, 0.0),
        usual,
        how[OWN],
        how[COPY],
        how[FORWARD],
        first.lag_hours if first else None,
        first.post if first else "",
    )


def _state(spoke: bool, passed_on: bool, posts: int, expected: float) -> str:
    if spoke:
        return ANSWERED
    if passed_on:
        return PASSED_ON
    if posts >= max(FEWEST, HALF * expected):
        return SILENT
    return HARDLY if posts else ABSENT


def _poisson(count: int) -> Range:
    """The 95 % interval of a count, by Byar's approximation."""
    z = 1.959964
    more = count + 1
    low = count * (1 - 1 / (9 * count) - z / (3 * count**0.5)) ** 3 if count else 0.0
    return max(0.0, low), more * (1 - 1 / (9 * more) + z / (3 * more**0.5)) ** 3


def _rank(voice: Voice) -> tuple[int, float]:
    states = (ANSWERED, PASSED_ON, SILENT, HARDLY, ABSENT)
    first = voice.lag_hours if voice.lag_hours is not None else -float(voice.posts)
    return states.index(voice.state), first
