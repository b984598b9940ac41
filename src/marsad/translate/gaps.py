"""Where a translation seems to leave out something of its source: asked, never written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from marsad.model import Segment, Translation
from marsad.store import Store
from marsad.text.aligning import left_out
from marsad.text.marks import marks
from marsad.translate.lexicon import Lexicon, gain
from marsad.translate.terms import Termbase

LEAST = 0.5
"""Of two readings the likelier one; what is less likely is not asked."""
REMEMBERED = 3000
"""Approved segments that the lexicon is learnt from, the latest."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Source that no part of the translation seems to say."""

    segment: int
    """Its number, from 1."""
    start: int
    end: int
    source: str
    place: int
    """Where in the target ``[...]`` would stand."""
    probability: float


def lexicon(store: Store, language: str, to: str, termbase: Termbase) -> Lexicon:
    """What words became in the lab's approved translations and become by its termbase."""
    approved = (
        (each.source, each.target)
        for made in store.latest_translations("approved")
        if (made.source_language, made.language) == (language, to)
        for each in made.segments
        if each.target.strip()
    )
    learnt = Lexicon.of(islice(approved, REMEMBERED))
    terms = [each for each in termbase.terms if each.language == language and each.target]
    return learnt.taught((form, each.target) for each in terms for form in (each.term, *each.forms))


def gaps(made: Translation, known: Lexicon, least: float = LEAST) -> list[Gap]:
    """Everything that seems to be left out within segments and bears no mark yet."""
    return [
        found
        for number, segment in enumerate(made.segments, 1)
        if segment.target.strip()
        for found in _of(number, segment, made.source_language, known, least)
    ]


def _of(
    number: int, segment: Segment, language: str, known: Lexicon, least: float
) -> Iterator[Gap]:
    plain, answered = _unmarked(segment.target)
    evidence = gain(segment.source, plain, language, known)
    for found in left_out(segment.source, plain, language, evidence):
        if found.probability < least or _near(found.place, answered, plain):
            continue
        start, end = segment.start + found.start, segment.start + found.end
        quoted = segment.source[found.start : found.end]
        yield Gap(number, start, end, quoted, found.place, round(found.probability, 3))


def _unmarked(target: str) -> tuple[str, list[tuple[int, int]]]:
    """The target with its marks blanked, every place kept, and where ``[...]`` stood."""
    plain, elisions = target, []
    for mark in marks(target):
        plain = plain[: mark.start] + " " * (mark.end - mark.start) + plain[mark.end :]
        if mark.kind == "elision":
            elisions.append((mark.start, mark.end))
    return plain, elisions


def _near(place: int, answered: Iterable[tuple[int, int]], plain: str) -> bool:
    """Say whether nothing but blanks stands between a place and a mark."""
    return any(
        not plain[min(place, start) : max(place, end)].strip(" \t\n,.;:") for start, end in answered
    )
