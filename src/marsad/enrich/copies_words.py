"""The words of a post as copies are compared: folded, without what reposts change freely."""

import re
from dataclasses import dataclass
from functools import lru_cache

from marsad.text.fold import folded
from marsad.text.links import find_links

LONGEST = 3000
"""Words; a text is told by its beginning, so that a book costs no more than a long post."""
_PIECE = re.compile(r"([#@]+)\w+|[^\W_]+|[\n|—–:•]")
_INSIDE = re.compile(r"[^\W_]+")
_LINKED = re.compile(r"://|\w\.\w")


@dataclass(frozen=True, slots=True)
class Words:
    """What is compared: the words, and where a new line or part begins."""

    words: tuple[str, ...]
    starts: frozenset[int]
    """Numbers of the words that follow a line break or a bar; 0 and the end among them."""
    text: str
    """As it was written: folding loses the capitals of names."""

    @property
    def letters(self) -> int:
        """How long the words are together."""
        return sum(map(len, self.words))


def words_of(text: str) -> Words:
    """Fold a text; links, handles, emoji and the hashtags around it are left out."""
    pieces: list[tuple[str, bool]] = []
    starts = {0}
    for found in _PIECE.finditer(folded(_without_links(text))):
        said, marks = found[0], found[1]
        if marks:
            if marks[0] == "#":
                pieces += [(word, True) for word in _INSIDE.findall(said)]
        elif said[0].isalnum():
            pieces.append((said, False))
        else:
            starts.add(len(pieces))
        if len(pieces) >= LONGEST:
            break
    first, last = _inner(pieces, starts)
    kept = frozenset(start - first for start in starts if first <= start <= last)
    return Words(tuple(word for word, _ in pieces[first:last]), kept | {0, last - first}, text)


@lru_cache(maxsize=8192)
def recent_words_of(text: str) -> Words:
    """The same, remembered for a while: what was repeated once is looked at again."""
    return words_of(text)


def _without_links(text: str) -> str:
    if not _LINKED.search(text):
        return text
    kept, done = [], 0
    for start, end, _ in find_links(text):
        kept += [text[done:start], " "]
        done = end
    return "".join([*kept, text[done:]])


def _inner(pieces: list[tuple[str, bool]], starts: set[int]) -> tuple[int, int]:
    """Where the text ends before trailing hashtags, and begins after a line of them."""
    last = len(pieces)
    while last and pieces[last - 1][1]:
        last -= 1
    first = 0
    while first < last and pieces[first][1]:
        first += 1
    # On the line of the text, a hashtag is its first word.
    return (first if first in starts else 0), last
