"""The search index in the lab's PostgreSQL: the same words, asked by the same compiler.

What was taken in and how far that went is written in one transaction, so a writer that is killed
leaves an index that is whole as far as it goes. Whoever opens it brings it up first, under a lock
that all machines see; meanwhile others search what is there, and ``behind`` says so.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice, takewhile

import msgspec

from marsad.errors import LabBusy
from marsad.model import Post
from marsad.search.compile import Compiler
from marsad.search.conditions import Conditions
from marsad.search.facets import MONDAY
from marsad.search.gather import Gatherer
from marsad.search.row import row
from marsad.search.schema import numbered
from marsad.search.seam import ASCENDING, ORDERS, Answer, Answered, Counted, Wanted
from marsad.store import Store
from marsad.store.index_parts import Part
from marsad.store.index_query import Look
from marsad.store.index_tables import IndexTables
from marsad.store.index_tables import Water as Held

VERSION = 1
"""Of the tables, and of how words are cut; those of another version are filled again."""
BATCH = 1000
"""Posts looked up in the store at a time."""
STEP = 20_000
"""Posts after which a long pass makes durable what it has."""
PATIENCE = 2
"""Seconds to wait for another process that is writing, when there is something to search."""
SETTLED = 1000
"""Changed posts from which on the server is told that its counts are old."""

log = logging.getLogger(__name__)
Tell = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Water:
    """A pass takes the index from ``since`` to ``until``; ``through`` is how far it has come."""

    lab: str
    """Tables of another lab, left behind in the database, are none of this one's."""
    zone: str
    since: Mapping[str, int] = field(default_factory=dict)
    until: Mapping[str, int] = field(default_factory=dict)
    through: int = 0
    version: int = VERSION


@dataclass(frozen=True, slots=True)
class InTables:
    """The tables of a lab, to be asked."""

    tables: IndexTables
    held: Held
    behind: bool = False
    """Another process is still bringing them up to date."""

    @property
    def posts(self) -> int:
        """How many posts they hold."""
        return self.held.posts

    def answer(self, wanted: Wanted) -> Answered:
        """Ask them, all as of one moment."""
        with self.tables.looking(self.held) as look:
            return _answered(look, wanted)


def opened(store: Store, tell: Tell) -> InTables:
    """The index of a lab, brought up to date with its store."""
    tables, now = IndexTables(store), store.high_water()
    held = tables.water()
    found = _read(store, held)
    if held and found and found.since == now:
        return InTables(tables, held)
    try:
        with tables.held(PATIENCE if found else store.settings.lock_seconds):
            return InTables(tables, _mended(store, tables, tell))
    except LabBusy:
        if held is None or found is None:
            raise
        log.warning("another process is bringing the search index up to date; some is not in yet")
        return InTables(tables, held, behind=True)


def forget(store: Store) -> None:
    """Drop the tables."""
    tables = IndexTables(store)
    with tables.held(store.settings.lock_seconds):
        tables.drop()


def _mended(store: Store, tables: IndexTables, tell: Tell) -> Held:
    """Follow the store; begin anew when that cannot be done, or did not come out even."""
    held = tables.water()
    if found := _read(store, held):
        _follow(store, tables, found, tell)
        if even := _even(store, tables):
            return even
        log.warning("the search index is filled again: it does not hold what the store holds")
    elif held:
        log.warning("the search index is filled again: it is of another version or lab")
    begun = Water(store.origin, store.settings.timezone)
    tables.make(msgspec.json.encode(begun))
    _follow(store, tables, begun, tell)
    return tables.water() or Held(b"", 0, 0)


def _even(store: Store, tables: IndexTables) -> Held | None:
    held = tables.water()
    found = _read(store, held)
    if held is None or found is None or held.posts != tables.posts():
        return None
    return held if held.posts == store.posts_until(found.since.get("post", 0)) else None


def _read(store: Store, held: Held | None) -> Water | None:
    """How far the index has come; nothing when it is of another version, lab or time zone."""
    if held is None:
        return None
    try:
        found = msgspec.json.decode(held.record, type=Water)
    except msgspec.MsgspecError:
        return None
    mine = (VERSION, store.origin, store.settings.timezone)
    return found if (found.version, found.lab, found.zone) == mine else None


def _follow(store: Store, tables: IndexTables, water: Water, tell: Tell) -> None:
    """Take the index as far as the store has come by now."""
    until, resumed = water.until or store.high_water(), bool(water.until)
    if until != water.since:
        water = replace(water, until=until)
        changed = store.changed(water.since, water.through)
        posts = takewhile(lambda each: each[0] <= until["post"], changed)
        many = 0
        while done := _taken(store, tables, water, posts, tell):
            water, many = replace(water, through=done[0]), many + done[1]
        water = replace(water, since=until, until={}, through=0)
        with tables.writing() as writer:
            writer.note(msgspec.json.encode(water))
        tables.complete(settle=many >= SETTLED)
    # The end of a pass that was cut short lies behind what came since.
    if resumed:
        _follow(store, tables, water, tell)


def _taken(
    store: Store, tables: IndexTables, water: Water, posts: Iterator[tuple[int, Post]], tell: Tell
) -> tuple[int, int] | None:
    """Put in the posts of one step: the number of the last, and how many; nothing: none is left."""
    gather, last, many = Gatherer(store), 0, 0
    with tables.writing() as writer:
        for batch in _batches(islice(posts, STEP)):
            writer.put([row(entry, store.settings.zone) for entry in gather.entries(batch)])
            last, many = batch[-1][0], many + len(batch)
            tell(len(batch))
        if many:
            writer.note(msgspec.json.encode(replace(water, through=last)))
    return (last, many) if many else None


def _batches(posts: Iterable[tuple[int, Post]]) -> Iterator[list[tuple[int, Post]]]:
    posts = iter(posts)
    while batch := list(islice(posts, BATCH)):
        yield batch


def _answered(look: Look, wanted: Wanted) -> Answered:
    make = Conditions(look)
    compiler = Compiler(make, wanted.strength, wanted.zone)
    part = compiler.query(wanted.tree, wanted.order == "relevance", wanted.among)
    by, ascending = ORDERS[wanted.order], wanted.order in ASCENDING
    best = look.best(part, by, ascending, wanted.most) if wanted.most else []
    return Answered(
        [Answer(key, number) for number, key in best],
        look.count(part) if wanted.counted else None,
        _facets(look, part, wanted),
        _bars(look, part, wanted.step),
        compiler.spelled,
    )


def _facets(look: Look, part: Part, wanted: Wanted) -> dict[str, Counted]:
    if not wanted.facets:
        return {}
    names = {numbered(name): name for name in wanted.facets}
    found: dict[str, list[tuple[str, int]]] = {name: [] for name in wanted.facets}
    whole: dict[str, int] = dict.fromkeys(wanted.facets, 0)
    for number, value, posts, every in look.values(part, list(names), wanted.top):
        found[names[number]].append((value, posts))
        whole[names[number]] = every
    return {
        name: Counted(counts, whole[name] - sum(posts for _value, posts in counts))
        for name, counts in found.items()
    }


def _bars(look: Look, part: Part, step: str) -> dict[int, int]:
    if not step:
        return {}
    found: Counter[int] = Counter()
    for key, posts in look.over_time(part, "month" if step == "month" else "day"):
        found[key - (key - MONDAY) % 7 if step == "week" else key] += posts
    return found
