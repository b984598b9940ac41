"""What a target may have lost or changed of its source, told with the reason before anyone signs.

A doubt is a question to a person. It never stops an approval: a good translation may have its
reasons, and a target without doubts may be wrong.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from marsad.model import Translation
from marsad.store import Store
from marsad.text.marks import strip
from marsad.translate.doubts_numbers import dates, numbers
from marsad.translate.doubts_scripture import scripture
from marsad.translate.doubts_words import forbidden, missing, names
from marsad.translate.engine import AID
from marsad.translate.handbook import Handbook, translated
from marsad.translate.helps import Helps


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to look at in one segment."""

    segment: int
    """Its number, from 1."""
    kind: str
    """``forbidden``, ``term``, ``name``, ``number``, ``date`` or ``scripture``."""
    start: int
    """Where the source says it, in code points of the whole text."""
    end: int
    reason: str


def doubts(store: Store, made: Translation, book: Handbook | None = None) -> list[Doubt]:
    """What to look at in a translation before signing it; a reading aid is none."""
    if made.kind == AID:
        return []
    book = book or Handbook.unrecalled(store)
    every = book.helps(translated(store, made), made.language)
    targets = [each.target for each in made.segments]
    return doubts_of(every, targets, made.language)


def doubts_of(helps: Sequence[Helps], targets: Sequence[str], to: str) -> list[Doubt]:
    """The same for targets that nobody has signed yet; empty ones say nothing."""
    return [
        doubt
        for each, target in zip(helps, targets, strict=True)
        if target.strip()
        for doubt in _of(each, target, to)
    ]


def _of(helps: Helps, target: str, to: str) -> Iterator[Doubt]:
    # What stands in marks is the lab's explanation: it may hold what the translation must not.
    said = strip(target)
    told = (
        ("forbidden", forbidden(helps, said)),
        ("term", missing(helps, target, to)),
        ("name", names(helps, target, to)),
        ("number", numbers(helps, target, to)),
        ("date", dates(helps, target, to)),
        ("scripture", scripture(helps, target, said)),
    )
    for kind, found in told:
        for start, end, reason in found:
            yield Doubt(helps.number, kind, start, end, reason)
