"""Finds cues and frames in folded text: longest first, with proclitics, in one pass."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from marsad.text.fold import folded, folded_with_offsets
from marsad.vocabulary.cues import written_out

T = TypeVar("T")
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[😂🤣]")
_ARABIC = re.compile("[\u0621-\u06d3]")
_LONGEST = 40
"""Nothing longer is a word that a cue could be in."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word, folded, and where it stands in the original."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """Something found: in which words, and where these stand in the original."""

    what: T
    first: int
    """Number of its first word."""
    last: int
    start: int
    end: int


class _Node(Generic[T]):
    __slots__ = ("any", "begins", "ends", "next")

    def __init__(self) -> None:
        self.next: dict[str, _Node[T]] = {}
        self.begins: dict[str, _Node[T]] = {}
        """By the beginning of the next word."""
        self.any: _Node[T] | None = None
        self.ends: list[T] = []


class Matcher(Generic[T]):
    """A tree of formulas."""

    def __init__(self, formulas: Iterable[tuple[T, Iterable[str]]]) -> None:
        """Grow the tree from things and the terms they go by."""
        self._root: _Node[T] = _Node()
        for what, terms in formulas:
            for formula in written_out(tuple(terms)):
                self._grow(what, formula)

    def find(self, words: list[Word]) -> Iterator[Match[T]]:
        """Yield what is found, from left to right; nothing within or across what was found."""
        place = 0
        while place < len(words):
            last, found = self._longest(words, place)
            for what in found:
                yield Match(what, place, last, words[place].start, words[last].end)
            place = last + 1 if found else place + 1

    def _grow(self, what: T, formula: str) -> None:
        node = self._root
        for part in _parts(formula):
            if part == "*":
                node.any = node = node.any or _Node()
            elif part.endswith("*"):
                node = node.begins.setdefault(part[:-1], _Node())
            else:
                node = node.next.setdefault(part, _Node())
        if node is not self._root and what not in node.ends:
            node.ends.append(what)

    def _longest(self, words: list[Word], place: int) -> tuple[int, list[T]]:
        nodes, last, found = [self._root], place, []
        for number in range(place, len(words)):
            nodes = [after for node in nodes for after in _steps(node, words[number].text)]
            if not nodes:
                break
            ends = [what for node in nodes for what in node.ends]
            if ends:
                last, found = number, list(dict.fromkeys(ends))
        return last, found


def words_of(text: str) -> list[Word]:
    """The words of a text, folded."""
    plain = folded_with_offsets(text)
    return [
        Word(match[0], *plain.span(match.start(), match.end()))
        for match in WORD.finditer(plain.text)
    ]


def _parts(formula: str) -> Iterator[str]:
    for piece in folded(formula).split():
        if piece == "*":
            yield piece
            continue
        parts = WORD.findall(piece)
        yield from parts[:-1]
        if parts:
            yield parts[-1] + ("*" if piece.endswith("*") else "")


def _steps(node: _Node[T], word: str) -> Iterator[_Node[T]]:
    for form in _forms(word):
        if form in node.next:
            yield node.next[form]
    for begin, after in node.begins.items():
        if word.startswith(begin):
            yield after
    if node.any:
        yield node.any


@lru_cache(maxsize=100_000)
def _forms(word: str) -> tuple[str, ...]:
    """The word, and what it is without the proclitics that Arabic writes in front of it.

    The article stays: "the state" and "a state" are different cues.
    """
    if len(word) < 4 or len(word) > _LONGEST or not _ARABIC.match(word):
        return (word[:_LONGEST],)
    forms = [word]
    if word[0] in "وف":
        forms.append(word[1:])
    for form in tuple(forms):
        if form.startswith("لل") and len(form) > 4:
            forms.append("ال" + form[2:])
        elif form[0] in "بكل" and len(form) > 4:
            forms.append(form[1:])
    return tuple(forms)
