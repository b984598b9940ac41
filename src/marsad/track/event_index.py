"""Finds the names of many events in a text at once, in any spelling, with what is written onto it.

Names of one word are taken only as they are, or with particles written onto them; words and names
of several words also by their stems.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from marsad.text.clitics import stem
from marsad.text.fold import folded
from marsad.text.name_words import bare, uninflected
from marsad.track.event_names import TITLE, WORD

_WORD = re.compile(r"[^\W_]+")
STEM = "~"
SHORTEST, SHORTEST_LATIN = 3, 4
"""Letters of a name of one word; shorter ones, as acronyms, are told by findings alone."""
LONGEST = 8
LONGEST_PIECE, MOST_PIECES = 40, 200_000
"""Letters of a piece of text that is remembered, and how many are."""
Node = dict[str, Any]
"""Stems that may follow, and under the empty one the numbers of the names that end here."""


class Piece(NamedTuple):
    """What stands between two blanks, folded."""

    size: int
    words: tuple[tuple[str, int, int], ...]
    """Stem, start and end of each."""
    names: tuple[tuple[int, int, int], ...]
    """Number, start and end of each name of one word."""
    begins: tuple[int, ...]
    """Places among the words where a name of several words may begin."""


class CueIndex:
    """Every name with the numbers of the cues it stands for."""

    def __init__(self) -> None:
        """Know no name yet."""
        self._words: dict[str, list[int]] = {}
        self._runs: Node = {}
        self._pieces: dict[str, Piece] = {}

    def add(self, name: str, family: str, number: int) -> None:
        """Enter a name."""
        self._pieces.clear()
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
        # Folding goes letter by letter, and a blank stays one: pieces fold as the whole does.
        pieces = list(map(self._piece, text.split(" ")))
        at = 0
        for number, piece in enumerate(pieces):
            for cue, start, end in piece.names:
                yield cue, at + start, at + end
            for first in piece.begins:
                yield from self._run(pieces, number, first, at)
            at += piece.size + 1

    def _piece(self, raw: str) -> Piece:
        """What stands between two blanks; most of it comes again a thousand times."""
        if (known := self._pieces.get(raw)) is not None:
            return known
        fold = folded(raw)
        found = [(match[0], match.start(), match.end()) for match in _WORD.finditer(fold)]
        words = tuple((stem(word), start, end) for word, start, end in found)
        names = tuple(
            (number, start, end)
            for word, start, end in found
            for number in {n for form in forms(word) for n in self._words.get(form, ())}
        )
        begins = tuple(at for at, word in enumerate(words) if word[0] in self._runs)
        made = Piece(len(fold), words, names, begins)
        if len(raw) <= LONGEST_PIECE:
            if len(self._pieces) >= MOST_PIECES:
                self._pieces.clear()
            self._pieces[raw] = made
        return made

    def _run(
        self, pieces: list[Piece], number: int, first: int, at: int
    ) -> Iterator[tuple[int, int, int]]:
        """The names of several words that begin with a word of a piece that begins at ``at``."""
        node, start, read = self._runs, at + pieces[number].words[first][1], 0
        for piece in islice(pieces, number, None):
            for word, _, end in islice(piece.words, first, None):
                node = node.get(word, {})
                read += 1
                for cue in node.get("", ()):
                    yield cue, start, at + end
                if not node or read == LONGEST:
                    return
            at += piece.size + 1
            first = 0


@lru_cache(maxsize=300_000)
def forms(word: str) -> tuple[str, ...]:
    """As what a word of a text may be looked up: as it is, without particles, and by its stem."""
    return tuple(dict.fromkeys((*bare(word), *uninflected(word), STEM + stem(word))))
