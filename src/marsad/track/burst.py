"""Kleinberg's automaton of two states, for many counts at once.

A feature is either quiet, with the rate that is usual for it, or in a burst, at some ``times`` that
rate; counts are taken for Poisson ones, wider where the quiet days of a feature scatter more. The
way through the states that costs least tells when it burst. To enter a burst costs as much evidence
as there are places where one could begin, among all days and all features that were asked about.
J. Kleinberg, Bursty and hierarchical structure in streams, KDD 2002.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
ROUNDS = 3
"""What is usual is told without the bursts, which are told by what is usual."""
WEEK = 7
STEADY = 8.0
"""Expected posts that speak against a rhythm of the week before one is believed."""
LEAST = 1e-6
TAME_SHARE = {1.0: 1.0, 0.95: 0.76}
"""How much of a normal variance is left where the wildest days are left aside."""


class Grid(NamedTuple):
    """Counts of features by day and by node, as a list of what happened."""

    features: NDArray[np.int64]
    nodes: NDArray[np.int64]
    days: NDArray[np.int64]
    size: int
    """How many features there are; their numbers are below it."""


class Asked(NamedTuple):
    """What counts as a burst."""

    times: float
    """How many times the usual rate it has; about half as much is the least that is found."""
    cost: float
    """Evidence, as a logarithm, without which none begins."""
    weight: float
    """How many posts it takes to believe a node's own habit more than everybody's."""
    tame: float = 1.0
    """Share of the days by which habit and scatter are told at first, wildest ones left aside."""
    weekday: int = 0
    """Of the first day."""


class Found(NamedTuple):
    """What the automaton says of each feature on each day."""

    bursting: Flags
    counts: Floats
    usual: Floats
    gain: Floats
    """Evidence for a burst on each day; below nothing where it speaks against one."""


def bursts(grid: Grid, volume: Floats, asked: Asked) -> Found:
    """Find the days on which features burst, of ``volume`` posts by node and day."""
    length = volume.shape[1]
    counts = np.zeros((grid.size, length))
    np.add.at(counts, (grid.features, grid.days), 1.0)
    bursting = _wildest(grid, volume, counts, asked)
    weekday = (np.arange(length) + asked.weekday) % WEEK
    for _ in range(ROUNDS):
        usual = _usual(grid, volume, bursting, asked.weight)
        usual *= _rhythm(counts, usual, bursting, weekday)
        gain = counts * np.log(asked.times) - (asked.times - 1) * usual
        gain /= _scatter(counts, usual, bursting, asked.tame)[:, None]
        found = _cheapest(gain, asked.cost)
        if (found == bursting).all():
            break
        bursting = found
    return Found(found, counts, usual, gain)


def _wildest(grid: Grid, volume: Floats, counts: Floats, asked: Asked) -> Flags:
    """The few days that stand out most: to begin with them would make every burst look usual."""
    over = counts - _usual(grid, volume, np.zeros(counts.shape, bool), asked.weight)
    return np.asarray(over > np.maximum(np.quantile(over, asked.tame, axis=1, keepdims=True), 1.0))


def _usual(grid: Grid, volume: Floats, bursting: Flags, weight: float) -> Floats:
    """What each node would bring on each day by its own habit: a new node is no burst."""
    quiet = ~bursting[grid.features, grid.days]
    of = np.zeros((grid.size, len(volume)))
    np.add.at(of, (grid.features[quiet], grid.nodes[quiet]), 1.0)
    all = volume.sum(axis=1)[None, :] - bursting @ volume.T
    shared = of.sum(axis=1, keepdims=True) / np.maximum(all.sum(axis=1, keepdims=True), 1.0)
    habit = (of + weight * shared) / np.maximum(all + weight, 1.0)
    # Without posts outside a burst nobody knows a habit, and then nothing is one.
    return np.asarray(np.maximum(habit @ volume, LEAST))


def _rhythm(counts: Floats, usual: Floats, bursting: Flags, weekday: NDArray[np.int64]) -> Floats:
    """How much more than usual each day of the week brings."""
    made = np.empty((len(counts), WEEK))
    quiet = ~bursting
    for day in range(WEEK):
        on = weekday == day
        had = (counts[:, on] * quiet[:, on]).sum(axis=1)
        due = (usual[:, on] * quiet[:, on]).sum(axis=1)
        made[:, day] = (had + STEADY) / (due + STEADY)
    return made[:, weekday]


def _scatter(counts: Floats, usual: Floats, bursting: Flags, share: float) -> Floats:
    """How much wider than Poisson's the counts of quiet days are; never narrower.

    The wildest days may be left aside: among them are bursts that were not found yet. The one
    wildest day counts as much as the next, or the higher it were, the less it would be one.
    """
    quiet = ~bursting
    off = (counts - usual) ** 2 / usual
    tame = quiet & (off <= np.quantile(off, share, axis=1, keepdims=True))
    apart = (counts - usual) ** 2 * tame
    if apart.shape[1] > 1:
        apart = np.minimum(apart, np.partition(apart, -2, axis=1)[:, [-2]])
    over = apart.sum(axis=1) / TAME_SHARE[share]
    return np.asarray(np.maximum(over / np.maximum((usual * quiet).sum(axis=1), 1.0), 1.0))


def _cheapest(gain: Floats, cost: float) -> Flags:
    """The way through both states that gains most, where to enter a burst costs something."""
    size, length = gain.shape
    came = np.zeros((length, size, 2), bool)
    quiet, burst = np.zeros(size), np.full(size, -cost)
    for day in range(length):
        came[day, :, 0] = burst > quiet
        came[day, :, 1] = burst > quiet - cost
        quiet, burst = np.maximum(quiet, burst), np.maximum(burst, quiet - cost) + gain[:, day]
    state = burst > quiet
    found = np.zeros((size, length), bool)
    rows = np.arange(size)
    for day in range(length - 1, -1, -1):
        found[:, day] = state
        state = came[day, rows, state.astype(int)]
    return found
