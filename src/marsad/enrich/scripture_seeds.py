"""Where posts and books have three words in common, and the runs of such places."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from marsad.enrich.scripture_index import APART, Ids, Shingles, shingles

MOST = 128
"""A shingle that stands in more places says nothing about which of them was quoted."""
NEAR = APART - 2
"""Shingles of one run begin at most this far apart."""
EQUALS = 4
"""Runs over the same words of a post that are looked at, the first in the books first."""

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a post that stand in a book in the same order, with few others between them."""

    start: int
    end: int
    place: int
    """Where the first of them stands among the tokens of the index."""


def runs(
    ids: Ids, table: Shingles, forms: int, weights: NDArray[np.float32], least: float
) -> list[Run]:
    """The runs of at least so much weight in a batch, the weightiest first."""
    where, places = _hits(ids, table, forms)
    if not len(where):
        return []
    shift = places - where
    order = np.lexsort((where, shift))
    where, shift = where[order], shift[order]
    first = np.flatnonzero((np.diff(shift, prepend=shift[0] - 1) != 0) | _far(where))
    last = np.append(first[1:], len(where)) - 1
    start, end = where[first], where[last] + 3
    sums = np.concatenate([[0.0], np.cumsum(weights, dtype=np.float64)])
    weight = sums[np.minimum(end, len(weights))] - sums[start]
    order = np.lexsort((start + shift[first], end, start, -weight))
    order = order[weight[order] >= least]
    order = order[_ranks(start[order], end[order]) < EQUALS]
    return [Run(int(start[at]), int(end[at]), int(start[at] + shift[first[at]])) for at in order]


def _hits(ids: Ids, table: Shingles, forms: int) -> tuple[Numbers, Numbers]:
    """Every word at which a shingle of the books begins, beside each of its places."""
    wheres, places = [], []
    for form in range(forms):
        keys, there = shingles(ids, form)
        low = np.searchsorted(table.keys, keys, side="left")
        count = np.searchsorted(table.keys, keys, side="right") - low
        kept = np.flatnonzero((count > 0) & (count <= MOST))
        low, count, there = low[kept], count[kept], there[kept]
        total = int(count.sum())
        within = np.arange(total) - np.repeat(np.cumsum(count) - count, count)
        places.append(table.places[np.repeat(low, count) + within].astype(np.int64))
        wheres.append(np.repeat(there, count))
    return np.concatenate(wheres), np.concatenate(places)


def _far(where: Numbers) -> NDArray[np.bool_]:
    return np.diff(where, prepend=where[0]) > NEAR


def _ranks(start: Numbers, end: Numbers) -> Numbers:
    """For each run, how many before it in the row are over the same words."""
    same = (np.diff(start, prepend=-1) == 0) & (np.diff(end, prepend=-1) == 0)
    number = np.arange(len(start))
    begins = np.maximum.accumulate(np.where(same, 0, number))
    return number - begins
