"""Phrases of prayer and courtesy that everybody says: by themselves they quote nothing."""

from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from marsad.enrich.scripture_index import APART, BITS, Ids, shingles
from marsad.enrich.scripture_words import Word, words


class Everyday:
    """The words of everyday phrases, by their pairs and shingles."""

    def __init__(self, pairs: Iterable[int], triples: Iterable[int]) -> None:
        """Take the phrases of two words as pairs, and the longer ones as shingles."""
        self._pairs = np.unique(np.fromiter(pairs, dtype=np.int64))
        self._triples = np.unique(np.fromiter(triples, dtype=np.int64))

    def covers(self, ids: Ids) -> NDArray[np.bool_]:
        """For each word, whether it stands in an everyday phrase."""
        covered = np.zeros(len(ids), dtype=np.bool_)
        keys, there = shingles(ids, 0)
        for at in there[np.isin(keys, self._triples)]:
            covered[at : at + 3] = True
        pairs = ids[:-1].astype(np.int64) << BITS | ids[1:]
        for at in np.flatnonzero(np.isin(pairs, self._pairs)):
            covered[at : at + 2] = True
        return covered


def everyday(numbers: Callable[[Iterable[Word]], list[int]]) -> Everyday:
    """The phrases of ``scripture_everyday.txt`` by the numbers of an index."""
    pairs, triples = [], []
    for phrase in _phrases():
        ids = np.asarray(numbers(words(phrase)) + [0] * APART, dtype=np.int32)
        if ids[2] == 0 and ids[0] and ids[1]:
            pairs.append(int(ids[0]) << BITS | int(ids[1]))
        triples += shingles(ids, 0)[0].tolist()
    return Everyday(pairs, triples)


@cache
def _phrases() -> tuple[str, ...]:
    text = files("marsad.enrich").joinpath("scripture_everyday.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))
