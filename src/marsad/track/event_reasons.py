"""Why a post was joined to an event: which actors, places, words and days stand where in it.

Made when somebody reads it, by the index that matching uses, and kept nowhere: stored, they would
be copies of words that an erasure had to find, and what is not kept cannot disagree with the post.
How usual each was is in the confidence of the finding; the passage is the finding's own.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from marsad.model import Event, Span
from marsad.store import Store
from marsad.store.names import Names
from marsad.store.seen import Seen
from marsad.store.spoken import Part, Spoken, spoken
from marsad.text.fold import folded_with_offsets
from marsad.track.event_index import CueIndex
from marsad.track.event_lags import Answer
from marsad.track.event_names import Cue, cues

MOST = 20
"""Reasons told of one post: a text may repeat a name a thousand times."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing by which a post speaks of an event."""

    family: str
    """``actor``, ``place``, ``word``, ``title`` or ``date``."""
    name: str
    """As the event calls it; the post may use another of its names."""
    of: str
    """Where it stands: ``text``, ``translation``, or a kind such as ``ocr-text``."""
    span: Span
    """In the post, in the translated segment, or in what was read."""


def reasons(store: Store, event: Event, answers: Sequence[Answer]) -> dict[str, tuple[Reason, ...]]:
    """The reasons of each answer, by its post."""
    known = _Known(cues([event], Names(store).all(), store.outlets())[0])
    rows = Seen(store).by_id([answer.version for answer in answers])
    heard = spoken(store, list(rows.values()))
    said = {post.id: post for post in heard}
    return {
        answer.post: _near(known.found(said[answer.version]), answer.span)
        for answer in answers
        if answer.version in said
    }


class _Known:
    """The cues of one event, ready to be looked up."""

    def __init__(self, some: Sequence[Cue]) -> None:
        """Index their names."""
        self.cues, self.index = some, CueIndex()
        self.ids: defaultdict[str, list[Cue]] = defaultdict(list)
        for number, cue in enumerate(some):
            for name in cue.names:
                self.index.add(name, cue.family, number)
            for id_ in cue.ids:
                self.ids[id_].append(cue)

    def found(self, post: Spoken) -> Iterator[tuple[int, Reason]]:
        """Every reason with its offset, each once."""
        seen: set[tuple[str, str, int, str]] = set()
        for at, reason in self._all(post):
            key = (reason.family, reason.name, reason.span.start, reason.of)
            if key not in seen:
                seen.add(key)
                yield at, reason

    def _all(self, post: Spoken) -> Iterator[tuple[int, Reason]]:
        for part in post.parts:
            yield from self._in(part)
        for mark in post.marks:
            for cue in self.ids.get(mark.value, ()):
                span = Span(mark.at, mark.at + len(mark.quoted), mark.quoted)
                yield mark.at, Reason(cue.family, cue.label, "text", span)

    def _in(self, part: Part) -> Iterator[tuple[int, Reason]]:
        fold = None
        for number, first, last in self.index.find(part.text):
            fold = fold or folded_with_offsets(part.text)
            start, end = fold.span(first, last)
            cue = self.cues[number]
            span = Span(start, end, part.text[start:end])
            yield part.at + start, Reason(cue.family, cue.label, part.of, span)


def _near(found: Iterator[tuple[int, Reason]], passage: Span | None) -> tuple[Reason, ...]:
    """Those in the passage that the finding names; all of them where it names none."""
    every = sorted(found, key=lambda one: one[0])
    within = [one for one in every if passage and passage.start <= one[0] < passage.end]
    return tuple(reason for _, reason in (within or every)[:MOST])
