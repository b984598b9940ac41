"""Who had it first, who had it next: copies and forwards in the order in which they were said."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import NamedTuple

from marsad.store import Seen, Sighting, Window
from marsad.store.seen_fill import microseconds
from marsad.store.seen_months import SLACK
from marsad.track.flow_nodes import Nodes

SINCE = {
    "telegram": microseconds(datetime(2013, 8, 14, tzinfo=UTC)),
    "x": microseconds(datetime(2006, 3, 21, tzinfo=UTC)),
}
"""When a platform opened: nothing was posted there before."""
WEB = microseconds(datetime(1991, 8, 6, tzinfo=UTC))
NEAREST = 8
"""Earlier posters who are weighed as the one repeated, besides the first: a family of a hundred
thousand would otherwise have more pairs than anybody could look at."""


class Member(NamedTuple):
    """One post of a family."""

    at: int
    seq: int
    node: str
    by: str
    origin: str = ""
    """The node it says it was forwarded from."""


class Event(NamedTuple):
    """A node repeats what others had: whom it may have had it from, the first one first."""

    node: str
    at: int
    earlier: tuple[tuple[str, int], ...]
    """Nodes and times."""
    told: str = ""
    """The one among them that the platform names as the origin."""


@dataclass(slots=True)
class Families:
    """Posts that say or show the same, by the running number of the one that was found first."""

    members: dict[int, list[Member]] = field(default_factory=dict)
    told: list[tuple[str, str, int]] = field(default_factory=list)
    """Forwards whose original is not stored: origin, who forwarded it, and when."""
    undated: int = 0
    """Posts left out because their time cannot be right."""

    def appearances(self) -> Counter[str]:
        """In how many families each node has a post."""
        return Counter(node for some in self.members.values() for node in {m.node for m in some})

    def events(self) -> Iterator[Event]:
        """Every repetition by a node that had not had it before, in each family by itself."""
        for members in self.members.values():
            yield from _events(members)


def gather(seen: Seen, nodes: Nodes, window: Window) -> Families:
    """Read the families whose repetitions lie in a window."""
    found = Families()
    firsts: set[int] = set()
    narrowed = Window(window.since, window.until, window.places, window.outlets, repeating=True)
    for row in seen.rows(narrowed):
        _take(found, row, nodes)
        for repeat in row.repeats:
            firsts.add(repeat.first)
    for number, row in seen.by_number(sorted(firsts)).items():
        _put(found, number, row, nodes, "first")
    return found


def believed(row: Sighting) -> bool:
    """Its time can be right: after the platform opened, and not after it was collected."""
    return opened(row.place) <= row.at and row.said <= row.taken + SLACK


def opened(place: str) -> int:
    """Before when nothing can have been posted in a place, in microseconds since 1970."""
    return SINCE.get(place.partition(":")[0].lower(), WEB)


def _take(found: Families, row: Sighting, nodes: Nodes) -> None:
    if row.kind == "service":
        return
    for repeat in dict.fromkeys(row.repeats):
        _put(found, repeat.first, row, nodes, repeat.by)
    if not row.repeats and believed(row):
        origin, node = nodes.of_origin(row), nodes.of_place(row.place)
        if origin and node and origin != node:
            found.told.append((origin, node, row.said))


def _put(found: Families, family: int, row: Sighting, nodes: Nodes, by: str) -> None:
    node = nodes.of_place(row.place)
    if not node:
        return
    if not believed(row):
        found.undated += 1
        return
    origin = nodes.of_origin(row) if row.origin or row.origin_name else ""
    member = Member(row.said, row.seq, node, by, origin)
    found.members.setdefault(family, []).append(member)


def _events(members: Iterable[Member]) -> Iterator[Event]:
    had: dict[str, int] = {}
    for member in sorted(members):
        if member.node in had:
            continue
        # Of two in the same moment neither had it from the other.
        earlier = [(node, at) for node, at in _near(had) if at < member.at]
        if earlier:
            told = member.origin if member.origin in had else ""
            if told and told not in dict(earlier):
                earlier.append((told, had[told]))
            yield Event(member.node, member.at, tuple(earlier), told)
        had[member.node] = member.at


def _near(had: dict[str, int]) -> list[tuple[str, int]]:
    """The first one and the last few, without walking through all of them."""
    last = list(islice(reversed(had.items()), NEAREST))[::-1]
    first = next(iter(had.items()), None)
    return [first, *last] if first and first not in last else last
