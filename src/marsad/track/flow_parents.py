"""From whom each repetition was taken: of all who had it before, the likeliest.

The first poster is not the one repeated when a third passes it on. Each pair of nodes has a share
of what the later one repeats and a delay that is typical of it; both are estimated together, by
expectation and maximisation, from all repetitions. Where the platform tells the origin, it counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from marsad.track.flow_events import Event

ROUNDS = 15
PRIOR = 2.0
"""Repetitions' worth of belief that a pair is as slow as pairs are in general."""
NARROWEST = 0.3
"""Least spread of the logarithm of delays: a few equal ones are not yet a law."""
SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class Taken:
    """One repetition, with the node it was taken from."""

    source: str
    node: str
    at: int
    seconds: float
    sure: float
    """The probability that it was this one, under the model."""


class _Candidates:
    """All earlier posters of all events, flat."""

    def __init__(self, events: Sequence[Event]) -> None:
        pairs: dict[tuple[str, str], int] = {}
        owner, pair, delay, told = [], [], [], []
        for number, event in enumerate(events):
            for node, at in event.earlier:
                owner.append(number)
                pair.append(pairs.setdefault((node, event.node), len(pairs)))
                delay.append(max((event.at - at) / SECOND, 1.0))
                told.append(not event.told or node == event.told)
        self.pairs, self.events = list(pairs), len(events)
        self.owner, self.pair = np.array(owner, np.int64), np.array(pair, np.int64)
        self.log = np.log(np.array(delay, np.float64))
        self.open = np.array(told, np.float64)

    def shared(self, weight: NDArray[np.float64]) -> NDArray[np.float64]:
        """Weights of the candidates of each event, made to sum to one."""
        total = np.bincount(self.owner, weight, self.events)
        return weight / total[self.owner]

    def per_pair(self, weight: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sums by pair."""
        return np.bincount(self.pair, weight, len(self.pairs)).astype(np.float64)


def taken(events: Sequence[Event]) -> list[Taken]:
    """The likeliest source of each repetition."""
    if not events:
        return []
    some = _Candidates(events)
    share = some.shared(some.open)
    for _ in range(ROUNDS):
        share = some.shared(_likelihood(some, share) * some.open)
    # The last of the likeliest within each event, found by one sort.
    order = np.lexsort((share, some.owner))
    last = np.append(np.flatnonzero(np.diff(some.owner[order])), len(order) - 1)
    return [_taken(events, some, int(at), float(share[at])) for at in order[last]]


def _likelihood(some: _Candidates, share: NDArray[np.float64]) -> NDArray[np.float64]:
    """How often a pair is met, times how well the delay suits it."""
    n = some.per_pair(share)
    middle, spread = _moments(share, some.log)
    mean = (some.per_pair(share * some.log) + PRIOR * middle) / (n + PRIOR)
    off = (some.log - mean[some.pair]) ** 2
    variance = (some.per_pair(share * off) + PRIOR * spread) / (n + PRIOR)
    variance = np.maximum(variance, NARROWEST**2)
    # A density in time, not in its logarithm: minutes after one, days after another.
    density = np.exp(-off / (2 * variance[some.pair]) - some.log) / np.sqrt(variance[some.pair])
    # Never nothing: an event far from every law still has to have come from somebody.
    return n[some.pair] * (density + 1e-12) + 1e-15


def _moments(share: NDArray[np.float64], log: NDArray[np.float64]) -> tuple[float, float]:
    middle = float(np.average(log, weights=share))
    return middle, float(np.average((log - middle) ** 2, weights=share))


def _taken(events: Sequence[Event], some: _Candidates, at: int, sure: float) -> Taken:
    source, node = some.pairs[int(some.pair[at])]
    event = events[int(some.owner[at])]
    seconds = float(np.exp(some.log[at]))
    return Taken(source, node, event.at, round(seconds, 1), round(sure, 3))
