"""Cuts a text into the words that quotations are compared by."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from marsad.text.fold import folded

LONGEST = 40
"""Letters and marks; nothing longer is a word."""

_LETTER = (
    "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06e5\u06e6\u06ee\u06ef"
    "\u06fa-\u06ff\u0750-\u077f\u08a0-\u08c7\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdfd\ufe70-\ufefc"
)
_MARK = "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08c8-\u08ff"
_UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_WORD = re.compile(f"([{_LETTER}][{_LETTER}{_MARK}{_UNSEEN}]*)|[^\\W\\d_]+")
_ARABIC = re.compile(f"[{_LETTER}]")
_TAIL = re.compile(f"[{_UNSEEN}]+$")
_HIDDEN = re.compile(f"[{_UNSEEN}]")
_LEANS = frozenset(("يا", "ويا", "فيا", "ها", "و"))
"""Written as words of their own today, and with the next word in the Quran."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word and where it stands; without letters where a word of another script stands."""

    letters: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """Every word of a text that has Arabic script in it, in order; none for other texts."""
    return list(_joined(text)) if _ARABIC.search(text) else []


def _joined(text: str) -> Iterator[Word]:
    """Words, those that lean on the next one joined to it."""
    leaning: Word | None = None
    for one in _cut(text):
        if leaning is not None:
            if one.letters and text[leaning.end : one.start].isspace():
                yield Word(leaning.letters + one.letters, leaning.start, one.end)
                leaning = None
                continue
            yield leaning
            leaning = None
        if _leans(one.letters):
            leaning = one
        else:
            yield one
    if leaning is not None:
        yield leaning


def _cut(text: str) -> Iterator[Word]:
    for match in _WORD.finditer(text):
        found = match[1]
        if not found:
            yield Word("", match.start(), match.end())
            continue
        shown = _TAIL.sub("", found)
        end = match.start() + len(shown)
        if found[0] >= "\ufb50" and " " in (unfolded := folded(found)):
            # A ligature such as ﷺ is several words in one character.
            yield from (Word(part, match.start(), end) for part in unfolded.split())
        else:
            yield Word(_HIDDEN.sub("", shown), match.start(), end)


def _leans(letters: str) -> bool:
    return 0 < len(letters) <= 8 and _folded(letters) in _LEANS


@lru_cache(maxsize=4096)
def _folded(letters: str) -> str:
    return folded(letters)
