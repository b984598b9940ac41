"""Finds the texts that repeat one another, among any number of them, in the order they come."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest

import numpy as np
import numpy.typing as npt

from marsad.enrich.copies_index import Index
from marsad.enrich.copies_likeness import LEAST, likeness
from marsad.enrich.copies_sketch import KEYS, Keys, comparable, sketches
from marsad.enrich.copies_words import Words

TRIED = 12
"""Candidates that are compared word by word, those with the most shared keys first."""
Moments = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be compared."""

    number: int
    """Its own; ties of time go by it."""
    at: int
    """When it was posted, in microseconds."""
    post: str
    original: tuple[str, str]
    """Place and native id: versions of one post are no copies of each other."""
    words: Words


@dataclass(frozen=True, slots=True)
class Match:
    """Another text that says the same."""

    number: int
    at: int
    post: str
    likeness: float


@dataclass(slots=True)
class Sketched:
    """What must be remembered of the texts seen: numbers, times and keys, row by row."""

    numbers: Moments
    times: Moments
    keys: Keys

    @classmethod
    def nothing(cls) -> "Sketched":
        """Remember nothing yet."""
        return cls(np.empty(0, np.int64), np.empty(0, np.int64), np.empty((0, KEYS), np.uint32))


class Texts:
    """The texts seen so far."""

    def __init__(
        self, seen: Sketched, fetch: Callable[[Sequence[int]], dict[int, Text]]
    ) -> None:
        """Stand on what was sketched earlier; ``fetch`` gives such texts by their numbers."""
        self._index, self._fetch = Index(seen.keys), fetch
        self._numbers, self._times = seen.numbers.tolist(), seen.times.tolist()

    def compare(self, texts: Sequence[Text]) -> tuple[list[list[Match]], Sketched]:
        """What each text repeats or is repeated by, and what is to be remembered of the batch.

        Of texts that are equal but for spelling only the earliest is remembered: a text that was
        posted ten thousand times costs no more than one.
        """
        self._index.settle()
        texts = [text for text in texts if comparable(text.words)]
        keys = sketches([text.words for text in texts])
        old = self._index.old(keys)
        best = [self._best(found) for found in old]
        there = self._fetch(sorted({self._numbers[row] for rows in best for row in rows}))
        there |= {text.number: text for text in texts}
        matches, kept = [], []
        for n, text in enumerate(texts):
            for row in self._index.young(keys[n]):
                old[n][row] = old[n].get(row, 0) + 1
            tried = [self._numbers[row] for row in self._best(old[n])]
            missing = [number for number in tried if number not in there]
            there |= self._fetch(missing) if missing else {}
            found = list(_matches(text, [there[number] for number in tried if number in there]))
            matches.append(found)
            if not any(match.likeness == 1 and _order(match) < _order(text) for match in found):
                self._remember(text, keys[n])
                kept.append(n)
        return matches, _sketched([texts[n] for n in kept], keys[kept])

    def _best(self, found: dict[int, int]) -> list[int]:
        if len(found) <= TRIED:
            return list(found)
        return nlargest(TRIED, found, key=lambda row: (found[row], -self._times[row]))

    def _remember(self, text: Text, keys: Keys) -> None:
        self._index.add(keys)
        self._numbers.append(text.number)
        self._times.append(text.at)


def _matches(text: Text, others: Sequence[Text]) -> Iterator[Match]:
    for other in others:
        if other.original == text.original:
            continue
        first, second = sorted((text, other), key=_order)
        if (alike := likeness(second.words, first.words)) >= LEAST:
            yield Match(other.number, other.at, other.post, alike)


def _order(text: Text | Match) -> tuple[int, int]:
    return text.at, text.number


def _sketched(texts: Sequence[Text], keys: Keys) -> Sketched:
    numbers = np.array([text.number for text in texts], np.int64)
    return Sketched(numbers, np.array([text.at for text in texts], np.int64), keys)
