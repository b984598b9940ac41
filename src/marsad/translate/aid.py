"""The engine that is always there: what the handbook of the lab says, no model.

What it says helps a person decide what to translate. It is labelled in every segment, is never
called a translation and can never be approved.
"""

from collections.abc import Iterator, Sequence

from marsad.model import Translation, made_of
from marsad.store import Store
from marsad.text.bidi import isolate
from marsad.translate.engine import AID
from marsad.translate.handbook import Handbook
from marsad.translate.helps import Helps, KnownPassage
from marsad.translate.memory import Match
from marsad.translate.segment import Source

NAME = "reading-aid"
NOTHING = "reading aid: nothing of this is known"
"""Stands for a segment about which the aid has nothing to say."""
GLOSSED_INTO = "en"
"""Targets and glosses of the termbase are English."""


class ReadingAid:
    """Says what the lab said before of a source like this, else what is known of its words."""

    name = NAME
    kind = AID

    def __init__(self, book: Handbook) -> None:
        """Read from a handbook; another termbase or rendering makes a new version."""
        self.book = book
        renderings = [(each.name, *each.passages.items()) for each in book.renderings.all]
        known = (*book.termbase.terms, *renderings)
        self.version = f"2.{made_of(*known)[:8]}" if known else "2"

    def translate(self, sources: Sequence[Source], to: str) -> Iterator[Sequence[str]]:
        """Yield a labelled reading of each segment; empty where nothing is known."""
        for source in sources:
            yield [_read(helps, to) for helps in self.book.helps(source, to)]


def reading_aid(store: Store) -> ReadingAid:
    """The aid of a lab, with what its handbook says now."""
    return ReadingAid(Handbook.of(store))


def shown(translation: Translation) -> list[str]:
    """What to show for each segment; a reading aid says so where it has nothing to say."""
    blank = NOTHING if translation.kind == AID else ""
    return [each.target or blank for each in translation.segments]


def unlabelled(target: str) -> str:
    """What a reading says, without the label that says what it is; for measuring."""
    return target.partition(": ")[2]


def _read(helps: Helps, to: str) -> str:
    for match in helps.memory:
        return _recalled(match)
    for passage in helps.scripture:
        if (passage.start, passage.end) == (helps.start, helps.end):
            return _quoted(passage)
    return _word_by_word(helps, to)


def _quoted(passage: KnownPassage) -> str:
    if not passage.rendering:
        return f"reading aid, scripture: {passage.written}"
    part = "" if passage.whole else ", of which a part is quoted"
    said = f"{passage.written}{part}, in {isolate(passage.name)}"
    return f"reading aid, {said}: {isolate(passage.rendering)}"


def _word_by_word(helps: Helps, to: str) -> str:
    parts, done = [], helps.start
    for start, end, said in _words(helps, to):
        if start >= done:
            parts += [_kept(helps.source[done - helps.start : start - helps.start]), said]
            done = end
    if not parts:
        return ""
    rest = _kept(helps.source[done - helps.start :])
    return f"reading aid, word by word: {' '.join(filter(None, [*parts, rest]))}"


def _words(helps: Helps, to: str) -> list[tuple[int, int, str]]:
    """What is known of stretches that lie in the segment, in order, the longest first."""
    said = [(each.start, each.end, each.written) for each in helps.dates]
    said += [(each.start, each.end, each.latin) for each in helps.names]
    if to == GLOSSED_INTO:
        said += [(each.start, each.end, each.term.english) for each in helps.terms]
    inside = (each for each in said if helps.start <= each[0] and each[1] <= helps.end)
    return sorted(inside, key=lambda each: (each[0], -each[1]))


def _recalled(match: Match) -> str:
    entry = match.entry
    return f"reading aid, memory {match.percent} %, {entry.told}: {entry.target}"


def _kept(stretch: str) -> str:
    # In the original script: a word we do not know is not helped by spelling it in Latin.
    worded = any(character.isalnum() for character in stretch)
    return isolate(" ".join(stretch.split())) if worded else ""
