"""Finds where words of a batch of posts are those of the books."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from marsad.enrich.scripture_align import Aligned, align
from marsad.enrich.scripture_everyday import everyday
from marsad.enrich.scripture_index import APART, FORMS, Ids, Index
from marsad.enrich.scripture_seeds import Run, runs
from marsad.enrich.scripture_words import LONGEST, Word
from marsad.text.skeleton import skeleton

FEW = 2
"""Words on the far side of a verse's border that rather belong to the sentence around."""
LEAST = 18.0
"""Bits below which a run is not looked at."""
PIECE = 8192
"""Words looked up at a time; what goes over the border is followed from either side."""
EVERYDAY = 2.0
"""Bits of each word of an everyday phrase: several in a row are still no quotation."""
RAREST = 3
"""Words of a marked stretch that are looked up one by one."""
MOST = 100
"""A word that stands in more places finds no passage by itself."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a post, by their numbers in it, that are those of passages of a book."""

    post: int
    aligned: Aligned
    first: int
    last: int
    """Numbers of the passages in the index."""
    weight: float
    """Bits of surprise in the words that agree, everyday phrases hardly counted."""


class Finder:
    """Looks batches of posts up in an index."""

    def __init__(self, index: Index) -> None:
        """Open the index; it is shared and not written to."""
        self.index = index
        self._book = memoryview(index.tokens)  # type: ignore[arg-type]  # numpy's arrays are buffers
        starts = index.starts.tolist()
        # Where a text that runs on into no other ends, zeros follow.
        self._starts = frozenset((*starts, *(start - APART for start in starts)))
        self._everyday = everyday(self.numbers)
        self._number = lru_cache(maxsize=65_536)(self._numbered)

    def numbers(self, rows: Iterable[Word]) -> list[int]:
        """The numbers by which the index knows words; 0 for those that stand in no book."""
        return [self._numbered(word.letters) for word in rows]

    def find(self, rows: Sequence[Sequence[Word]]) -> list[Quotation]:
        """The quotations in the posts, verses before hadith, the surest first."""
        ids, begins = self._joined(rows)
        weights = self._weights(ids)
        found: list[Quotation] = []
        tables = ((self.index.quran, len(FORMS)), (self.index.hadith, 1))
        for table, forms in tables:
            row, taken = ids.tolist(), weights.copy()
            for one in found:
                # What a verse says speaks for no hadith that holds the verse as well.
                taken[begins[one.post] + one.aligned.start : begins[one.post] + one.aligned.end] = 0
            for first in range(0, len(ids), PIECE):
                piece = slice(first, first + PIECE + max(FORMS[-1]))
                looked_at = runs(ids[piece], table, forms, taken[piece], LEAST)
                moved = (
                    replace(run, start=run.start + first, end=run.end + first) for run in looked_at
                )
                found += self._accepted(moved, row, taken, begins)
        return found

    def closest(self, words: Sequence[Word], book: str) -> Quotation | None:
        """What in the Quran, or the hadith, is most like these words, looked up by the rarest."""
        row = [self._number(word.letters) for word in words]
        rarity, end = self.index.rarity, self.index.quran_end
        best: Aligned | None = None
        for at in sorted(range(len(row)), key=lambda at: -rarity[row[at]])[:RAREST]:
            places = self.index.places(row[at]) if row[at] else ()
            mine = [int(place) for place in places if (place < end) == (book == "quran")]
            for place in mine if len(mine) <= MOST else ():
                one = align(row, self._book, at, place, self._starts)
                if best is None or one.agreeing - one.differing > best.agreeing - best.differing:
                    best = one
        if best is None:
            return None
        best = self._within_borders(best)
        weights = self._weights(np.asarray(row + [0] * APART, dtype=np.int32))
        first, last = self.index.passage(best.book_start), self.index.passage(best.book_end - 1)
        return Quotation(0, best, first, last, _agreeing_weight(best, weights))

    def _accepted(
        self, looked_at: Iterable[Run], row: list[int], weights: NDArray[np.float32], begins: Ids
    ) -> Iterator[Quotation]:
        for _, equal in groupby(looked_at, key=lambda run: (run.start, run.end)):
            options = [one for run in equal if (one := self._around(row, run))]
            if not options:
                continue
            best = max(options, key=lambda one: (one.agreeing - one.differing, -one.book_start))
            best = self._within_borders(best)
            weight = _agreeing_weight(best, weights)
            post = int(np.searchsorted(begins, best.start, side="right")) - 1
            row[best.start : best.end] = [0] * (best.end - best.start)
            first, last = self.index.passage(best.book_start), self.index.passage(best.book_end - 1)
            yield Quotation(post, _moved(best, int(begins[post])), first, last, weight)

    def _around(self, row: list[int], run: Run) -> Aligned | None:
        """Align from the first word of the run that nothing else has claimed."""
        for at in range(run.start, run.end):
            place = run.place + at - run.start
            if 0 < row[at] == self._book[place]:
                return align(row, self._book, at, place, self._starts)
        return None

    def _within_borders(self, one: Aligned) -> Aligned:
        """Let go of a word or two that happen to be the end or the start of the verse beside."""
        starts = self.index.starts
        first, last = self.index.passage(one.book_start), self.index.passage(one.book_end - 1)
        if first == last:
            return one
        border = int(starts[first + 1])
        over = border - one.book_start
        if over <= FEW and one.book_start != int(starts[first]):
            one = _cut_left(one, over, border)
        border = int(starts[last])
        over = one.book_end - border
        if over <= FEW and one.book_end != int(starts[last + 1]):
            one = _cut_right(one, over, border)
        return one

    def _joined(self, rows: Sequence[Sequence[Word]]) -> tuple[Ids, Ids]:
        ids: list[int] = []
        begins = []
        for words in rows:
            begins.append(len(ids))
            ids += [self._number(word.letters) for word in words]
            ids += [0] * APART
        return np.asarray(ids, dtype=np.int32), np.asarray(begins, dtype=np.int32)

    def _weights(self, ids: Ids) -> NDArray[np.float32]:
        weights = self.index.rarity[ids].astype(np.float32)
        weights[self._everyday.covers(ids)] = EVERYDAY
        return weights

    def _numbered(self, letters: str) -> int:
        if not letters or len(letters) > LONGEST:
            return 0
        return self.index.words.get(skeleton(letters), 0)


def _agreeing_weight(one: Aligned, weights: NDArray[np.float32]) -> float:
    whole = float(weights[one.start : one.end].sum())
    return whole - sum(float(weights[edit.start : edit.end].sum()) for edit in one.edits)


def _cut_left(one: Aligned, over: int, border: int) -> Aligned:
    edits = tuple(edit for edit in one.edits if edit.book_start >= border)
    return one if edits != one.edits else replace(one, start=one.start + over, book_start=border)


def _cut_right(one: Aligned, over: int, border: int) -> Aligned:
    edits = tuple(edit for edit in one.edits if edit.book_end <= border)
    return one if edits != one.edits else replace(one, end=one.end - over, book_end=border)


def _moved(one: Aligned, by: int) -> Aligned:
    edits = tuple(replace(e, start=e.start - by, end=e.end - by) for e in one.edits)
    return replace(one, start=one.start - by, end=one.end - by, edits=edits)
