"""Bursts: when an outlet, a theme, a target, a narrative or a word came more often than usual.

Usual is told for each outlet by its own habit, day of the week included, as a share of what it
posts: so neither an outlet that joins, nor a lab that grows, nor a Friday makes a burst.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

import numpy as np

from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.store import Seen, Store, Window
from marsad.store.seen_columns import Numbers
from marsad.track.burst import Asked, Floats, Found, Grid
from marsad.track.burst import bursts as automaton
from marsad.track.burst_words import Vocabulary, vocabulary
from marsad.track.statements import Statements, statements
from marsad.track.wording import written

OF = ("outlet", "theme", "target", "narrative", "word")
LABELS = ("theme", "target", "narrative")
TIMES = {"outlet": 4.0, "word": 12.0}
"""An outlet has days on which it posts a few times as much, and a word that matters comes many
times as often; of a theme twice is much. Chosen on planted timelines (``bench/narratives.py``)."""
USUALLY = 2.0
WEIGHT = 50.0
TAME = 0.95
LEAST = 4
"""Posts below which nothing is called a burst."""
MANY = 1000
"""Features looked at together."""
EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Burst:
    """One feature, from a day to a day."""

    of: str
    """``outlet``, ``theme``, ``target``, ``narrative`` or ``word``."""
    name: str
    since: date
    until: date
    """The last day of it."""
    posts: int
    """Own ones; copies and forwards are counted apart."""
    usual: float
    """How many would have been usual on these days."""
    copies: int
    outlets: int
    evidence: float
    """Natural logarithm of how much better a burst explains it, less what it costs to claim one."""
    lasting: bool
    """It reaches the last day that the lab holds."""
    examples: tuple[str, ...]
    """Ids of posts that made it, spread over it."""
    numbers: tuple[int, ...] = ()
    """Running numbers of all own posts that made it."""


@dataclass(frozen=True, slots=True)
class Features:
    """What happened, by feature: which post had which."""

    names: Sequence[str]
    which: Numbers
    """Feature of each entry; sorted."""
    at: Numbers
    """Which entry of the statements."""
    asked: int = 0
    """How many could have burst, those among them that were too rare to be looked at."""


def bursts(
    store: Store,
    of: Sequence[str] = OF[:-1],
    since: date | None = None,
    window: Window | None = None,
) -> list[Burst]:
    """Find bursts of some kinds that reach a day or later ones, strongest first."""
    if unknown := set(of) - set(OF):
        raise BadInput(
            Phrase(
                "no bursts of %(unknown)s; there are %(of)s",
                unknown=", ".join(sorted(unknown)),
                of=", ".join(OF),
            )
        )
    told = statements(store, window)
    known = vocabulary(store, told) if "word" in of else None
    found = [each for kind in of for each in bursts_of(told, kind, known)]
    after = told.number(since) if since else 0
    kept = [each for each in found if told.number(each.until) >= after]
    ordered = sorted(kept, key=lambda each: (-each.evidence, each.of, each.name))
    return list(_shown(store, ordered))


def bursts_of(told: Statements, kind: str, known: Vocabulary | None = None) -> Iterator[Burst]:
    """The bursts of one kind of feature."""
    if not told.length:
        return
    features = _features(told, kind, known)
    volume = _alive(told) if kind == "outlet" else _volume(told)
    asked = Asked(
        TIMES.get(kind, USUALLY),
        # As many begins could have been claimed by chance.
        math.log(told.length) + math.log(max(1, features.asked or len(features.names))),
        0.0 if kind == "outlet" else WEIGHT,
        # Outlets have moods, and their wild days are a part of what is usual for them.
        1.0 if kind == "outlet" else TAME,
        told.start.weekday(),
    )
    for low in range(0, len(features.names), MANY):
        first, last = np.searchsorted(features.which, (low, low + MANY))
        at, which = features.at[first:last], features.which[first:last] - low
        own = told.own[at]
        names = features.names[low : low + MANY]
        grid = Grid(which[own], told.nodes[at][own], told.days[at][own], len(names))
        found = automaton(grid, volume, asked)
        yield from _told(told, kind, names, (which, at), found, asked)


def _features(told: Statements, kind: str, known: Vocabulary | None) -> Features:
    if kind == "word":
        if known is None:
            raise BadInput(Phrase("bursts of words need the words; read a vocabulary first"))
        return Features(known.words, known.which, known.at, known.asked)
    if kind == "outlet":
        order = np.argsort(told.nodes, kind="stable")
        return Features(told.names, told.nodes[order], order)
    part = LABELS.index(kind)
    names = sorted({name for said in told.combinations for name in said[part]})
    number = {name: n for n, name in enumerate(names)}
    which, at = [], []
    for n, said in enumerate(told.combinations):
        rows = np.flatnonzero(told.labels == n) if said[part] else ()
        for name in said[part]:
            which.append(np.full(len(rows), number[name]))
            at.append(np.asarray(rows))
    if not which:
        return Features((), np.empty(0, np.int64), np.empty(0, np.int64))
    every, all = np.concatenate(which), np.concatenate(at)
    order = np.lexsort((all, every))
    return Features(names, every[order], all[order])


def _volume(told: Statements) -> Floats:
    """Own posts by node and day."""
    made = np.zeros((len(told.names), told.length))
    np.add.at(made, (told.nodes[told.own], told.days[told.own]), 1.0)
    return made


def _alive(told: Statements) -> Floats:
    """One for each day from an outlet's first post on: before, nothing was to be expected."""
    made = np.zeros((len(told.names), told.length))
    for node in range(len(told.names)):
        made[node, told.days[told.nodes == node].min() :] = 1.0
    return made


def _told(
    told: Statements,
    kind: str,
    names: Sequence[str],
    entries: tuple[Numbers, Numbers],
    found: Found,
    asked: Asked,
) -> Iterator[Burst]:
    which, at = entries
    for feature in np.flatnonzero(found.bursting.any(axis=1)).tolist():
        first, last = np.searchsorted(which, (feature, feature + 1))
        rows = at[first:last]
        for since, until in _runs(found.bursting[feature]):
            inside = rows[(told.days[rows] >= since) & (told.days[rows] <= until)]
            own = inside[told.own[inside]]
            if len(own) < LEAST:
                continue
            days = slice(since, until + 1)
            yield Burst(
                kind,
                names[feature],
                told.day(since),
                told.day(until),
                len(own),
                round(float(found.usual[feature, days].sum()), 2),
                len(inside) - len(own),
                len(np.unique(told.nodes[own])),
                round(float(found.gain[feature, days].sum() - asked.cost), 2),
                until == told.length - 1,
                (),
                tuple(int(post) for post in told.posts[own]),
            )


def _runs(flags: Iterable[bool]) -> Iterator[tuple[int, int]]:
    for on, some in groupby(enumerate(flags), key=lambda pair: bool(pair[1])):
        days = [day for day, _ in some]
        if on:
            yield days[0], days[-1]


def _shown(store: Store, found: Iterable[Burst]) -> Iterator[Burst]:
    """The same with example posts; words as they are written there."""
    seen = Seen(store)
    for burst in found:
        picked = [
            burst.numbers[n] for n in np.linspace(0, len(burst.numbers) - 1, EXAMPLES, dtype=int)
        ]
        rows = seen.by_number(sorted(set(picked)))
        ids = tuple(row.post for _, row in sorted(rows.items()))
        name = burst.name
        if burst.of == "word":
            texts = seen.words(sorted(rows)).values()
            spelled = (written(text, [name]).get(name) for text in texts)
            name = next((each for each in spelled if each), name)
        yield replace(burst, name=name, examples=ids)
