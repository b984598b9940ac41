"""Finds names in a text: the longest first, at word boundaries, in any spelling of their letters.

A table of whole names, entered by their first word: as fast as an automaton over letters, since
almost every word of a text begins no name, and it knows words, which an automaton does not.
"""

from collections.abc import Iterable
from typing import NamedTuple

from marsad.text.name_words import Word, bare, keys, spelled, uninflected, words

LONGEST = 12
"""Words of a name; what is longer is found by its first twelve."""
SHORTEST_SPELLED = 7
"""Letters of a Latin name from which on another transliteration of it is taken for it."""


class Hit(NamedTuple):
    """A stretch of a text that spells a name."""

    start: int
    end: int
    refs: tuple[int, ...]
    words: int
    first: int
    """Number of its first word among the words of the text."""
    exact: bool
    """Letter for letter, after folding, and with nothing written onto it."""


class NameIndex:
    """Every name with the numbers of those who bear it."""

    def __init__(self, names: Iterable[tuple[str, int]]) -> None:
        """Index names, each with the number of its bearer."""
        self._names: dict[str, tuple[int, ...]] = {}
        self._spelled: dict[str, tuple[int, ...]] = {}
        self._heads: dict[str, int] = {}
        self._spelled_heads: dict[str, int] = {}
        for name, ref in names:
            self._add(keys(name)[:LONGEST], ref)

    def __len__(self) -> int:
        """How many different names there are."""
        return len(self._names)

    def find(self, text: str) -> tuple[list[Word], list[Hit]]:
        """The words of a text and the names in it; where names overlap, the longer one."""
        found = words(text)
        hits, at = [], 0
        while at < len(found):
            hit = self._longest(found, at)
            if hit:
                hits.append(hit)
            at += hit.words if hit else 1
        return found, hits

    def named(self, name: str) -> tuple[int, ...]:
        """Who bears exactly this name, after folding."""
        return self._names.get(" ".join(keys(name)[:LONGEST]), ())

    def _add(self, parts: tuple[str, ...], ref: int) -> None:
        if not parts or (len(parts) == 1 and len(parts[0]) < 2):
            return
        _put(self._names, self._heads, parts, ref)
        if len("".join(parts)) >= SHORTEST_SPELLED and all(part.isascii() for part in parts):
            _put(self._spelled, self._spelled_heads, tuple(map(spelled, parts)), ref)

    def _longest(self, found: list[Word], at: int) -> Hit | None:
        for number, first in enumerate(bare(found[at].key)):
            if size := self._heads.get(first, 0):
                hit = _match(self._names, first, found, at, size)
                if hit:
                    return hit if not number else hit._replace(exact=False)
        if found[at].key.isascii():
            first = spelled(found[at].key)
            if size := self._spelled_heads.get(first, 0):
                respelled = [word._replace(key=spelled(word.key)) for word in found[at : at + size]]
                hit = _match(self._spelled, first, respelled, 0, size)
                return hit._replace(exact=False, first=at) if hit else None
        return None


def _put(
    table: dict[str, tuple[int, ...]], heads: dict[str, int], parts: tuple[str, ...], ref: int
) -> None:
    name = " ".join(parts)
    refs = table.get(name, ())
    if ref not in refs:
        table[name] = (*refs, ref)
    heads[parts[0]] = max(heads.get(parts[0], 0), len(parts))


def _match(
    table: dict[str, tuple[int, ...]], first: str, found: list[Word], at: int, size: int
) -> Hit | None:
    run = [first]
    while len(run) < size and at + len(run) < len(found) and found[at + len(run)].joined:
        run.append(found[at + len(run)].key)
    for count in range(len(run), 0, -1):
        last = found[at + count - 1]
        for ending in (run[count - 1], *uninflected(run[count - 1])):
            if refs := table.get(" ".join([*run[: count - 1], ending])):
                exact = ending == run[count - 1]
                return Hit(found[at].start, last.end, refs, count, at, exact)
    return None
