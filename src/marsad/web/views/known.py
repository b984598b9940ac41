"""What the lab knows that helps with one text: memory, termbase, findings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from marsad.model import Finding, Segment, Translation
from marsad.store import Store
from marsad.text.links import find_links
from marsad.translate import Memory, Termbase
from marsad.translate.memory import Match as Remembered
from marsad.translate.terms import Match as Term
from marsad.vocabulary.kinds import kinds

TOLD = ("date", "scripture", "scripture-differs", "scripture-claimed", "name")
"""Kinds of findings that a translator needs beside the words they are about."""

SHOWN = 3
"""Of what is remembered."""


@dataclass(frozen=True, slots=True)
class Told:
    """A finding about a stretch of the segment, under the name of its kind."""

    label: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one segment."""

    terms: tuple[Term, ...]
    remembered: tuple[Remembered, ...]
    told: tuple[Told, ...]


class Lore:
    """Memory, termbase and findings, to be asked about the segments of one translation."""

    def __init__(self, store: Store, of: Translation) -> None:
        """Read them as they are now."""
        self.of, self.termbase = of, Termbase.of(store)
        self._store = store
        self._said = [each for each in store.findings(of.post) if each.kind in TOLD and each.span]

    def about(self, segment: Segment, media: str) -> Known:
        """What is known of a segment; ``media`` is the medium it was read in, if any."""
        links = [(start, end) for start, end, _address in find_links(segment.source)]
        terms = self.termbase.find(segment.source, self.of.source_language)
        asked = (segment.source, self.of.source_language, self.of.language, SHOWN + 1)
        # What this very translation said before helps nobody.
        found = [
            each for each in self._memory.matches(*asked) if each.entry.translation != self.of.id
        ]
        return Known(
            # A link is shown whole: cut in pieces, it would not be made harmless.
            tuple(each for each in terms if not _within(each, links)),
            tuple(found[:SHOWN]),
            tuple(self._told(segment, media)),
        )

    @cached_property
    def _memory(self) -> Memory:
        return Memory.of(self._store)

    def breaches(self, segments: Sequence[Segment]) -> list[list[str]]:
        """For each segment, where it puts a term as it must not be put."""
        return [self.termbase.breaches(each, self.of.source_language) for each in segments]

    def _told(self, segment: Segment, media: str) -> Iterator[Told]:
        for each in self._said:
            span = each.span
            assert span is not None
            if each.media != media or not (span.start < segment.end and segment.start < span.end):
                continue
            known = kinds().get(each.kind)
            yield Told(known.label("en") if known else each.kind, each)


def _within(term: Term, links: Sequence[tuple[int, int]]) -> bool:
    return any(start < term.end and term.start < end for start, end in links)
