"""Typical wording: the words by which some posts differ from all others of their time.

The measure is the logarithm of the odds against the other posts, which are its prior too (Monroe,
Colaresi and Quinn, Fightin' Words, 2008), in its own standard deviations: frequent words weigh
nothing, and a rare one has to come often enough. Words count once a post; large groups are sampled
evenly over time, so that a hundred thousand posts cost no more than some thousand.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from marsad.store import Store
from marsad.store.seen_columns import Numbers
from marsad.track.statements import Statements, texts
from marsad.track.wording import stems, written

SAMPLE, BACKGROUND = 1500, 6000
"""Posts that are read of a group, and of everything."""
PRIOR = 100.0
"""How many words of everything weigh as much as what a group says itself."""
SURE = 3.29
"""Standard deviations: one in a thousand would be there by chance."""
MOST = 8
LEAST = 3
SHORTEST = 3


class Typical(NamedTuple):
    """A word that sets posts apart."""

    word: str
    """As it is written there."""
    deviations: float
    posts: int
    """Of those that were read."""


class Words:
    """The words of statements, each once a post: read when they are asked for, and kept.

    All groups of one question are told from the same posts, and many posts are in several.
    """

    def __init__(self, store: Store, told: Statements) -> None:
        """Read what everybody says."""
        self.store, self.told = store, told
        self._kept: dict[int, frozenset[str]] = {}
        self.sample = evenly(np.flatnonzero(told.own), BACKGROUND)
        self.total = _counted(self.of(self.sample))

    def of(self, rows: Numbers) -> list[frozenset[str]]:
        """The stems of some statements, in the order given."""
        asked = rows.tolist()
        new = [row for row in dict.fromkeys(asked) if row not in self._kept]
        said = texts(self.store, self.told.posts[new].tolist())
        for row, (_post, text) in zip(new, said, strict=True):
            self._kept[row] = frozenset(stems(text))
        return [self._kept[row] for row in asked]


def typical(words: Words, groups: Sequence[Numbers]) -> Iterator[tuple[Typical, ...]]:
    """For each group of statements the words that are typical of it, surest first."""
    for rows in groups:
        some = evenly(rows[words.told.own[rows]], SAMPLE)
        counts = _counted(words.of(some))
        rest = words.total - _counted(words.of(np.intersect1d(words.sample, rows)))
        sure = sorted(_deviations(counts, rest), reverse=True)[:MOST]
        yield _written(words, some, {stem: (z, counts[stem]) for z, stem in sure})


def evenly(rows: Numbers, most: int) -> Numbers:
    """So many of the rows, at even steps."""
    if len(rows) <= most:
        return rows
    return rows[np.linspace(0, len(rows) - 1, most, dtype=np.int64)]


def _counted(some: Iterable[frozenset[str]]) -> Counter[str]:
    return Counter(word for words in some for word in words if len(word) >= SHORTEST)


def _deviations(counts: Counter[str], rest: Counter[str]) -> Iterator[tuple[float, str]]:
    mine, others = counts.total(), max(rest.total(), 1)
    for stem, count in counts.items():
        if count < LEAST:
            continue
        # What nobody else was seen to say may yet have been missed.
        usual = max(rest[stem], 0.5)
        prior = PRIOR * usual / others
        odds = _log_odds(count + prior, mine + PRIOR) - _log_odds(usual + prior, others + PRIOR)
        deviations = odds / math.sqrt(1 / (count + prior) + 1 / (usual + prior))
        if deviations >= SURE:
            yield round(deviations, 2), stem


def _log_odds(some: float, of: float) -> float:
    return math.log(some / max(of - some, 1.0))


def _written(
    words: Words, rows: Numbers, sure: dict[str, tuple[float, int]]
) -> tuple[Typical, ...]:
    """Each word as it is written most often; ``sure`` holds stems."""
    spelled: dict[str, Counter[str]] = {stem: Counter() for stem in sure}
    having = [
        row
        for row, said in zip(rows.tolist(), words.of(rows), strict=True)
        if not said.isdisjoint(sure)
    ]
    for _post, text in texts(words.store, words.told.posts[having].tolist()):
        for stem, word in written(text, sure).items():
            spelled[stem][word] += 1
    return tuple(
        Typical(spelled[stem].most_common(1)[0][0], *figures) for stem, figures in sure.items()
    )
