"""What a term means, offered as ``[i.e., ...]`` where a text first has it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from marsad.model import Translation
from marsad.text.marks import marks
from marsad.translate.terms import Term, Termbase

_ENDING = r"(?:'s|s|es)?"


@dataclass(frozen=True, slots=True)
class Gloss:
    """A gloss that may be put into words, and where."""

    term: Term
    place: int
    """Right after what the translation calls it."""
    said: str
    """How the words have it."""

    @property
    def mark(self) -> str:
        """The mark as it would stand."""
        return f"[i.e., {self.term.gloss}]"


def glosses(
    words: str, made: Translation, termbase: Termbase, before: Sequence[str] = ()
) -> list[Gloss]:
    """The glosses that words have room for: of each term one, at its first mention.

    ``before`` is what a reader has read already. A term that was mentioned there, or whose meaning
    stands anywhere, gets none; nor does one that the words have only inside a mark.
    """
    read = [_blanked(each) for each in before]
    told = {mark.words.casefold() for each in (*before, words) for mark in marks(each)}
    plain = _blanked(words)
    found: dict[int, Gloss] = {}
    for term in _terms(made, termbase):
        name = _spelled(term)
        mentioned = any(name.search(each) for each in read)
        first = name.search(plain)
        if mentioned or first is None or f"i.e., {term.gloss}".casefold() in told:
            continue
        if not _explained(words, first.end()):
            found.setdefault(first.end(), Gloss(term, first.end(), first[0]))
    return [found[place] for place in sorted(found)]


def _terms(made: Translation, termbase: Termbase) -> Iterator[Term]:
    """The terms of the source that have a meaning to give beside what they are called."""
    seen: set[str] = set()
    for segment in made.segments:
        for match in termbase.find(segment.source, made.source_language):
            term = match.term
            said = bool(term.target and term.gloss and term.gloss != term.target)
            if said and not set("[]\\") & set(term.gloss) and term.gloss not in seen:
                seen.add(term.gloss)
                yield term


def _spelled(term: Term) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(term.target)}{_ENDING}(?!\w)", re.IGNORECASE)


def _blanked(words: str) -> str:
    for mark in marks(words):
        words = words[: mark.start] + "\x00" * (mark.end - mark.start) + words[mark.end :]
    return words


def _explained(words: str, place: int) -> bool:
    """Say whether a person has said there already who or what is meant."""
    return words[place:].lstrip().startswith("[i.e.,")
