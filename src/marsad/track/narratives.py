"""Narratives: what is said about whom, week by week, by which outlets, in which words.

One is made of the posts that have a theme and a target (or a theme alone), and, where the codebook
or a person gave one, a narrative. Posts that nobody labelled are told apart by their wording: such
a group says which posts speak alike, and claims nothing of what they mean.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

import numpy as np

from marsad.store import Store, Window
from marsad.store.seen_columns import Labels, Numbers
from marsad.track.alike import MOST_POSTS, alike
from marsad.track.independence import Ties, sources
from marsad.track.statements import Statements, statements
from marsad.track.typical import Typical, Words, evenly, typical

WEEK = 7
EXAMPLES = 3
MANY = 50_000
"""Posts beyond which the sources of a narrative are not counted: each is compared with all."""
Key = tuple[str, str, str]
UNNAMED: Key = ("", "", "")


@dataclass(frozen=True, slots=True)
class Narrative:
    """A theme, a target and perhaps a narrative, over time."""

    theme: str
    """Empty for posts that nobody labelled, which are alike in their wording."""
    target: str
    """Empty for posts that aim at nobody."""
    narrative: str
    """Empty for posts that tell none the codebook knows."""
    posts: int
    """Own ones."""
    copies: int
    """Posts that repeat another one, or were forwarded."""
    sources: int | None
    """How many sources nothing joins; nothing where it was not asked or is too much."""
    outlets: tuple[tuple[str, int], ...]
    """Those that say it themselves, and how often; most first."""
    weeks: tuple[tuple[date, int], ...]
    """Monday and own posts, from the first week to the last, empty weeks too."""
    first_seen: date
    first_outlet: str
    words: tuple[Typical, ...]
    """Wording that sets it apart from all other posts of the time."""
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Narratives:
    """All of them, and what is left out."""

    narratives: tuple[Narrative, ...]
    more: int
    """How many have more than nothing and were not asked for."""
    unlabelled: int
    """Posts without a theme."""
    alike: tuple[Narrative, ...] = ()
    """Groups of own posts without a theme that say alike, the largest first."""
    compared: int = 0
    """How many posts without a theme were compared for that: evenly over time, if not all."""


def narratives(
    store: Store, window: Window | None = None, most: int = 30, least: int = 3
) -> Narratives:
    """The narratives of a window, those with most own posts first."""
    told = statements(store, window)
    groups = _groups(told)
    kept = {key: rows for key, rows in groups.items() if told.own[rows].sum() >= least}
    ordered = sorted(kept, key=lambda key: (-int(told.own[kept[key]].sum()), key))[:most]
    words, ties = Words(store, told), Ties(store)
    worded = typical(words, [kept[key] for key in ordered])
    found = tuple(
        _narrative(ties, told, key, kept[key], some, _spread(told, kept[key]))
        for key, some in zip(ordered, worded, strict=True)
    )
    bare = [n for n, (themes, _, _) in enumerate(told.combinations) if not themes]
    unlabelled = np.isin(told.labels, bare)
    compared = evenly(np.flatnonzero(unlabelled & told.own), MOST_POSTS)
    unnamed = _alike(ties, words, compared, most)
    return Narratives(found, len(kept) - len(found), int(unlabelled.sum()), unnamed, len(compared))


def _alike(ties: Ties, words: Words, rows: Numbers, most: int) -> tuple[Narrative, ...]:
    """Groups of statements that nobody labelled; their examples are the most typical ones."""
    groups = [rows[group] for group in alike(words.of(rows))[:most]]
    worded = typical(words, [np.sort(group) for group in groups])
    return tuple(
        _narrative(ties, words.told, UNNAMED, np.sort(group), some, group[:EXAMPLES])
        for group, some in zip(groups, worded, strict=True)
    )


def _spread(told: Statements, rows: Numbers) -> Numbers:
    """Some of the own posts, from the first to the last."""
    own = rows[told.own[rows]]
    return own[np.linspace(0, len(own) - 1, EXAMPLES, dtype=int)]


def _groups(told: Statements) -> dict[Key, Numbers]:
    """The statements of each narrative, oldest first."""
    parts: dict[Key, list[Numbers]] = {}
    for n, labels in enumerate(told.combinations):
        rows = np.flatnonzero(told.labels == n) if labels[0] else ()
        for key in _keys(labels):
            parts.setdefault(key, []).append(np.asarray(rows))
    return {key: np.sort(np.concatenate(some)) for key, some in parts.items()}


def _keys(labels: Labels) -> Iterable[Key]:
    themes, targets, stories = labels
    return product(themes, targets or ("",), stories or ("",))


def _narrative(
    ties: Ties,
    told: Statements,
    key: Key,
    rows: Numbers,
    words: Sequence[Typical],
    examples: Numbers,
) -> Narrative:
    own = rows[told.own[rows]]
    counts = Counter(told.names[node] for node in told.nodes[own])
    picked = list(dict.fromkeys(told.posts[examples].tolist()))
    rows_of = ties.seen.by_number(picked)
    return Narrative(
        *key,
        len(own),
        len(rows) - len(own),
        sources(ties, told.posts[rows], told.places[rows], ~told.own[rows])
        if len(rows) <= MANY
        else None,
        tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))),
        _weeks(told, own),
        told.day(int(told.days[own[0]])),
        told.names[int(told.nodes[own[0]])],
        tuple(words),
        tuple(rows_of[number].post for number in picked),
    )


def _weeks(told: Statements, rows: Numbers) -> tuple[tuple[date, int], ...]:
    """Own posts by week, beginning with Mondays."""
    shift = told.start.weekday()
    weeks = (told.days[rows] + shift) // WEEK
    first, counts = int(weeks.min()), np.bincount(weeks - weeks.min())
    monday = told.start + timedelta(days=first * WEEK - shift)
    return tuple((monday + timedelta(weeks=n), int(count)) for n, count in enumerate(counts))
