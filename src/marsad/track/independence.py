"""How many independent sources a claim has: not how many posts, nor how many channels.

Posts count as one source when one repeats the other, when the platform forwards one from the other
or both from a third, when the same outlet runs their places, or when a person accepted one place as
the successor of the other. Places of which one is known to repeat the other (``flow``) are counted
apart, with a note: the habit is no proof about this claim.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from marsad.store import Seen, Sighting, Store
from marsad.store.seen_columns import Numbers
from marsad.track.flow_kept import kept_flow
from marsad.track.flow_nodes import Nodes
from marsad.track.successors import decisions


@dataclass(frozen=True, slots=True)
class Group:
    """Posts that come down to one source."""

    places: tuple[str, ...]
    posts: int
    first: str
    """Id of its earliest post."""
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Independence:
    """What a claim rests on."""

    posts: int
    places: int
    sources: int
    """Groups that nothing joins."""
    cautious: int
    """The same, were places that usually repeat one another joined as well."""
    groups: tuple[Group, ...]


def independence(store: Store, posts: Sequence[str]) -> Independence:
    """Join the posts of a claim wherever one source explains them."""
    numbers = Seen(store).numbers(posts)
    rows = sorted(Seen(store).by_number(numbers).values(), key=lambda row: (row.said, row.seq))
    joined = _joined(Ties(store), rows)
    groups = [_group(rows, members, joined) for members in joined.groups()]
    places = {row.place for row in rows}
    edges = [(e.source, e.target) for e in kept_flow(store).edges if {e.source, e.target} <= places]
    return Independence(
        len(rows), len(places), len(groups), _cautious(groups, edges), tuple(groups)
    )


def sources(ties: "Ties", posts: Numbers, places: Numbers, repeating: NDArray[np.bool_]) -> int:
    """How many sources some posts come down to, by their running numbers.

    Only those that repeat something and those that they repeat are read: of all others of a place,
    which nothing but the place ties to anything, one stands for the rest.
    """
    tied = ties.seen.by_number(posts[repeating].tolist())
    firsts = {repeat.first for row in tied.values() for repeat in row.repeats}
    standing = {*posts[np.unique(places, return_index=True)[1]].tolist()}
    standing |= firsts.intersection(posts.tolist())
    others = ties.seen.by_number(sorted(standing - tied.keys()))
    return len(_joined(ties, [*tied.values(), *others.values()]).groups())


def _joined(ties: "Ties", rows: Sequence[Sighting]) -> "Joined":
    joined = Joined(row.seq for row in rows)
    for reason, one, other in ties.links(rows):
        joined.join(one, other, reason)
    return joined


class Joined:
    """Sets that are joined step by step, each step with its reason."""

    def __init__(self, members: Iterator[int]) -> None:
        """Everybody stands alone."""
        self._root = {each: each for each in members}
        self.reasons: dict[int, set[str]] = {}

    def root(self, member: int) -> int:
        """The one that stands for all of its set."""
        while self._root[member] != member:
            self._root[member] = self._root[self._root[member]]
            member = self._root[member]
        return member

    def join(self, one: int, other: int, reason: str) -> None:
        """Make one set of two."""
        a, b = sorted((self.root(one), self.root(other)))
        self._root[b] = a
        said = self.reasons.setdefault(a, set())
        said |= {reason} | (self.reasons.pop(b, set()) if a != b else set())

    def groups(self) -> list[list[int]]:
        """The sets, those with most members first."""
        found: dict[int, list[int]] = {}
        for member in self._root:
            found.setdefault(self.root(member), []).append(member)
        return sorted(found.values(), key=lambda some: (-len(some), some))


class Ties:
    """What ties posts to one source, as a lab knows it by now."""

    def __init__(self, store: Store) -> None:
        """Read who runs which place, and who goes on where another one ended."""
        accepted = (said for said in decisions(store).values() if said["state"] == "accepted")
        self.seen = Seen(store)
        self._known = {said["new"]: said["old"] for said in accepted}
        self._nodes, self._origins = Nodes.of(store, "outlet"), Nodes.of(store)

    def links(self, rows: Sequence[Sighting]) -> Iterator[tuple[str, int, int]]:
        """Pairs of posts that come from one source, and why."""
        met: dict[tuple[str, object], int] = {}
        for row in rows:
            for reason, key in self._keys(row):
                if (reason, key) in met:
                    yield reason, met[reason, key], row.seq
                else:
                    met[reason, key] = row.seq

    def _keys(self, row: Sighting) -> Iterator[tuple[str, object]]:
        """What a post has in common with others of its source."""
        yield "one repeats the other", row.seq
        for repeat in row.repeats:
            yield "one repeats the other", repeat.first
        place, steps = row.place, 0
        while place in self._known and steps < len(self._known):
            place, steps = self._known[place], steps + 1
        yield "the same place, or its accepted successor", place
        if (node := self._nodes.of_place(place)) != place and node:
            yield "the same outlet runs both places", node
        if origin := self._origins.of_origin(row) or row.origin:
            yield "forwarded from the same place", origin
        yield "forwarded from the same place", row.place


def _group(rows: Sequence[Sighting], members: Sequence[int], joined: Joined) -> Group:
    some = [row for row in rows if row.seq in set(members)]
    reasons = joined.reasons.get(joined.root(members[0]), set())
    places = tuple(dict.fromkeys(row.place for row in some))
    return Group(places, len(some), some[0].post, tuple(sorted(reasons)))


def _cautious(groups: Sequence[Group], edges: Sequence[tuple[str, str]]) -> int:
    home = {place: n for n, group in enumerate(groups) for place in group.places}
    joined = Joined(iter(range(len(groups))))
    for one, other in edges:
        joined.join(home[one], home[other], "")
    return len(joined.groups())
