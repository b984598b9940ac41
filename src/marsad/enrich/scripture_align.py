"""Follows a quotation word by word from where it was noticed, over small differences."""

from collections.abc import Container, Sequence
from dataclasses import dataclass

LEAPS = ((1, 1), (1, 0), (0, 1), (2, 2), (2, 1), (1, 2), (2, 0), (0, 2), (3, 3), (0, 3), (3, 0))
"""Words of the post and of the book that differ, the likeliest first."""
PENALTY = 1.5
"""A word that differs, against one that agrees."""
PATIENCE = 4.5
"""How far the sum may fall below its best before the quotation is over."""
SURE = 2
"""Words that must agree after a difference, unless a verse has but one more."""

Row = Sequence[int]


@dataclass(frozen=True, slots=True)
class Edit:
    """Words of the post, ``start`` to ``end``, for which the book has others (or either none)."""

    start: int
    end: int
    book_start: int
    book_end: int


@dataclass(frozen=True, slots=True)
class Aligned:
    """A stretch of a post beside a stretch of a book, and where the two differ."""

    start: int
    end: int
    book_start: int
    book_end: int
    edits: tuple[Edit, ...] = ()

    @property
    def differing(self) -> int:
        """How many words are other, missing or added."""
        return sum(max(e.end - e.start, e.book_end - e.book_start) for e in self.edits)

    @property
    def agreeing(self) -> int:
        """How many words of the post are those of the book."""
        return self.end - self.start - sum(edit.end - edit.start for edit in self.edits)


def align(post: Row, book: Row, at: int, place: int, starts: Container[int] = ()) -> Aligned:
    """The quotation around a word of the post that is the same as one of the book.

    ``starts`` are the places where passages begin.
    """
    right, forward = _follow(post, book, at, place, 1, starts)
    left, back = _follow(post, book, at - 1, place - 1, -1, starts)
    edits = (*reversed(back), *forward)
    return Aligned(left[0] + 1, right[0], left[1] + 1, right[1], edits)


def _follow(
    post: Row, book: Row, at: int, place: int, step: int, starts: Container[int]
) -> tuple[tuple[int, int], list[Edit]]:
    """Go on in one direction; the first words beyond the best end, and the edits before it."""
    best, score, best_score, kept = (at, place), 0.0, 0.0, 0
    edits: list[Edit] = []
    while True:
        while 0 <= at < len(post) and 0 <= place < len(book) and 0 < post[at] == book[place]:
            at, place, score = at + step, place + step, score + 1
        # A verse quoted to its end is worth a word.
        whole = score + ((place if step > 0 else place + 1) in starts)
        if whole > best_score:
            best, best_score, kept = (at, place), whole, len(edits)
        leap = _leap(post, book, at, place, step, starts)
        if leap is None:
            return best, edits[:kept]
        edits.append(_edit(at, place, leap, step))
        at, place = at + step * leap[0], place + step * leap[1]
        score -= PENALTY * max(leap)
        if score < best_score - PATIENCE:
            return best, edits[:kept]


def _leap(
    post: Row, book: Row, at: int, place: int, step: int, starts: Container[int]
) -> tuple[int, int] | None:
    for over, under in LEAPS:
        to = place + step * under
        last = max(over, under) == 1 and (to + 1 if step > 0 else to) in starts
        if _agree(post, book, at + step * over, to, step, 1 if last else SURE):
            return over, under
    return None


def _agree(post: Row, book: Row, at: int, place: int, step: int, words: int) -> bool:
    last, end = at + step * (words - 1), place + step * (words - 1)
    if not (0 <= at < len(post) and 0 <= last < len(post)):
        return False
    if not (0 <= place < len(book) and 0 <= end < len(book)):
        return False
    return all(0 < post[at + step * n] == book[place + step * n] for n in range(words))


def _edit(at: int, place: int, leap: tuple[int, int], step: int) -> Edit:
    over, under = leap
    if step > 0:
        return Edit(at, at + over, place, place + under)
    return Edit(at - over + 1, at + 1, place - under + 1, place + 1)
