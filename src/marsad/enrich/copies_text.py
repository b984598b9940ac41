"""Finds the texts that repeat one another, among any number of them, in the order they come."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import inf

import numpy as np
import numpy.typing as npt

from marsad.enrich.copies_index import Index
from marsad.enrich.copies_likeness import LEAST, likeness
from marsad.enrich.copies_point import Stored
from marsad.enrich.copies_sketch import KEYS, Keys, sketches
from marsad.enrich.copies_words import Words

TRIED = 12
"""Candidates that are compared word by word, those with the most shared keys first."""
HOPELESS = 4
"""When so many of the first are no copies, the others share even less."""
Moments = npt.NDArray[np.int64]
_ROW = np.dtype([("number", "<i8"), ("at", "<i8"), ("keys", "<u4", (KEYS,))])


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be compared, and the post it is of."""

    of: Stored
    words: Words


@dataclass(frozen=True, slots=True)
class Match:
    """Another text that says the same."""

    text: Text
    likeness: float


@dataclass(slots=True)
class Sketched:
    """What must be remembered of the texts seen: numbers, times and keys, row by row."""

    numbers: Moments
    times: Moments
    keys: Keys

    def packed(self) -> bytes:
        """The rows as bytes."""
        rows = np.empty(len(self.numbers), _ROW)
        rows["number"], rows["at"], rows["keys"] = self.numbers, self.times, self.keys
        return rows.tobytes()

    @classmethod
    def unpacked(cls, batches: Iterable[bytes] = ()) -> "Sketched":
        """The rows of all batches, one after the other."""
        rows = np.frombuffer(b"".join(batches), _ROW)
        return cls(rows["number"].copy(), rows["at"].copy(), rows["keys"].copy())


class Texts:
    """The texts seen so far."""

    def __init__(self, seen: Sketched, fetch: Callable[[Sequence[int]], dict[int, Text]]) -> None:
        """Stand on what was sketched earlier; ``fetch`` gives such texts by their numbers."""
        self._index, self._fetch = Index(seen.keys), fetch
        self._numbers, self._times = seen.numbers.tolist(), seen.times.tolist()

    def compare(self, texts: Sequence[Text]) -> tuple[list[list[Match]], Sketched]:
        """What each text repeats or is repeated by, and what is to be remembered of the batch.

        Of texts that are equal but for spelling only the earliest is remembered: a text that was
        posted ten thousand times costs no more than one.
        """
        self._index.settle()
        keys = sketches([text.words for text in texts])
        named, old = self._index.named(keys), self._index.old(keys)
        there = self._fetch(sorted(self._expected(named, old)))
        there |= {text.of.number: text for text in texts}
        matches, kept = [], []
        for n, text in enumerate(texts):
            found = list(_matches(text, self._tried(old[n], named[n], there)))
            matches.append(found)
            if not any(each.likeness == 1 and each.text.of < text.of for each in found):
                self._remember(text, keys[n], named[n])
                kept.append(n)
        return matches, _sketched([texts[n] for n in kept], keys[kept])

    def _expected(self, named: Sequence[Sequence[int]], old: Sequence[dict[int, int]]) -> set[int]:
        """Numbers of the earlier texts that the batch will be compared with: to be read at once."""
        numbers: set[int] = set()
        for keys, found in zip(named, old, strict=True):
            before = dict(found)
            self._index.young(keys, before)
            numbers.update(self._numbers[row] for row in self._best(before))
        return numbers

    def _tried(
        self, found: dict[int, int], named: Sequence[int], there: dict[int, Text]
    ) -> list[Text]:
        self._index.young(named, found)
        numbers = [self._numbers[row] for row in self._best(found)]
        if missing := [number for number in numbers if number not in there]:
            there |= self._fetch(missing)
        return [there[number] for number in numbers if number in there]

    def _best(self, found: dict[int, int]) -> list[int]:
        if len(found) < 2:
            return list(found)
        return nlargest(TRIED, found, key=lambda row: (found[row], -self._times[row]))

    def _remember(self, text: Text, keys: Keys, named: Sequence[int]) -> None:
        self._index.add(keys, named)
        self._numbers.append(text.of.number)
        self._times.append(text.of.at)


def _matches(text: Text, others: Sequence[Text]) -> Iterator[Match]:
    failed: float = 0
    for other in others:
        if (alike := alike_to(text, other)) >= LEAST:
            failed = -inf
            yield Match(other, alike)
        elif (failed := failed + 1) == HOPELESS:
            return


def alike_to(one: Text, other: Text) -> float:
    """How surely the later of two texts repeats the earlier one."""
    if one.of.is_version_of(other.of):
        return 0.0
    first, second = sorted((one, other), key=lambda each: each.of)
    return likeness(second.words, first.words)


def _sketched(texts: Sequence[Text], keys: Keys) -> Sketched:
    numbers = np.array([text.of.number for text in texts], np.int64)
    return Sketched(numbers, np.array([text.of.at for text in texts], np.int64), keys)
