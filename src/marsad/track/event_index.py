"""Finds the names of many events in a text at once, in any spelling, with what is written onto it.

Names of one word are taken only as they are, or with particles written onto them; words and names
of several words also by their stems.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from marsad.text.clitics import stem
from marsad.text.fold import folded
from marsad.text.name_words import bare, uninflected
from marsad.track.event_names import TITLE, WORD

_WORD = re.compile(r"[^\W_]+")
STEM = "~"
SHORTEST, SHORTEST_LATIN = 3, 4
"""Letters of a name of one word; shorter ones, as acronyms, are told by findings alone."""
LONGEST = 8
Node = dict[str, Any]
"""Stems that may follow, and under the empty one the numbers of the names that end here."""


class CueIndex:
    """Every name with the numbers of the cues it stands for."""

    def __init__(self) -> None:
        """Know no name yet."""
        self._words: dict[str, list[int]] = {}
        self._runs: Node = {}

    def add(self, name: str, family: str, number: int) -> None:
        """Enter a name."""
        words = _WORD.findall(folded(name))[:LONGEST]
        if len(words) > 1:
            node = self._runs
            for word in words:
                node = node.setdefault(stem(word), {})
            node.setdefault("", []).append(number)
        elif words and len(words[0]) >= (SHORTEST_LATIN if words[0].isascii() else SHORTEST):
            loose = (STEM + stem(words[0]),) if family in (WORD, TITLE) else ()
            for form in (words[0], *loose):
                self._words.setdefault(form, []).append(number)

    def find(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Number, start and end, in the folded text, of every name found."""
        found = [(match[0], match.start(), match.end()) for match in _WORD.finditer(folded(text))]
        for at, (word, start, end) in enumerate(found):
            seen: set[int] = set()
            for form in forms(word):
                for number in self._words.get(form, ()):
                    if number not in seen:
                        seen.add(number)
                        yield number, start, end
            if stem(word) in self._runs:
                yield from self._run(found, at)

    def _run(self, found: list[tuple[str, int, int]], at: int) -> Iterator[tuple[int, int, int]]:
        node, start = self._runs, found[at][1]
        for word, _, end in found[at : at + LONGEST]:
            node = node.get(stem(word), {})
            if not node:
                return
            for number in node.get("", ()):
                yield number, start, end


@lru_cache(maxsize=300_000)
def forms(word: str) -> tuple[str, ...]:
    """As what a word of a text may be looked up: as it is, without particles, and by its stem."""
    return tuple(dict.fromkeys((*bare(word), *uninflected(word), STEM + stem(word))))
