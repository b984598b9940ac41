"""Finds the names of many events in a text at once, in any spelling, with what is written onto it.

Names of one word are taken only as they are, or with particles written onto them; words and names
of several words also by their stems.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from marsad.text.clitics import stem
from marsad.text.fold import folded
from marsad.text.name_words import bare, uninflected
from marsad.track.event_names import TITLE, WORD

_WORD = re.compile(r"[^\W_]+")
STEM = "~"
SHORTEST, SHORTEST_LATIN = 3, 4
"""Letters of a name of one word; shorter ones, as acronyms, are told by findings alone."""
LONGEST = 8
Rest = tuple[frozenset[str], ...]


class CueIndex:
    """Every name with the numbers of the cues it stands for."""

    def __init__(self) -> None:
        """Know no name yet."""
        self._heads: dict[str, list[tuple[Rest, int]]] = {}

    def add(self, name: str, family: str, number: int) -> None:
        """Enter a name."""
        words = _WORD.findall(folded(name))[:LONGEST]
        loose = family in (WORD, TITLE) or len(words) > 1
        if len(words) == 1:
            least = SHORTEST_LATIN if words[0].isascii() else SHORTEST
            if len(words[0]) < least:
                return
        sets = [frozenset((word, STEM + stem(word)) if loose else (word,)) for word in words]
        for form in sets[0] if sets else ():
            self._heads.setdefault(form, []).append((tuple(sets[1:]), number))

    def find(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Number, start and end, in the folded text, of every name found."""
        found = [(match[0], match.start(), match.end()) for match in _WORD.finditer(folded(text))]
        heads = self._heads
        for at, (word, start, end) in enumerate(found):
            seen: set[int] = set()
            for form in forms(word):
                for rest, number in heads.get(form, ()):
                    if number in seen:
                        continue
                    if not rest:
                        seen.add(number)
                        yield number, start, end
                    elif _follows(rest, found, at):
                        seen.add(number)
                        yield number, start, found[at + len(rest)][2]


def _follows(rest: Rest, found: list[tuple[str, int, int]], at: int) -> bool:
    if at + len(rest) >= len(found):
        return False
    words: Iterable[tuple[frozenset[str], str]] = (
        (wanted, found[at + n][0]) for n, wanted in enumerate(rest, start=1)
    )
    return all(any(form in wanted for form in forms(word)) for wanted, word in words)


@lru_cache(maxsize=300_000)
def forms(word: str) -> tuple[str, ...]:
    """As what a word of a text may be looked up: as it is, without particles, and by its stem."""
    return tuple(dict.fromkeys((*bare(word), *uninflected(word), STEM + stem(word))))
