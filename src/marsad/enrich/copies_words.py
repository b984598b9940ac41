"""The words of a post as copies are compared: folded, without what reposts change freely."""

import re
from dataclasses import dataclass
from functools import lru_cache

from marsad.text.fold import folded
from marsad.text.links import without_links

LONGEST = 3000
"""Words; a text is told by its beginning, so that a book costs no more than a long post."""
_BREAK = re.compile(r"[\n|—–:•]")
_PIECE = re.compile(r"([#@]+)\w+|[^\W_]+")
_INSIDE = re.compile(r"[^\W_]+")


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
    words: list[str] = []
    tagged: set[int] = set()
    starts = {0}
    for part in _BREAK.split(folded(without_links(text))):
        starts.add(len(words))
        if "#" in part or "@" in part:
            _read_marked(part, words, tagged)
        else:
            words += _INSIDE.findall(part)
        if len(words) >= LONGEST:
            break
    first, last = _inner(min(len(words), LONGEST), tagged, starts)
    kept = frozenset(start - first for start in starts if first <= start <= last)
    return Words(tuple(words[first:last]), kept | {0, last - first}, text)


@lru_cache(maxsize=8192)
def recent_words_of(text: str) -> Words:
    """The same, remembered for a while: what was repeated once is looked at again."""
    return words_of(text)


def _read_marked(part: str, words: list[str], tagged: set[int]) -> None:
    """Add the words of a part that has hashtags or handles; handles are no words."""
    for found in _PIECE.finditer(part):
        said, marks = found[0], found[1]
        if not marks:
            words.append(said)
        elif marks[0] == "#":
            some = _INSIDE.findall(said)
            tagged.update(range(len(words), len(words) + len(some)))
            words += some


def _inner(last: int, tagged: set[int], starts: set[int]) -> tuple[int, int]:
    """Where the text ends before trailing hashtags, and begins after a line of them."""
    while last and last - 1 in tagged:
        last -= 1
    first = 0
    while first < last and first in tagged:
        first += 1
    # On the line of the text, a hashtag is its first word.
    return (first if first in starts else 0), last
