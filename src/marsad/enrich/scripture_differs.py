"""Which words of a quotation are not those of the book, and what the book has instead."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from marsad.enrich.scripture_align import Edit
from marsad.enrich.scripture_find import Quotation
from marsad.enrich.scripture_index import Index
from marsad.enrich.scripture_words import Word, words
from marsad.text.fold import folded
from marsad.text.skeleton import spellings
from marsad.vocabulary.suras import verses


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of a post, by number, and what stands in their stead in the book, if anything."""

    start: int
    end: int
    book: str


def differences(index: Index, post: Sequence[Word], one: Quotation) -> Iterator[Difference]:
    """Every difference, in order; what is left out is told with the word before it."""
    aligned = one.aligned
    book = _words(index, one)
    offset = int(index.starts[one.first])
    at, place = aligned.start, aligned.book_start
    for edit in (
        *aligned.edits,
        Edit(aligned.end, aligned.end, aligned.book_end, aligned.book_end),
    ):
        for n in range(edit.start - at):
            found = book[place + n - offset]
            if _another_word(post[at + n].letters, found):
                yield Difference(at + n, at + n + 1, found)
        at, place = edit.end, edit.book_end
        if edit.end > edit.start or edit.book_end > edit.book_start:
            start, begin = edit.start, edit.book_start
            if edit.start == edit.end:
                start, begin = start - 1, begin - 1
            said = " ".join(book[begin - offset : edit.book_end - offset])
            yield Difference(start, edit.end, said)


def _words(index: Index, one: Quotation) -> list[str]:
    """The words of the quoted passages as the book has them."""
    return [
        word.letters
        for passage in range(one.first, one.last + 1)
        for word in words(index.text(passage))
    ]


def _another_word(written: str, book: str) -> bool:
    """Whether a word with the same skeleton is yet another one, as قال is for قل.

    Alefs are left out and put in by habit; only what the Quran itself has as another word counts.
    """
    form = folded(written)
    return form not in spellings(book) and form in _forms()


@cache
def _forms() -> frozenset[str]:
    """Every form of every word of the Quran."""
    return frozenset(
        form
        for verse in verses().values()
        for word in words(verse)
        for form in spellings(word.letters)
    )
