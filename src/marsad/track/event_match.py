"""Which posts answer which events: by time, actors, place and words, never by one of them alone.

Posts come in order of time. What an outlet speaks of every day says little: each cue counts by how
rare it was in the posts of the month before the event. Cues must stand near each other, and come
from two families at least (an actor, the place, a word), or be three.
"""

import math
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from marsad.model import AuthorityRecord, Event, Outlet
from marsad.store.spoken import Spoken
from marsad.track.event_index import CueIndex
from marsad.track.event_names import ACTOR, DATE, PLACE, TITLE, WORD, Cue, cues

DAYS_AFTER = 3
"""Days after its last one within which posts are taken to answer an event."""
BACKGROUND = timedelta(days=30)
WEIGHTS = {ACTOR: 0.8, PLACE: 0.7, WORD: 0.6, DATE: 0.7, TITLE: 0.35}
LEAST = 0.6
NEAR = 250
"""Characters within which cues must stand: a digest of the week names everything somewhere."""
HABIT = 0.12
"""What a match loses for each post of the background in which the same cues stood together."""
RAREST = 1000.0
"""Of so many posts one: what is rarer counts no more than that."""
SMOOTH = 20
"""Posts that are added to the background: of what nobody knows, nobody can say that it is rare."""
_PLACE_BITS = 24
_NONE = array("q")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Match(NamedTuple):
    """A post that answers an event."""

    event: str
    """Its handle."""
    post: str
    score: float
    span: tuple[int, int]
    """From the first cue to the last, in the folded text."""


class Hit(NamedTuple):
    """A cue in a post."""

    cue: int
    at: int


class Matching:
    """Many events, waiting for posts."""

    def __init__(
        self,
        events: Sequence[Event],
        entries: Iterable[AuthorityRecord] = (),
        outlets: Iterable[Outlet] = (),
        zone: tzinfo = UTC,
    ) -> None:
        """Index the cues of the events."""
        self.events, self.zone = events, zone
        self._index = CueIndex()
        self._numbers: dict[tuple[str, str, str], int] = {}
        self._ids: defaultdict[str, list[int]] = defaultdict(list)
        self._cues: list[list[tuple[int, Cue]]] = [
            [(self._number(cue), cue) for cue in some] for some in cues(events, entries, outlets)
        ]
        self._posts: list[tuple[str, bool, bool]] = []
        self._times = array("q")
        self._month = (0, 0)
        self._behind: dict[int, frozenset[int]] = {}
        self._hits: defaultdict[int, array[int]] = defaultdict(lambda: array("q"))

    def see(self, spoken: Spoken, judged: bool = True) -> None:
        """Take in a post, to be judged or to know what is usual; none is older than the last."""
        number = len(self._posts)
        self._posts.append((spoken.id, spoken.fiction, judged))
        self._times.append(spoken.at)
        for hit in self.hits(spoken):
            # Post and offset in one number: a million posts have millions of hits.
            self._hits[hit.cue].append(number << _PLACE_BITS | min(hit.at, (1 << _PLACE_BITS) - 1))

    def hits(self, spoken: Spoken) -> Iterator[Hit]:
        """The cues in a post."""
        for part in spoken.parts:
            for cue, start, _end in self._index.find(part.text):
                yield Hit(cue, part.at + start)
        for mark in spoken.marks:
            for cue in self._ids.get(mark.value, ()):
                yield Hit(cue, mark.at)

    def matches(self) -> Iterator[Match]:
        """Every match; where two events rest on the same words, the better one, or the later."""
        best: defaultdict[str, list[tuple[Match, frozenset[int], int]]] = defaultdict(list)
        # In order of time: what is known of the month before one event serves the next.
        began = [since(event, self.zone) for event in self.events]
        for number in sorted(range(len(began)), key=began.__getitem__):
            for match, used in self._of_event(self.events[number], self._cues[number]):
                best[match.post].append((match, used, began[number]))
        for found in best.values():
            taken: set[int] = set()
            for match, used, _ in sorted(found, key=lambda one: (-one[0].score, -one[2])):
                if not used <= taken:
                    taken |= used
                    yield match

    def _of_event(
        self, event: Event, some: Sequence[tuple[int, Cue]]
    ) -> Iterator[tuple[Match, frozenset[int]]]:
        began, ended = since(event, self.zone), until(event, self.zone)
        low, high = bisect_left(self._times, began), bisect_left(self._times, ended)
        before = bisect_left(self._times, began - BACKGROUND // timedelta(microseconds=1))
        found = self._candidates(event, [number for number, _ in some], low, high)
        if not found:
            return
        if (before, low) != self._month:
            self._month, self._behind = (before, low), {}
        known = dict(some)
        weights = {
            number: WEIGHTS[cue.family] * rarity(len(self._usual(number)), low - before)
            for number, cue in known.items()
        }
        for post, hits in found.items():
            if _most(hits, weights) < LEAST or (made := judged(hits, known, weights)) is None:
                continue
            together = frozenset.intersection(*map(self._usual, made.used))
            if (score := made.score * max(0.0, 1 - HABIT * len(together))) >= LEAST:
                id_ = self._posts[post][0]
                yield Match(event.handle, id_, round(score, 2), made.span), made.used

    def _usual(self, cue: int) -> frozenset[int]:
        """The posts of the month before in which a cue stands."""
        if cue not in self._behind:
            before, low = self._month
            some = self._between(cue, before, low)
            self._behind[cue] = frozenset(packed >> _PLACE_BITS for packed in some)
        return self._behind[cue]

    def _between(self, cue: int, low: int, high: int) -> Sequence[int]:
        """Where a cue stands in a stretch of posts."""
        hits = self._hits.get(cue, _NONE)
        first = bisect_left(hits, low << _PLACE_BITS)
        return hits[first : bisect_left(hits, high << _PLACE_BITS)]

    def _candidates(
        self, event: Event, some: Sequence[int], low: int, high: int
    ) -> dict[int, list[Hit]]:
        """The posts to be judged in which two cues stand, or more."""
        found: defaultdict[int, list[Hit]] = defaultdict(list)
        for cue in some if low < high else ():
            for packed in self._between(cue, low, high):
                found[packed >> _PLACE_BITS].append(Hit(cue, packed & (1 << _PLACE_BITS) - 1))
        return {
            post: hits
            for post, hits in found.items()
            if len(hits) > 1
            and self._posts[post][1:] == (event.fiction, True)
            and len({hit.cue for hit in hits}) > 1
        }

    def _number(self, cue: Cue) -> int:
        """Cues of several events that have the same names are one, and are counted once."""
        key = (cue.family, "\n".join(sorted(cue.names)), "\n".join(sorted(cue.ids)))
        if key not in self._numbers:
            number = self._numbers[key] = len(self._numbers)
            for name in cue.names:
                self._index.add(name, cue.family, number)
            for id_ in cue.ids:
                self._ids[id_].append(number)
        return self._numbers[key]


def _most(hits: Sequence[Hit], weights: Mapping[int, float]) -> float:
    """The score if all of them stood in one place: most posts cannot come up to it."""
    return 1 - math.prod(1 - weights[each] for each in {hit.cue for hit in hits})


class Judged(NamedTuple):
    """The best place of a post."""

    score: float
    used: frozenset[int]
    span: tuple[int, int]


def judged(
    hits: Sequence[Hit], known: Mapping[int, Cue], weights: Mapping[int, float]
) -> Judged | None:
    """Where most of the cues stand near each other; nothing when they are too few or too weak."""
    order = sorted(hits, key=lambda hit: hit.at)
    best: Judged | None = None
    first = 0
    for last, hit in enumerate(order):
        while hit.at - order[first].at > NEAR:
            first += 1
        used = _witnesses(order[first : last + 1], known, weights)
        score = 1 - math.prod(1 - weights[each] for each in used)
        if score >= LEAST and (best is None or score > best.score) and _enough(used, known):
            best = Judged(score, frozenset(used), (order[first].at, hit.at))
    return best


def _witnesses(
    hits: Sequence[Hit], known: Mapping[int, Cue], weights: Mapping[int, float]
) -> set[int]:
    """The cues that stand for themselves: of two names of one word, or of one place, the rarer."""
    by_word: dict[tuple[str, int], int] = {}
    for hit in hits:
        family = known[hit.cue].family
        # A town and the country it lies in are one witness, wherever they stand.
        key = (family, 0 if family == PLACE else hit.at)
        if weights[hit.cue] > weights.get(by_word.get(key, -1), -1.0):
            by_word[key] = hit.cue
    return set(by_word.values())


def _enough(used: set[int], known: Mapping[int, Cue]) -> bool:
    families = {WORD if known[each].family == TITLE else known[each].family for each in used}
    strong = [each for each in used if known[each].family not in (TITLE, DATE)]
    return bool(strong) and (len(families) > 1 or len(strong) > 2)


def rarity(count: int, of: int) -> float:
    """How much a cue says, from 0 (in every post) to 1 (in one of a thousand, or fewer)."""
    rate = (count + 0.5) / (of + SMOOTH)
    return max(0.0, min(1.0, -math.log(rate) / math.log(RAREST)))


def since(event: Event, zone: tzinfo) -> int:
    """When it began: the hour where that is known, else the first minute of the day."""
    began = event.began_at or datetime.combine(event.start, time(), zone)
    return (began - _EPOCH) // timedelta(microseconds=1)


def until(event: Event, zone: tzinfo) -> int:
    """When answers are no longer waited for."""
    ended = datetime.combine(event.end + timedelta(days=1 + DAYS_AFTER), time(), zone)
    return (ended - _EPOCH) // timedelta(microseconds=1)
