"""House marks that a segment may need: what to put, after which words, and why it is asked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from marsad.model import Segment, Translation
from marsad.store import Store
from marsad.text.bidi import isolate
from marsad.translate import SegmentMarks, segment_marks
from marsad.translate.engine import AID

ELISION = "[...]"
_LAST = re.compile(r"(?:\S+\s+){0,3}\S+$")
"""Up to four words: enough to find the place again in words that were changed elsewhere."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A mark that a person takes or leaves."""

    mark: str
    """Empty where only a question is asked."""
    after: str
    """The words right before its place, as they stand; empty at the beginning."""
    why: str


def offered_marks(store: Store, made: Translation) -> list[tuple[Offered, ...]]:
    """What is offered for each segment; a reading aid has no marks."""
    if made.kind == AID:
        return [()] * len(made.segments)
    found = segment_marks(store, made)
    return [tuple(_of(each, some)) for each, some in zip(made.segments, found, strict=True)]


def _of(segment: Segment, found: SegmentMarks) -> Iterator[Offered]:
    for offer in found.offers:
        why = f"{isolate(offer.after)} has a meaning in the termbase and is first mentioned here"
        yield Offered(offer.mark, _before(segment.target, offer.place), why)
    for gap, asked in zip(found.gaps, found.questions, strict=False):
        yield Offered(ELISION, _before(segment.target, gap.place), asked)
    yield from (Offered("", "", asked) for asked in found.questions[len(found.gaps) :])


def _before(target: str, place: int) -> str:
    words = _LAST.search(target[:place].rstrip())
    return words[0] if words else ""
