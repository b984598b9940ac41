"""The search index: beside the store, derived from it, mended at every opening.

The index is never the truth: what it lacks is read from the store, and a broken one is thrown away
and built again. Whoever opens it follows the store first, under a lock of its own; while another
process does that, what is there already is searched, and ``behind`` says so.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import tantivy

from marsad.errors import LabBusy
from marsad.search import water as _water
from marsad.search.ask import answered
from marsad.search.follow import begun, discard, follow
from marsad.search.schema import opened as _shard
from marsad.search.seam import Answered, Wanted
from marsad.search.water import Water
from marsad.store import Store, layout
from marsad.store.lock import held

PATIENCE = 2
"""Seconds to wait for another process that is writing, when there is something to search."""
KEPT = 4
"""Indexes of labs that stay open in a process that asks again and again."""
DAMAGE = (ValueError, OSError, KeyError)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """The shards of a lab's index, to be searched side by side."""

    shards: tuple[tantivy.Index, ...]
    folders: tuple[str, ...]
    """Where each of them lies."""
    posts: int
    behind: bool = False
    """Another process is still bringing it up to date."""
    state: tuple[int, int] = (0, 0)
    """Of the watermark: another one means other shards."""

    def answer(self, wanted: Wanted) -> Answered:
        """Ask every shard, side by side."""
        return answered(self.shards, wanted)


def opened(store: Store, tell: Callable[[int], None] = lambda _done: None) -> Opened:
    """The index of a lab, brought up to date with its store."""
    folder, now = store.lab / layout.INDEX, store.high_water()
    found = _water.read(folder, store.settings.timezone)
    if found and found.since == now and not found.moving and (ready := _whole(folder, found)):
        return ready
    patience = PATIENCE if found else store.settings.lock_seconds
    try:
        with held(store.lab / layout.INDEX_LOCK, patience, "bringing up the search index of"):
            return _mended(store, folder, tell)
    except LabBusy:
        if found is None or (partial := _open(folder, found, behind=True)) is None:
            raise
        log.warning("another process is bringing the search index up to date; some is not in yet")
        return partial


def forget(store: Store) -> None:
    """Throw the index away."""
    _kept.clear()
    with held(store.lab / layout.INDEX_LOCK, store.settings.lock_seconds, "indexing"):
        discard(store, store.lab / layout.INDEX)


def _mended(store: Store, folder: Path, tell: Callable[[int], None]) -> Opened:
    """Follow the store; begin anew when that cannot be done, or did not come out even."""
    found, why = _water.read(folder, store.settings.timezone), ""
    if found:
        try:
            done = follow(store, folder, found, tell)
            if ready := _even(store, folder, done):
                return ready
            why = "it does not hold what the store holds"
        except DAMAGE as error:
            why = str(error)
    if why or folder.exists():
        log.warning("the search index is built again: %s", why or "it is of another version")
    done = follow(store, folder, begun(store, folder), tell)
    return _open(folder, done) or Opened((), (), 0)


def _even(store: Store, folder: Path, water: Water) -> Opened | None:
    ready = _whole(folder, water)
    even = ready is not None and ready.posts == store.posts_until(water.since.get("post", 0))
    return ready if even else None


def _whole(folder: Path, water: Water) -> Opened | None:
    """The shards, if every post that was written down is in them."""
    ready = _open(folder, water)
    return ready if ready and ready.posts == water.posts else None


_kept: dict[tuple[str, int, int], Opened] = {}


def _open(folder: Path, water: Water, behind: bool = False) -> Opened | None:
    """The shards as they are; they are kept open for as long as the watermark stays the same."""
    try:
        state = (folder / _water.FILE).stat()
        at = (state.st_ino, state.st_mtime_ns)
        key = (str(folder), *at)
        if not behind and key in _kept:
            return _kept[key]
        laid_out = [folder / shard.folder for shard in water.shards]
        there = tuple(str(each) for each in laid_out if each.exists())
        shards = tuple(map(_shard, there))
        posts = sum(int(each.searcher().num_docs) for each in shards)
    except DAMAGE as error:
        log.info("the search index cannot be opened: %s", error)
        return None
    made = Opened(shards, there, posts, behind, at)
    if not behind:
        while len(_kept) >= KEPT:
            _kept.pop(next(iter(_kept)), None)
        _kept[key] = made
    return made
