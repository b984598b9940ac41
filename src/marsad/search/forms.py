"""The words of a text in every form that the index keeps, each stretch between blanks cut once.

A lab says the same words again and again: what was made of a stretch is remembered, and a post
costs a look at each. No form reaches across a blank, so stretches can be cut one by one.
"""

from typing import NamedTuple

from marsad.search import latin
from marsad.search.words import exact_words, folded_words, stemmed

MOST_KEPT = 1 << 17
"""Stretches that are remembered, some 60 MB of them; then all are forgotten, since the frequent
ones are soon back, and keeping count of their use would cost more than cutting them again."""
LONGEST_KEPT = 48
"""Letters of a stretch that is remembered: addresses and noise seldom come back."""


class Forms(NamedTuple):
    """What the index is given of a text; the words of each strength have blanks between them."""

    exact: str
    folded: str
    stemmed: str
    latin: frozenset[str]
    """Under what a word in Latin letters may find them."""


def forms(text: str) -> Forms:
    """Every form of the words of a text."""
    cut = [_kept[part] for part in text.split()]
    if not cut:
        return Forms("", "", "", frozenset())
    exact, folded, stems, names = zip(*cut, strict=True)
    return Forms(
        " ".join(filter(None, exact)),
        " ".join(filter(None, folded)),
        " ".join(filter(None, stems)),
        frozenset().union(*filter(None, names)),
    )


class _Kept(dict[str, Forms]):
    def __missing__(self, part: str) -> Forms:
        made = _cut(part)
        if len(part) <= LONGEST_KEPT:
            if len(self) >= MOST_KEPT:
                self.clear()
            self[part] = made
        return made


_kept = _Kept()


def _cut(part: str) -> Forms:
    plain = folded_words(part)
    found = [latin.entries(word) for word in plain]
    return Forms(
        " ".join(exact_words(part)),
        " ".join(plain),
        " ".join([stemmed(word) for word in plain]),
        frozenset(entry for entries in found for entry in entries),
    )
