"""Every three words that follow one another in the books, and where; made once and kept.

A shingle is three words as one number, exact and without collisions; the numbers are sorted, so
that a batch of posts is looked up by bisection. In the Quran, whose verses may be short, there
are also the shingles of four words that leave one of the middle two open.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from marsad.enrich.scripture_books import Passage
from marsad.enrich.scripture_words import LONGEST, words
from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.text.skeleton import skeletons

BITS = 20
"""Of each word in a shingle; the three leave four for the form of the shingle."""
FORMS = ((0, 1, 2), (0, 1, 3), (0, 2, 3))
"""Which words of four make a shingle."""
APART = 8
"""Zeros between texts that do not run on: more than an alignment ever leaps over."""

Ids = NDArray[np.int32]
Keys = NDArray[np.int64]
Places = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Shingles:
    """Sorted shingles and the place of the first word of each."""

    keys: Keys
    places: Places


@dataclass(frozen=True)
class Index:
    """All that is looked up; words are known by a number that all their spellings share."""

    words: dict[str, int]
    """Number by skeleton."""
    tokens: Ids
    """The numbers of all words of all books; 0 between texts that do not run on."""
    starts: NDArray[np.int64]
    """Where each passage begins among the tokens, and the end."""
    references: Sequence[str]
    texts: bytes | memoryview | NDArray[np.uint8]
    """The passages as UTF-8, one after the other."""
    cuts: NDArray[np.int64]
    """Where each passage begins in ``texts``, and the end."""
    quran: Shingles
    hadith: Shingles
    rarity: NDArray[np.float32]
    """How many bits of surprise there are in each word, by its number."""
    order: Places
    """The places of all tokens, sorted by word."""
    quran_end: int
    """Where the hadith begin among the tokens."""

    def passage(self, place: int) -> int:
        """The number of the passage that a token is in."""
        return int(np.searchsorted(self.starts, place, side="right")) - 1

    def places(self, number: int) -> Places:
        """Every place where a word stands."""
        low, high = np.searchsorted(self.tokens, [number, number + 1], sorter=self.order)
        return self.order[low:high]

    def same(self, one: str, other: str) -> bool:
        """Whether two references share a passage, or one's words stand in the other's."""
        mine, yours = (self._numbers(each) for each in (one, other))
        if set(mine) & set(yours):
            return True
        a, b = sorted((self._row(mine), self._row(yours)), key=len)
        return bool(a) and f" {a} " in f" {b} "

    def _numbers(self, reference: str) -> range:
        """The passages of a reference; none for one that is not here."""
        first, _, last = reference.partition("-")
        at = self._passages.get(first)
        if at is None:
            return range(0)
        more = int(last) - int(first.rpartition(":")[2]) if last.isdigit() else 0
        return range(at, at + max(more, 0) + 1)

    def _row(self, passages: range) -> str:
        """The words of passages by their numbers, with spaces between."""
        if not passages:
            return ""
        row = self.tokens[self.starts[passages.start] : self.starts[passages.stop]]
        return " ".join(map(str, row.tolist()))

    @cached_property
    def _passages(self) -> dict[str, int]:
        return {reference: at for at, reference in enumerate(self.references)}

    def text(self, passage: int) -> str:
        """The words of a passage as the book has them."""
        return bytes(self.texts[self.cuts[passage] : self.cuts[passage + 1]]).decode("utf-8")


def build(passages: Iterable[Passage]) -> Index:
    """Read the books and index them."""
    register, starts = _Register(), []
    tokens: list[int] = []
    references, texts, cuts, quran_end = [], bytearray(), [0], 0
    for passage in passages:
        if not passage.follows:
            tokens += [0] * APART
        starts.append(len(tokens))
        tokens += [register.number(word.letters) for word in words(passage.text)]
        references.append(passage.reference)
        texts += passage.text.encode("utf-8")
        cuts.append(len(texts))
        if passage.reference.startswith("quran "):
            quran_end = len(tokens)
    numbers, known = register.merged()
    merged = numbers[np.asarray(tokens + [0] * APART, dtype=np.int32)]
    return Index(
        words=known,
        tokens=merged,
        starts=np.asarray([*starts, len(tokens)], dtype=np.int64),
        references=references,
        texts=bytes(texts),
        cuts=np.asarray(cuts, dtype=np.int64),
        quran=_sorted(merged[:quran_end], 0, FORMS),
        hadith=_sorted(merged[quran_end:], quran_end, FORMS[:1]),
        rarity=rarity(merged),
        order=np.argsort(merged, kind="stable").astype(np.int32),
        quran_end=quran_end,
    )


def shingles(ids: Ids, form: int) -> tuple[Keys, NDArray[np.int64]]:
    """The shingles of one form in a row of numbers, and where each begins."""
    size = len(ids) - max(FORMS[form])
    if size <= 0:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    first, second, third = (ids[at : at + size].astype(np.int64) for at in FORMS[form])
    there = np.flatnonzero((first > 0) & (second > 0) & (third > 0))
    key = (first << 2 * BITS | second << BITS | third) | form << 3 * BITS
    return key[there], there


def rarity(tokens: Ids) -> NDArray[np.float32]:
    """Bits of surprise by word: the binary logarithm of one over how often it stands there."""
    counts = np.bincount(tokens)
    counts[0] = 0
    share = np.maximum(counts, 1) / max(int(counts.sum()), 1)
    made: NDArray[np.float32] = (-np.log2(share)).astype(np.float32)
    made[0] = 0
    return made


def _sorted(tokens: Ids, offset: int, forms: Sequence[tuple[int, ...]]) -> Shingles:
    found = [shingles(tokens, number) for number in range(len(forms))]
    keys = np.concatenate([keys for keys, _ in found])
    places = np.concatenate([there for _, there in found]).astype(np.int32) + np.int32(offset)
    order = np.argsort(keys, kind="stable")
    return Shingles(keys[order], places[order])


class _Register:
    """Numbers skeletons, and remembers which of them are spellings of one word."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict(lambda: len(self._numbers) + 1)
        self._known: dict[str, int] = {}
        self._equal: list[tuple[int, int]] = []

    def number(self, letters: str) -> int:
        if not letters or len(letters) > LONGEST:
            return 0
        found = self._known.get(letters)
        if found is None:
            first, *others = (self._numbers[form] for form in sorted(skeletons(letters)))
            self._equal += [(first, other) for other in others]
            found = self._known[letters] = first
        return found

    def merged(self) -> tuple[Ids, dict[str, int]]:
        """The number of each number's word, and the words by skeleton."""
        root = list(range(len(self._numbers) + 1))
        if len(root) >> BITS:
            raise BadInput(
                Phrase("the hadith books have more than %(value)s different words", value=1 << BITS)
            )

        def find(one: int) -> int:
            while root[one] != one:
                root[one] = one = root[root[one]]
            return one

        for one, other in self._equal:
            root[find(other)] = find(one)
        numbers = np.asarray([find(one) for one in root], dtype=np.int32)
        return numbers, {form: int(numbers[at]) for form, at in self._numbers.items()}
