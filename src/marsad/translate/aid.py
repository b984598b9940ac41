"""The engine that is always there: memory and termbase, no model.

What it says helps a person decide what to translate. It is labelled in every segment, is never
called a translation and can never be approved.
"""

from collections.abc import Iterator, Sequence

from marsad.model import Translation, made_of
from marsad.store import Store
from marsad.text.bidi import isolate
from marsad.translate.engine import AID
from marsad.translate.memory import Match, Memory
from marsad.translate.segment import Source
from marsad.translate.terms import Termbase

NAME = "reading-aid"
NOTHING = "reading aid: nothing of this is in the memory or the termbase"
"""Stands for a segment about which the aid has nothing to say."""
GLOSSED_INTO = "en"
"""Targets and glosses of the termbase are English."""


class ReadingAid:
    """Says what the lab said before of a source like this, else what its known words mean."""

    name = NAME
    kind = AID

    def __init__(self, memory: Memory, termbase: Termbase) -> None:
        """Read from a memory and a termbase; an edited termbase makes a new version."""
        self.memory = memory
        self.termbase = termbase
        self.version = f"1.{made_of(*termbase.terms)[:8]}" if termbase.terms else "1"

    def translate(self, sources: Sequence[Source], to: str) -> Iterator[Sequence[str]]:
        """Yield a labelled reading of each segment; empty where nothing is known."""
        for source in sources:
            yield [self._read(piece, source.language, to) for piece in source.pieces]

    def _read(self, piece: str, language: str, to: str) -> str:
        if match := self.memory.find(piece, language, to):
            return _recalled(match)
        return self._glossed(piece, language) if to == GLOSSED_INTO else ""

    def _glossed(self, piece: str, language: str) -> str:
        parts, done = [], 0
        for match in self.termbase.find(piece, language):
            parts += [_kept(piece[done : match.start]), match.term.english]
            done = match.end
        if not parts:
            return ""
        said = " ".join(filter(None, [*parts, _kept(piece[done:])]))
        return f"reading aid, word by word: {said}"


def reading_aid(store: Store) -> ReadingAid:
    """The aid of a lab, with its memory and termbase as they are now."""
    return ReadingAid(Memory.of(store), Termbase.of(store))


def shown(translation: Translation) -> list[str]:
    """What to show for each segment; a reading aid says so where it has nothing to say."""
    blank = NOTHING if translation.kind == AID else ""
    return [each.target or blank for each in translation.segments]


def unlabelled(target: str) -> str:
    """What a reading says, without the label that says what it is; for measuring."""
    return target.partition(": ")[2]


def _recalled(match: Match) -> str:
    entry = match.entry
    return f"reading aid, memory {match.percent} %, {entry.told}: {entry.target}"


def _kept(stretch: str) -> str:
    # In the original script: a word we do not know is not helped by spelling it in Latin.
    worded = any(character.isalnum() for character in stretch)
    return isolate(" ".join(stretch.split())) if worded else ""
