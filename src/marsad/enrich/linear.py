"""A linear model over words and n-grams of letters: small, exact to rerun, and readable.

Why not scikit-learn? It brings 100 MB for what a page of numpy does to a lab's few thousand posts;
``bench/flags.py`` shows both side by side.
"""

import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from marsad.enrich.coder_match import words_of

BUCKETS = 1 << 18
"""Features share these; a clash of two rare ones does little harm."""
LONGEST = 4000
"""Characters of a text that are read."""
GRAMS = (3, 4, 5)
ROUNDS = 15
COST = 1.0
SEED = 20211019

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """A text as features: which, and how much of each; of length one."""

    at: NDArray[np.int64]
    much: Numbers


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights of one code, and the margin from which it is given."""

    weights: Numbers
    threshold: float = 0.0

    def margin(self, row: Row) -> float:
        """How far a text lies on the side of the code."""
        return float(self.weights[row.at] @ row.much)

    def gives(self, row: Row) -> bool:
        """Whether the code is given."""
        return self.margin(row) >= self.threshold


def row(text: str) -> Row:
    """The features of a text: folded words, pairs of them, and pieces of words."""
    words = [f"<{word.text}>" for word in words_of(text[:LONGEST])]
    found = Counter(words)
    found.update(" ".join(pair) for pair in pairwise(words))
    for word in words:
        found.update(word[n : n + size] for size in GRAMS for n in range(len(word) - size + 1))
    buckets: Counter[int] = Counter()
    for feature, times in found.items():
        buckets[zlib.crc32(feature.encode("utf-8", "surrogatepass")) % BUCKETS] += times
    at = np.fromiter(buckets, dtype=np.int64, count=len(buckets))
    much = 1 + np.log(np.fromiter(buckets.values(), dtype=float, count=len(buckets)))
    return Row(at, much / (np.linalg.norm(much) or 1))


def fit(rows: Sequence[Row], given: Sequence[bool]) -> Linear:
    """Learn one code, by coordinate descent in the dual of a squared-hinge linear SVM.

    The rarer side weighs more, up to tenfold. (Hsieh and others, 2008: A Dual Coordinate Descent
    Method for Large-scale Linear SVM.)
    """
    share = sum(given) / len(given)
    cost = {True: COST * min(10.0, (1 - share) / share), False: COST}
    weights, alpha = np.zeros(BUCKETS), np.zeros(len(rows))
    # Not for secrets: a fixed order, so that the same codes give the same model.
    dice = np.random.default_rng(SEED)
    for _ in range(ROUNDS):
        for n in dice.permutation(len(rows)):
            at, much, side = rows[n].at, rows[n].much, 1.0 if given[n] else -1.0
            slack = 1 / (2 * cost[given[n]])
            slope = side * float(weights[at] @ much) - 1 + slack * alpha[n]
            moved = max(alpha[n] - slope / (float(much @ much) + slack), 0.0)
            weights[at] += (moved - alpha[n]) * side * much
            alpha[n] = moved
    # As they are stored, so that a threshold means the same afterwards.
    return Linear(weights.astype(np.float32).astype(float))
