"""The words of a post as wordings are compared: folded, without clitics, links and handles."""

import re
from collections.abc import Iterable, Iterator

from marsad.safeguards import PSEUDONYM
from marsad.text.clitics import stem
from marsad.text.fold import folded, folded_with_offsets
from marsad.text.links import without_links

_WORD = re.compile(r"[^\W_]+")
_HANDLE = re.compile(r"@\w+")
LONGEST = 20_000
"""Characters that are read of a post."""
SHORTEST = 2


def stems(text: str) -> list[str]:
    """The words of a text in their order; numbers and single letters are none."""
    words = _WORD.findall(folded(_plain(text)))
    return [stem(word) for word in words if len(word) >= SHORTEST and not word.isdigit()]


def written(text: str, wanted: Iterable[str]) -> dict[str, str]:
    """How some stems are written in a text, in its own letters."""
    asked, plain = set(wanted), folded_with_offsets(_plain(text))
    found: dict[str, str] = {}
    for start, end, word in _pieces(plain.text):
        if (bare := stem(word)) in asked and bare not in found:
            first, last = plain.span(start, end)
            found[bare] = plain.source[first:last]
    return found


def phrase_written(text: str, phrase: tuple[str, ...]) -> str:
    """How a phrase is written in a text; empty where it does not stand there."""
    plain = folded_with_offsets(_plain(text))
    pieces = list(_pieces(plain.text))
    words = [stem(word) for _start, _end, word in pieces]
    for at in range(len(words) - len(phrase) + 1):
        if tuple(words[at : at + len(phrase)]) == phrase:
            first, last = plain.span(pieces[at][0], pieces[at + len(phrase) - 1][1])
            return plain.source[first:last]
    return ""


def phrases(words: list[str], most: int = 3) -> Iterator[tuple[str, ...]]:
    """Every run of one to ``most`` words, each time it occurs."""
    for at in range(len(words)):
        for end in range(at + 1, min(at + most, len(words)) + 1):
            yield tuple(words[at:end])


def _plain(text: str) -> str:
    plain = without_links(text[:LONGEST])
    plain = _HANDLE.sub(" ", plain) if "@" in plain else plain
    # Who stands behind a pseudonym is nobody's business here.
    return PSEUDONYM.sub(" ", plain) if "person-" in plain else plain


def _pieces(plain: str) -> Iterator[tuple[int, int, str]]:
    for found in _WORD.finditer(plain):
        if found.end() - found.start() >= SHORTEST and not found[0].isdigit():
            yield found.start(), found.end(), found[0]
