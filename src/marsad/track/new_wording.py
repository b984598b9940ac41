"""New wording: phrases of one to three words that nobody is known to have used before a day.

"New" is what the lab does not hold from before. A phrase counts when outlets that were there before
take it up, two at the least, more often than chance: were it as usual before as after, how probable
is it that all its uses fall behind the day? An outlet that joined afterwards proves nothing. Copies
are left out. Uses of one outlet on one day count once. Among all phrases that were asked about, the
share of false ones is held down (``flow_chance.believed``).
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from marsad.store import Seen, Store, Window
from marsad.track.flow_chance import believed
from marsad.track.statements import Statements, statements, texts
from marsad.track.wording import phrase_written, phrases, stems

Phrase = tuple[str, ...]
LEAST_OUTLETS = 2
LEAST_USES = 3
RECENT = 30
NEARLY = 0.8
"""Of the uses of a phrase, how many a longer one must share to stand for it."""


@dataclass(frozen=True, slots=True)
class Use:
    """An outlet's first use of a phrase."""

    outlet: str
    day: date
    post: str
    uses: int
    """Own posts of this outlet that have it."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A phrase that is new, who brought it, and who took it up."""

    phrase: str
    """As its first user wrote it."""
    stems: tuple[str, ...]
    posts: int
    outlets: int
    chance: float
    """How probable it is that it only seems new."""
    users: tuple[Use, ...]
    """The first one first."""


@dataclass(slots=True)
class _Uses:
    """Where a phrase stands: entries of the statements, in order of time."""

    entries: list[int]
    chance: float = 1.0


def new_wording(
    store: Store,
    since: date | None = None,
    window: Window | None = None,
    least: int = LEAST_USES,
) -> list[Wording]:
    """Find the phrases that outlets have used since a day, and nobody before; surest first.

    Without a day, since ``RECENT`` days before the last post.
    """
    told = statements(store, window)
    told = told.some(told.own)
    edge = told.number(since) if since else told.length - RECENT
    shared = _shared(store, told, edge)
    asked = len(shared)
    _drop_old(store, told, edge, shared)
    found = _found(store, told, edge, shared)
    likely = {
        phrase: _Uses(entries, _chance(told, edge, entries))
        for phrase, entries in found.items()
        if len({(int(told.nodes[n]), int(told.days[n])) for n in entries}) >= least
    }
    limit = believed([uses.chance for uses in likely.values()], max(1, asked))
    kept = {phrase: uses for phrase, uses in likely.items() if uses.chance <= limit}
    return list(_worded(store, told, _whole(kept)))


def _shared(store: Store, told: Statements, edge: int) -> set[int]:
    """Phrases, as numbers, that enough outlets have used since the day, often enough."""
    marks, nodes = array("q"), array("i")
    for n, words in _words(store, told, told.days >= edge):
        node = int(told.nodes[n])
        for mark in {hash(phrase) for phrase in phrases(words)}:
            marks.append(mark)
            nodes.append(node)
    pairs = np.empty(len(marks), dtype=[("mark", "<i8"), ("node", "<i4")])
    pairs["mark"], pairs["node"] = marks, nodes
    pairs.sort(order=("mark", "node"))
    every, uses = np.unique(pairs["mark"], return_counts=True)
    outlets = np.unique(np.unique(pairs)["mark"], return_counts=True)[1]
    kept: NDArray[np.int64] = every[(outlets >= LEAST_OUTLETS) & (uses >= LEAST_USES)]
    return set(kept.tolist())


def _drop_old(store: Store, told: Statements, edge: int, shared: set[int]) -> None:
    for _n, words in _words(store, told, told.days < edge):
        if not shared:
            return
        shared.difference_update(hash(phrase) for phrase in phrases(words))


def _found(store: Store, told: Statements, edge: int, new: set[int]) -> dict[Phrase, list[int]]:
    found: dict[Phrase, list[int]] = defaultdict(list)
    for n, words in _words(store, told, told.days >= edge):
        for phrase in set(phrases(words)):
            if hash(phrase) in new:
                found[phrase].append(n)
    return found


def _words(
    store: Store, told: Statements, which: NDArray[np.bool_]
) -> Iterator[tuple[int, list[str]]]:
    numbers = np.flatnonzero(which)
    for n, (_post, text) in zip(numbers, texts(store, told.posts[numbers].tolist()), strict=True):
        yield int(n), stems(text)


def _chance(told: Statements, edge: int, entries: Sequence[int]) -> float:
    """That all its uses fall behind the day though it was as usual before."""
    behind = np.bincount(told.nodes[told.days >= edge], minlength=len(told.names))
    all = np.bincount(told.nodes, minlength=len(told.names))
    made = 1.0
    for node in {(int(told.nodes[n]), int(told.days[n])) for n in entries}:
        made *= behind[node[0]] / all[node[0]]
    return float(made)


def _whole(found: dict[Phrase, _Uses]) -> dict[Phrase, _Uses]:
    """Of phrases within one another, the longest that is used about as often as its parts."""
    kept = dict(found)
    for phrase in sorted(found, key=len, reverse=True):
        for part in _parts(phrase):
            if part in kept and phrase in kept:
                whole, some = len(found[phrase].entries), len(found[part].entries)
                kept.pop(part if whole >= NEARLY * some else phrase)
    return kept


def _parts(phrase: Phrase) -> Iterator[Phrase]:
    return (part for part in phrases(list(phrase)) if part != phrase)


def _worded(store: Store, told: Statements, found: dict[Phrase, _Uses]) -> Iterable[Wording]:
    seen = Seen(store)
    for phrase, uses in sorted(found.items(), key=lambda pair: (pair[1].chance, pair[0])):
        firsts: dict[int, int] = {}
        for n in uses.entries:
            firsts.setdefault(int(told.nodes[n]), n)
        rows = seen.by_number([int(told.posts[n]) for n in firsts.values()])
        counts = np.bincount(told.nodes[uses.entries], minlength=len(told.names))
        users = tuple(
            Use(
                told.names[node],
                told.day(int(told.days[n])),
                rows[int(told.posts[n])].post,
                int(counts[node]),
            )
            for node, n in firsts.items()
        )
        first = int(told.posts[uses.entries[0]])
        said = phrase_written(seen.words([first]).get(first, ""), phrase)
        yield Wording(
            said or " ".join(phrase), phrase, len(uses.entries), len(users), uses.chance, users
        )
