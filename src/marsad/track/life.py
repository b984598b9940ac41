"""The life of an outlet or a place: since when, how much, in what, and what became of it."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from marsad.errors import NotFound
from marsad.model import Outlet
from marsad.phrase import Phrase
from marsad.store import Seen, Sighting, Store, Window
from marsad.store.signboards import Board, Signboards
from marsad.store.sources import Sources
from marsad.text.fold import folded
from marsad.track.flow import Edge
from marsad.track.flow_events import believed
from marsad.track.flow_kept import kept_flow, unread
from marsad.track.successors import Successor, successors

GAP = 2 * 86_400
"""Seconds; a shorter silence is a weekend."""
UNUSUAL = 5
"""Times the pause that nineteen of twenty of its pauses stay below."""
MOST = 20
_RENAMED = re.compile(
    r"(?:edit group title|changed? (?:channel|group) (?:title|name))\W*(.+)", re.I
)


@dataclass(frozen=True, slots=True)
class Gap:
    """A silence longer than usual."""

    since: datetime
    until: datetime


@dataclass(slots=True)
class Life:
    """What is known of an outlet, or of a place that stands for itself."""

    id: str
    name: str
    places: tuple[str, ...]
    posts: int = 0
    versions: int = 0
    """Edited ones, beside the first."""
    gone: int = 0
    undated: int = 0
    first: datetime | None = None
    last: datetime | None = None
    gaps: list[Gap] = field(default_factory=list)
    weeks: dict[str, int] = field(default_factory=dict)
    """Posts in each week, by the day on which it begins."""
    languages: dict[str, int] = field(default_factory=dict)
    themes: dict[str, int] = field(default_factory=dict)
    targets: dict[str, int] = field(default_factory=dict)
    narratives: dict[str, int] = field(default_factory=dict)
    media: int = 0
    names: list[tuple[datetime, str]] = field(default_factory=list)
    """What it was renamed to, and when."""
    boards: list[Board] = field(default_factory=list)
    """What its places said and showed of themselves, each version."""
    states: list[Mapping[str, Any]] = field(default_factory=list)
    """What became of its sources, as they stand."""
    elsewhere: dict[str, int] = field(default_factory=dict)
    """Where else posts that it made were seen."""
    repeats: list[Edge] = field(default_factory=list)
    repeated_by: list[Edge] = field(default_factory=list)
    unread: int = 0
    """Posts that came after the network was made, of which ``repeats`` and ``repeated_by`` tell."""
    successors: list[Successor] = field(default_factory=list)


def life(store: Store, name: str) -> Life:
    """The life of an outlet or of one place, by its id, its name, or another spelling of it."""
    id, called, places = _meant(store, name)
    made = Life(id, called, places)
    rows = list(Seen(store).rows(Window(places=places))) if places else []
    _count(made, rows)
    service = Seen(store).posts([row.seq for row in rows if row.kind == "service"])
    made.names = [
        (post.posted_at, name) for post in service.values() if (name := renamed(post.text))
    ]
    boards = Signboards(store).every()
    made.boards = [board for place in places for board in boards.get(place, ())]
    made.states = _states(store, places)
    made.elsewhere = Seen(store).elsewhere(id, places, MOST)
    edges = kept_flow(store, by="place" if places == (id,) else "outlet").edges
    made.repeats = [edge for edge in edges if edge.target in (id, *places)]
    made.repeated_by = [edge for edge in edges if edge.source in (id, *places)]
    made.unread = unread(store)
    made.successors = successors(store, every=True, about=places) if places else []
    return made


def _meant(store: Store, name: str) -> tuple[str, str, tuple[str, ...]]:
    outlets = {outlet.id: outlet for outlet in store.outlets()}
    places = {place.id: place for place in store.places() if place.kind != "private"}
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for outlet in outlets.values():
        if name == outlet.id or _key(name) in map(_key, _called(outlet)):
            found[outlet.id] = outlet.name, tuple(id for id in outlet.places if id in places)
    for place in places.values() if not found else ():
        if name == place.id or _key(name) == _key(place.name):
            found[place.id] = place.name, (place.id,)
    if len(found) != 1:
        if found:
            many = ", ".join(sorted(found))
            raise NotFound(
                Phrase("several are called %(name)s: %(near)s", name=repr(name), near=many)
            )
        near = Phrase("see: marsad register LAB list")
        raise NotFound(
            Phrase("no outlet or place is called %(name)s: %(near)s", name=repr(name), near=near)
        )
    [(id, (called, some))] = found.items()
    return id, called, some


def _called(outlet: Outlet) -> Sequence[str]:
    return [each for each in (outlet.name, outlet.latin, *outlet.aliases) if each]


def _key(name: str) -> str:
    return " ".join(folded(name).split())


def _count(made: Life, rows: Iterable[Sighting]) -> None:
    counts: dict[str, Counter[str]] = {
        name: Counter() for name in ("weeks", "languages", "themes", "targets", "narratives")
    }
    seen, times = set(), []
    for row in rows:
        if row.kind == "service":
            continue
        if (row.place, row.native_id) in seen:
            made.versions += 1
            continue
        seen.add((row.place, row.native_id))
        made.gone += row.gone
        made.media += len(row.media)
        if believed(row):
            times.append(row.posted_at)
            counts["weeks"][_week(row.posted_at)] += 1
        counts["languages"][row.language or "und"] += 1
        for name in ("themes", "targets", "narratives"):
            counts[name].update(getattr(row, name))
    made.posts, made.undated = len(seen), len(seen) - len(times)
    made.weeks = dict(sorted(counts.pop("weeks").items()))
    for name, found in counts.items():
        setattr(made, name, dict(found.most_common(MOST)))
    if times:
        made.first, made.last, made.gaps = times[0], times[-1], list(gaps(times))


def gaps(times: Sequence[datetime]) -> list[Gap]:
    """Silences far longer than the pauses of this place are; the times are in order."""
    pauses = [(b - a).total_seconds() for a, b in pairwise(times)]
    if len(pauses) < MOST:
        return []
    usual = sorted(pauses)[int(len(pauses) * 0.95)]
    least = max(GAP, UNUSUAL * usual)
    return [Gap(times[n], times[n + 1]) for n, pause in enumerate(pauses) if pause > least]


def renamed(text: str) -> str:
    """The new name in a message of the platform; empty when it is about something else."""
    found = _RENAMED.fullmatch(text.strip())
    return found[1].strip() if found else ""


def _week(at: datetime) -> str:
    day = at.astimezone(UTC).date()
    return (day - timedelta(days=day.weekday())).isoformat()


def _states(store: Store, places: Sequence[str]) -> list[Mapping[str, Any]]:
    sources = Sources(store)
    found: list[Mapping[str, Any]] = []
    for source in sources.all():
        if source.place in places:
            health = sources.health(source.handle)
            said = {"source": source.handle, "state": health.state, "seen_at": health.seen_at}
            found.append({**said, "successor": health.successor, "error": health.error})
    return found
