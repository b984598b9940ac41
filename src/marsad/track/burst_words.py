"""Which post has which word, for all words that could burst at all."""

from array import array
from dataclasses import dataclass

import numpy as np

from marsad.store import Store
from marsad.store.seen_columns import Numbers
from marsad.track.statements import Statements, texts
from marsad.track.wording import stems

LEAST = 4
DAYS = 7
"""Words with fewer own posts than ``LEAST`` within so many days are not looked at."""
SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words, and the statements that have them."""

    words: tuple[str, ...]
    which: Numbers
    """Word of each entry; sorted."""
    at: Numbers
    """Which entry of the statements."""
    asked: int
    """How many words have ``LEAST`` own posts, dense or not."""


def vocabulary(store: Store, told: Statements) -> Vocabulary:
    """Read the words of all statements, each once a post."""
    known: dict[str, int] = {}
    which, at = array("i"), array("i")
    for n, (_post, text) in enumerate(texts(store, told.posts.tolist())):
        for word in set(stems(text)):
            if len(word) >= SHORTEST:
                which.append(known.setdefault(word, len(known)))
                at.append(n)
    words, rows = np.array(which, np.int64), np.array(at, np.int64)
    order = np.argsort(words, kind="stable")
    words, rows = words[order], rows[order]
    kept = _dense(words, told.days[rows], told.own[rows], len(known))
    numbers = np.cumsum(kept) - 1
    inside = kept[words]
    named = tuple(word for word, keep in zip(known, kept, strict=True) if keep)
    often = int((np.bincount(words[told.own[rows]], minlength=1) >= LEAST).sum())
    return Vocabulary(named, numbers[words[inside]], rows[inside], often)


def _dense(words: Numbers, days: Numbers, own: np.ndarray, size: int) -> np.ndarray:
    """Which words have ``LEAST`` own posts within ``DAYS`` days; entries are in order of time."""
    mine, when = words[own], days[own]
    kept = np.zeros(size, bool)
    ahead = LEAST - 1
    if len(mine) > ahead:
        same = mine[ahead:] == mine[:-ahead]
        near = when[ahead:] - when[:-ahead] < DAYS
        kept[mine[ahead:][same & near]] = True
    return kept
