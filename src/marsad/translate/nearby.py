"""Segments whose source is like another: trigrams propose, the true likeness decides.

The latest segments are compared one by one; all older ones stand in blocks of trigrams
(``memory/`` in the lab), each of which covers a range of running numbers. Blocks are derived: one
that is missing, damaged or too short is made again from the table.
"""

import hashlib
import logging
import shutil
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from marsad.store import Store, layout
from marsad.store.recall import OWN, Recall
from marsad.text.fold import folded
from marsad.translate.segment import UNKNOWN
from marsad.translate.trigrams import ROWS, Block, Numbers, Scores, alike

VERSION = "1"
YOUNG = 2048
"""Segments that are compared one by one before they are put into a block."""
LONGEST = 5000
"""Characters; longer segments match whole or not at all, for comparing them would take minutes."""
CLOSE = 500
"""Segments whose likeness is measured, for each language, of the lab and of foreign memories."""
FOREIGN = 1 << 16

Tell = Callable[[int], None]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Near:
    """A segment that may be alike."""

    key: str
    shelf: int


def key(source: str) -> str:
    """A source as it is compared: folded, its blanks single."""
    return " ".join(folded(source).split())


class Nearby:
    """Finds sources like another one among all segments of a lab."""

    def __init__(self, recall: Recall, tell: Tell = lambda _some: None) -> None:
        """Open the blocks, making those that are missing; ``tell`` hears how many segments."""
        self._recall = recall
        self._folder = recall.store.lab / layout.MEMORY / VERSION
        self._tell = tell
        self._blocks: list[Block] = []
        self._numbers: list[int] = []
        self._young = list(self._opened(recall.end()))

    def find(
        self, text: str, language: str, to: str, least: int, limit: int
    ) -> list[tuple[str, float]]:
        """Keys of the sources most like a text, and how alike in percent, the best first."""
        from rapidfuzz import fuzz, process

        if not text or len(text) > LONGEST:
            return []
        near = (*self._young, *self._old(text, language, to))
        keys = {each.key: None for each in near if _fits(each.shelf, language, to)}
        found = process.extract(
            text, keys.keys(), scorer=fuzz.ratio, score_cutoff=least, limit=limit
        )
        return [(same, percent) for same, percent, _place in found]

    def _old(self, text: str, language: str, to: str) -> Iterator[Near]:
        if not self._blocks:
            return
        numbers, rows, scores = alike(self._blocks, text)
        shelves = np.zeros(len(rows), np.uint32)
        for number, block in enumerate(self._blocks):
            here = numbers == number
            shelves[here] = block.shelves[rows[here]]
        for shelf in np.unique(shelves).tolist():
            if _fits(shelf, language, to):
                some = np.flatnonzero(shelves == shelf)
                for each in some[_top(scores[some])].tolist():
                    yield Near(self._blocks[numbers[each]].key(rows[each]), shelf)

    def _opened(self, end: int) -> Iterator[Near]:
        """Open a block for each full range, and answer the segments that stand in none."""
        there = {path.name: path for path in self._folder.glob("[0-9]*-*")}
        for number in range((end + 1) // ROWS):
            self._open(number, (number + 1) * ROWS - 1, there)
        number = (end + 1) // ROWS
        highest = max((_high(name) for name in there if _number(name) == number), default=-1)
        low = max(number * ROWS - 1, highest)
        if end - low > YOUNG:
            low = end
        if low >= number * ROWS:
            self._open(number, low, there)
        young = map(_near, self._recall.between(low + 1, end))
        yield from (each for each in young if len(each.key) <= LONGEST)

    def _open(self, number: int, high: int, there: dict[str, Path]) -> None:
        folder = self._folder / _name(number, high)
        try:
            block = Block.opened(folder) if folder.name in there else self._make(folder)
        except (ValueError, OSError) as error:
            log.warning("a block of the memory is made again: %s", error)
            shutil.rmtree(folder, ignore_errors=True)
            block = self._make(folder)
        if block is not None:
            self._blocks.append(block)
            self._numbers.append(number)

    def _make(self, folder: Path) -> Block | None:
        number, high = _number(folder.name), _high(folder.name)
        rows: list[int] = []
        keys: list[str] = []
        shelves: list[int] = []
        seen: set[Near] = set()
        for row in self._recall.between(number * ROWS, high):
            each = _near(row)
            # One row for a source is enough: all that have it are looked up by its hash.
            if each not in seen and len(each.key) <= LONGEST:
                seen.add(each)
                rows.append(row["seq"] - number * ROWS)
                keys.append(each.key)
                shelves.append(each.shelf)
        self._tell(len(rows))
        if rows:
            Block.of(rows, keys, shelves).keep(folder)
        for older in self._folder.glob(f"{number:08d}-*"):
            # One that reaches further was made by another process meanwhile.
            if _high(older.name) < high:
                shutil.rmtree(older, ignore_errors=True)
        return Block.opened(folder) if rows else None


def forget(store: Store, low: int = 0, high: int = -1) -> None:
    """Throw away the blocks that hold some segments, or all: they are made again when needed."""
    folder = store.lab / layout.MEMORY
    if high < low:
        shutil.rmtree(folder, ignore_errors=True)
    for path in folder.glob(f"{VERSION}/[0-9]*-*"):
        if low // ROWS <= _number(path.name) <= high // ROWS:
            shutil.rmtree(path, ignore_errors=True)


def prepare(store: Store, tell: Tell) -> None:
    """Make the blocks that are missing, so that no question has to wait for it."""
    Nearby(Recall(store), tell)


def hashed(key: str) -> int:
    """A key as the table looks it up."""
    digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _near(row: Mapping[str, Any]) -> Near:
    shelf = _code(row["source_language"]) << 8 | _code(row["language"])
    return Near(key(row["source"]), shelf | (row["memory"] != OWN) * FOREIGN)


def _fits(shelf: int, language: str, to: str) -> bool:
    spoken = {_code(language), _code(UNKNOWN)}
    return shelf & 0xFF == _code(to) and (language == UNKNOWN or shelf >> 8 & 0xFF in spoken)


def _code(language: str) -> int:
    # A byte for a language: two may share one, and are told apart when the segments are read.
    return zlib.crc32(language.encode()) & 0xFF


def _top(scores: Scores) -> Numbers:
    if len(scores) <= CLOSE:
        return np.arange(len(scores))
    return np.argpartition(-scores, CLOSE)[:CLOSE]


def _name(number: int, high: int) -> str:
    return f"{number:08d}-{high}"


def _number(name: str) -> int:
    return int(name.partition("-")[0])


def _high(name: str) -> int:
    return int(name.partition("-")[2])
