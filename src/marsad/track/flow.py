"""The network of who repeats whom: direction, delay, evidence, communities."""

import random
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.store import Seen, Store, Window
from marsad.store.seen_fill import EPOCH
from marsad.track import flow_chance
from marsad.track.communities import communities
from marsad.track.flow_events import Event, Families, Member, gather
from marsad.track.flow_nodes import BY, Node, Nodes
from marsad.track.flow_parents import Taken, taken

LEAST = 3
"""Repetitions below which nothing is said about two nodes."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One node repeats another."""

    source: str
    """Who had it first."""
    target: str
    """Who repeats it."""
    n: int
    forwards: int
    """How many of them the platform itself calls forwards of the source."""
    median_seconds: float | None
    """How long after; nothing where no original is stored."""
    first: datetime
    last: datetime
    chance: float
    """How probable so much would be by chance; nothing where the platform tells the source."""


@dataclass(frozen=True, slots=True)
class Flow:
    """The network, and what was left out of it."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    communities: tuple[tuple[str, ...], ...]
    families: int
    repetitions: int
    unproved: int
    """Pairs of nodes that met too seldom, or no more often than by chance."""
    undated: int
    """Posts whose time cannot be right."""
    by_chance: int | None = None
    """Edges that were found after the posters had been shuffled; those are wrong ones."""


@dataclass(slots=True)
class _Pair:
    seconds: list[float] = field(default_factory=list)
    at: list[int] = field(default_factory=list)
    forwards: int = 0


def flow(store: Store, window: Window | None = None, by: str = "place", shuffles: int = 0) -> Flow:
    """Who repeats whom in a window; with ``shuffles``, also how many edges chance alone makes."""
    if by not in BY:
        raise BadInput(
            Phrase(
                "no network by %(by)s; there is: by %(names)s",
                by=repr(by),
                names=" or by ".join(BY),
            )
        )
    asked, seen, nodes = window or Window(), Seen(store), Nodes.of(store, by)
    families = gather(seen, nodes, asked)
    volumes: Counter[str] = Counter()
    for place, n in seen.volumes(Window(asked.since, asked.until)).items():
        if node := nodes.of_place(place):
            volumes[node] += n
    return network(families, nodes, volumes, shuffles)


def network(families: Families, nodes: Nodes, volumes: Mapping[str, int], shuffles: int) -> Flow:
    """The network of families that were read already."""
    events = list(families.events())
    edges, unproved = _edges(events, families.told, (volumes, families.appearances()))
    shown = sorted({id for edge in edges for id in (edge.source, edge.target)})
    return Flow(
        tuple(nodes.node(id, volumes.get(id, 0)) for id in shown),
        tuple(edges),
        communities([(edge.source, edge.target, float(edge.n)) for edge in edges]),
        len(families.members),
        len(events) + len(families.told),
        unproved,
        families.undated,
        by_chance(families, volumes, shuffles) if shuffles else None,
    )


def by_chance(families: Families, volumes: Mapping[str, int], shuffles: int, seed: int = 0) -> int:
    """Edges that are left, on the average, when it is shuffled who posted what."""
    dice = random.Random(seed)
    posters = [member.node for some in families.members.values() for member in some]
    found = 0
    for _ in range(shuffles):
        dice.shuffle(posters)
        deal = iter(posters)
        mixed = Families(
            {
                first: [Member(m.at, m.seq, next(deal), m.by) for m in some]
                for first, some in families.members.items()
            }
        )
        found += len(_edges(list(mixed.events()), (), (volumes, mixed.appearances()))[0])
    return round(found / shuffles)


def _edges(
    events: Sequence[Event],
    told: Iterable[tuple[str, str, int]],
    presences: Sequence[Mapping[str, int]],
) -> tuple[list[Edge], int]:
    pairs: dict[tuple[str, str], _Pair] = {}
    before = _before(events)
    slots: Counter[str] = Counter()
    for (_source, node), times in before.items():
        slots[node] += times
    for one, event in zip(taken(events), events, strict=True):
        _add(pairs, one, one.source == event.told)
    for source, node, at in told:
        pair = pairs.setdefault((source, node), _Pair())
        pair.at.append(at)
        pair.forwards += 1
        slots[node] += 1
    chances = _chances(pairs, slots, before, presences)
    asked = len(before.keys() | pairs.keys())
    limit = flow_chance.believed(list(chances.values()), asked)
    kept = {key for key, chance in chances.items() if chance <= limit}
    edges = [_edge(key, pairs[key], chances[key]) for key in kept]
    return sorted(edges, key=lambda e: (-e.n, e.source, e.target)), len(pairs) - len(edges)


def _add(pairs: dict[tuple[str, str], _Pair], one: Taken, forward: bool) -> None:
    pair = pairs.setdefault((one.source, one.node), _Pair())
    pair.at.append(one.at)
    pair.seconds.append(one.seconds)
    pair.forwards += forward


def _before(events: Iterable[Event]) -> Counter[tuple[str, str]]:
    """How often each node was earlier than each other one."""
    return Counter((node, event.node) for event in events for node, _at in event.earlier)


def _chances(
    pairs: Mapping[tuple[str, str], _Pair],
    slots: Mapping[str, int],
    before: Mapping[tuple[str, str], int],
    presences: Sequence[Mapping[str, int]],
) -> dict[tuple[str, str], float]:
    """The probability by chance of each pair that met often enough to be asked about.

    Whoever had it earlier may be taken for the source, so each of them is one more throw: to count
    repetitions alone would find a favourite among many where there is none.
    """
    totals = [sum(presence.values()) for presence in presences]
    found = {}
    for (source, node), pair in pairs.items():
        if len(pair.at) < LEAST:
            continue
        if pair.forwards >= LEAST:
            # Nobody forwards by accident: here the platform itself names the source.
            found[source, node] = 0.0
            continue
        share = max(
            max(1, presence.get(source, 0)) / max(1, total - presence.get(node, 0))
            for presence, total in zip(presences, totals, strict=True)
        )
        first = flow_chance.tail(len(pair.at), slots[node], share)
        earlier = before.get((source, node), 0) + len(pair.at) - len(pair.seconds)
        met = earlier + before.get((node, source), 0)
        found[source, node] = flow_chance.either(first, flow_chance.ordered(earlier, met))
    return found


def _edge(key: tuple[str, str], pair: _Pair, chance: float) -> Edge:
    middle = statistics.median(pair.seconds) if pair.seconds else None
    first, last = (EPOCH + timedelta(microseconds=at) for at in (min(pair.at), max(pair.at)))
    return Edge(*key, len(pair.at), pair.forwards, middle, first, last, chance)
