"""Decides which stretches are quotations: enough words, rare enough, or marked as one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from marsad.enrich.scripture_align import Aligned, Edit
from marsad.enrich.scripture_find import FEW, Finder, Quotation
from marsad.enrich.scripture_index import Index
from marsad.enrich.scripture_marks import Marked
from marsad.enrich.scripture_words import Word

PLAIN = {"quran": (4, 40.0), "hadith": (6, 60.0)}
"""Words, and bits of surprise in them, that make a quotation which nothing marks.

Chosen on ordinary Arabic: four words may agree by chance where they are as common as numbers are.
"""
MARKED = {"quran": (2, 18.0), "hadith": (3, 24.0)}
"""The same for a quotation that is introduced as one."""
WHOLE = (3, 24.0)
"""The same for whole verses that fill a line, or the space between two marks."""
LONG = (7, 18.0)
"""The same for so many words of the Quran that chance is out of the question."""
LOOKED_UP = 100
"""Marked stretches of one post, found in no book by their shingles, that are looked up anew."""
CLAIMS = 3
"""Words of a marked stretch without which it claims to quote nothing."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A quotation, and whether the post marks it as one; or a mark and no quotation."""

    quotation: Quotation | None
    mark: Marked | None


def judge(
    finder: Finder, words: Sequence[Word], found: Sequence[Quotation], marks: Sequence[Marked]
) -> Iterator[Judged]:
    """The quotations of a post, then what it introduces as one and no book has."""
    index, named = finder.index, [mark for mark in marks if mark.book]
    kept = []
    for one in found:
        mark = _mark_of(one.aligned, named)
        if _enough(one, index, mark, marks):
            kept.append(Judged(_completed(one, index, mark, marks), mark))
    yield from kept
    bare = (mark for mark in named if not (mark.open_ended or _covered(mark, kept)))
    for mark in islice(bare, LOOKED_UP):
        stretch = words[mark.start : mark.end]
        closest = finder.closest(stretch, mark.book)
        if closest and _like(closest, mark):
            moved = replace(closest, aligned=shifted(closest.aligned, mark.start))
            kept.append(Judged(_completed(moved, index, mark, marks), mark))
            yield kept[-1]
        elif sum(bool(word.letters) for word in stretch) >= CLAIMS:
            yield Judged(None, mark)


def book_of(one: Quotation, index: Index) -> str:
    """``quran`` or ``hadith``."""
    return "quran" if one.aligned.book_start < index.quran_end else "hadith"


def shifted(one: Aligned, by: int) -> Aligned:
    """The same words of the book beside words of the post further on."""
    edits = tuple(replace(e, start=e.start + by, end=e.end + by) for e in one.edits)
    return replace(one, start=one.start + by, end=one.end + by, edits=edits)


def _enough(one: Quotation, index: Index, mark: Marked | None, marks: Sequence[Marked]) -> bool:
    book = book_of(one, index)
    meant = mark and mark.book == book and _fills(one.aligned, mark)
    enough = [(MARKED if meant else PLAIN)[book]]
    if book == "quran":
        enough += [LONG, WHOLE] if _whole(one, index, marks) else [LONG]
    return any(one.aligned.agreeing >= words and one.weight >= bits for words, bits in enough)


def _whole(one: Quotation, index: Index, marks: Sequence[Marked]) -> bool:
    """Whether it is whole verses, and all that stands on its line or between its marks."""
    aligned = one.aligned
    begins, ends = int(index.starts[one.first]), int(index.starts[one.last + 1])
    if (aligned.book_start, aligned.book_end) != (begins, ends) or aligned.edits:
        return False
    return any((mark.start, mark.end) == (aligned.start, aligned.end) for mark in marks)


def _mark_of(one: Aligned, marks: Sequence[Marked]) -> Marked | None:
    """The narrowest mark that most of a quotation stands in."""
    around = [mark for mark in marks if 2 * _common(one, mark) > one.end - one.start]
    return min(around, key=lambda mark: mark.end - mark.start, default=None)


def _fills(one: Aligned, mark: Marked) -> bool:
    """Whether it is most of what is marked; right behind the colon, where nothing ends the mark."""
    if mark.open_ended:
        return one.start - mark.start <= 1
    return 2 * one.agreeing >= mark.end - mark.start


def _common(one: Aligned, mark: Marked) -> int:
    return min(one.end, mark.end) - max(one.start, mark.start)


def _covered(mark: Marked, kept: Sequence[Judged]) -> bool:
    shared = 0
    for one in kept:
        if one.quotation:
            shared += max(_common(one.quotation.aligned, mark), 0)
    return 2 * shared >= mark.end - mark.start


def _like(closest: Quotation, mark: Marked) -> bool:
    """Whether it is near enough to be what was meant: all of it when it is short."""
    size, agreeing = mark.end - mark.start, closest.aligned.agreeing
    if agreeing == size:
        return mark.ornate or size > 1
    return agreeing >= CLAIMS and 2 * agreeing >= size


def _completed(
    one: Quotation, index: Index, mark: Marked | None, marks: Sequence[Marked]
) -> Quotation:
    """With the words up to its marks that are other than those of the book."""
    aligned = one.aligned
    if mark and not mark.open_ended and 2 * aligned.agreeing >= mark.end - mark.start:
        left, right = max(aligned.start - mark.start, 0), max(mark.end - aligned.end, 0)
    else:
        left, right = _changed_ends(one, index, marks)
    if not left and not right:
        return one
    before = aligned.book_start - int(index.starts[one.first])
    behind = int(index.starts[one.last + 1]) - aligned.book_end
    under = left if left <= min(before, FEW) else 0
    over = right if right <= min(behind, FEW) else 0
    start, end = aligned.start - left, aligned.end + right
    book_start, book_end = aligned.book_start - under, aligned.book_end + over
    first = [Edit(start, aligned.start, book_start, aligned.book_start)] if left else []
    last = [Edit(aligned.end, end, aligned.book_end, book_end)] if right else []
    edits = (*first, *aligned.edits, *last)
    return replace(one, aligned=Aligned(start, end, book_start, book_end, edits))


def _changed_ends(one: Quotation, index: Index, marks: Sequence[Marked]) -> tuple[int, int]:
    """A word or two between a quotation and its mark, where the verse has as many left."""
    aligned = one.aligned
    before = aligned.book_start - int(index.starts[one.first])
    behind = int(index.starts[one.last + 1]) - aligned.book_end
    left = any(aligned.start - mark.start == before for mark in marks) and before <= FEW
    right = any(mark.end - aligned.end == behind for mark in marks) and behind <= FEW
    return before if left else 0, behind if right else 0
