"""Bring the index up to the store: what came, what was said since, and nothing twice.

A pass is cut into steps. After each the shards are committed first and the watermark is written
second, so a writer that is killed leaves posts that will be put in again, never one left out.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice, takewhile
from pathlib import Path

from marsad.model import Post
from marsad.search import water as _water
from marsad.search.document import Entry
from marsad.search.gather import Gatherer
from marsad.search.schema import opened
from marsad.search.shards import home, month_of, planned
from marsad.search.water import Shard, Water
from marsad.search.writing import Writing
from marsad.store import Store, layout

BATCH = 1000
"""Posts looked up in the store at a time."""
STEP = 50_000
"""Posts after which a long pass makes durable what it has."""
WORTH_CUTTING, GROWN = 1.5, 1.02
"""How far beyond its size a shard is cut, and how much it grows before that is asked again."""

Tell = Callable[[int], None]
Numbered = tuple[int, Post]


def begun(store: Store, folder: Path) -> Water:
    """An empty index with its shards laid out by the posts there are."""
    discard(store, folder)
    folder.mkdir(parents=True)
    firsts = planned("", store.posts_by_month(), store.settings.shard_posts)
    return Water(store.settings.timezone, tuple(map(Shard, firsts)))


def discard(store: Store, folder: Path) -> None:
    """Throw an index away: out of sight first, so that nobody who opens it puts a file into it."""
    if folder.exists():
        away = Path(tempfile.mkdtemp(prefix="index-", dir=store.lab / layout.TMP))
        folder.rename(away / folder.name)
        shutil.rmtree(away)


def follow(store: Store, folder: Path, water: Water, tell: Tell) -> Water:
    """Take the index as far as the store has come by now."""
    if water.moving:
        water = moved(store, folder, water, tell)
    until, resumed = water.until or store.high_water(), bool(water.until)
    if until == water.since:
        return water
    water = replace(water, until=until)
    changed = store.changed(water.since, water.through)
    within = takewhile(lambda each: each[0] <= until["post"], changed)
    while step := _taken(store, folder, water, within, tell):
        water = replace(water, shards=_counted(folder, water), through=step)
        _water.write(folder, water)
    # Also where no post changed: what is written down is what was looked at.
    done = replace(water, since=until, until={}, through=0, shards=_counted(folder, water))
    _water.write(folder, done)
    # The end of a pass that was cut short lies behind what came since.
    return follow(store, folder, done, tell) if resumed else _cut(store, folder, done, tell)


def _taken(store: Store, folder: Path, water: Water, posts: Iterator[Numbered], tell: Tell) -> int:
    """Put in the posts of one step, and answer the number of the last; 0 when there is none."""
    gather, last = Gatherer(store), 0
    writing = Writing(folder, store.settings.zone)
    for batch in _batches(islice(posts, STEP)):
        for entry in gather.entries(batch):
            writing.put(_home(water, entry), entry)
        last = batch[-1][0]
        tell(len(batch))
    writing.commit()
    return last


def _cut(store: Store, folder: Path, water: Water, tell: Tell) -> Water:
    """Cut the first shard that has grown too big."""
    size = store.settings.shard_posts
    for at, shard in enumerate(water.shards):
        if shard.posts >= size * WORTH_CUTTING and shard.posts >= shard.planned * GROWN:
            end = water.shards[at + 1].first if at + 1 < len(water.shards) else ""
            months = store.posts_by_month(shard.first, end)
            firsts = planned(shard.first, months, size)
            parts = (replace(shard, planned=shard.posts), *map(Shard, firsts[1:]))
            shards = (*water.shards[:at], *parts, *water.shards[at + 1 :])
            moving = (shard.first, firsts[1], end) if len(firsts) > 1 else ()
            water = replace(water, shards=shards, moving=moving)
            _water.write(folder, water)
            return moved(store, folder, water, tell) if moving else water
    return water


def moved(store: Store, folder: Path, water: Water, tell: Tell) -> Water:
    """Move what no longer belongs into a shard to where it does; harmless when done twice."""
    old, since, before = water.moving
    shard = next(shard for shard in water.shards if shard.first == old)
    gather, writing = Gatherer(store), Writing(folder, store.settings.zone)
    posts = store.posts_of_months(since, before)
    for batch in _batches(each for each in posts if each[0] <= water.since["post"]):
        for entry in gather.entries(batch):
            writing.drop(shard.folder, entry.number)
            writing.put(_home(water, entry), entry)
        tell(len(batch))
    writing.commit()
    done = replace(water, moving=(), shards=_counted(folder, water))
    _water.write(folder, done)
    return done


def _home(water: Water, entry: Entry) -> str:
    firsts = [shard.first for shard in water.shards]
    return water.shards[home(firsts, month_of(entry.posted_at))].folder


def _counted(folder: Path, water: Water) -> tuple[Shard, ...]:
    return tuple(replace(shard, posts=_size(folder / shard.folder)) for shard in water.shards)


def _size(folder: Path) -> int:
    return int(opened(str(folder)).searcher().num_docs) if folder.exists() else 0


def _batches(posts: Iterable[Numbered]) -> Iterator[list[Numbered]]:
    posts = iter(posts)
    while batch := list(islice(posts, BATCH)):
        yield batch
