"""Which texts share many runs of three letters with another: a block of up to 65,536 texts.

A block is a folder of arrays, read by mapping them: for each of 65,536 hashes of a trigram the
texts that have it, and the texts. Counting shared trigrams finds what may be alike; how alike it
is, others measure.
"""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

ROWS = 1 << 16
"""Texts of a block: their numbers in it take two bytes."""
HASHES = 1 << 16
FEWEST = 8
"""Trigrams that are counted in any case, however common they are."""
MOST = 200_000
"""Entries that are counted, rarest trigrams first: common ones tell little and take the time."""
SHARE = 0.2
"""Of the trigrams counted, the least share of them that a text must have to be looked at."""
_END = 10
"""Stands around each text; keys hold no line breaks."""

Numbers = npt.NDArray[np.int64]
Trigrams = npt.NDArray[np.uint32]
Scores = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Block:
    """Texts by their trigrams."""

    starts: npt.NDArray[np.uint32]
    """For each hash, where its texts begin in ``texts``; one more at the end."""
    texts: npt.NDArray[np.uint16]
    sizes: npt.NDArray[np.uint16]
    """How many trigrams each text has."""
    shelves: npt.NDArray[np.uint32]
    """What kind of text each is, for whoever asks for one kind only."""
    keys: npt.NDArray[np.uint8]
    """The texts, end to end."""
    ends: npt.NDArray[np.uint32]
    """Where each of them ends in ``keys``; one more at the beginning."""

    @classmethod
    def of(cls, rows: Sequence[int], keys: Sequence[str], shelves: Sequence[int]) -> Self:
        """Make a block of texts that have these rows in it."""
        hashes, which = trigrams(keys)
        row = np.array(rows, np.uint32)
        # One number for both, so that one sort does: hash in the upper half, row in the lower.
        both = np.sort((hashes << np.uint32(16)) | row[which])
        both = both[np.concatenate(([True], both[1:] != both[:-1]))] if len(both) else both
        texts = (both & np.uint32(ROWS - 1)).astype(np.uint16)
        counts = np.bincount(both >> np.uint32(16), minlength=HASHES)
        starts = np.concatenate(([0], np.cumsum(counts))).astype(np.uint32)
        sizes = np.bincount(texts, minlength=ROWS).astype(np.uint16)
        kinds = np.zeros(ROWS, np.uint32)
        kinds[row] = shelves
        said = [each.encode("utf-8", "surrogatepass") for each in keys]
        lengths = np.zeros(ROWS + 1, np.uint32)
        lengths[row + 1] = [len(each) for each in said]
        ends = np.cumsum(lengths, dtype=np.uint32)
        return cls(starts, texts, sizes, kinds, np.frombuffer(b"".join(said), np.uint8), ends)

    @classmethod
    def opened(cls, folder: Path) -> Self:
        """Map a block that was kept; ValueError or OSError when it is not whole."""
        mapped = (np.load(folder / f"{each.name}.npy", "r") for each in fields(cls))
        # As plain arrays: cutting pieces from a memmap takes several times as long.
        block = cls(*map(np.asarray, mapped))
        lengths = (len(block.texts), len(block.keys))
        if (block.starts[HASHES], block.ends[ROWS]) != lengths:
            raise ValueError(f"{folder.name} is not whole")
        return block

    def key(self, row: int) -> str:
        """The text in a row."""
        said = self.keys[self.ends[row] : self.ends[row + 1]].tobytes()
        return said.decode("utf-8", "surrogatepass")

    def keep(self, folder: Path) -> None:
        """Write the block: wholly or not at all."""
        unfinished = folder.with_name(f".{folder.name}.{os.getpid()}")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        for each in fields(self):
            np.save(unfinished / f"{each.name}.npy", getattr(self, each.name))
        try:
            unfinished.rename(folder)
        except OSError:
            # Another process made the same block meanwhile.
            shutil.rmtree(unfinished)


def trigrams(keys: Sequence[str]) -> tuple[Trigrams, Trigrams]:
    """The hashes of the trigrams of some texts, and of which text each one is."""
    said = "\n" + "\n".join(keys) + "\n"
    codes = np.frombuffer(said.encode("utf-32-le", "surrogatepass"), np.uint32)
    first, middle, third = codes[:-2], codes[1:-1], codes[2:]
    mixed = first * np.uint32(0x9E3779B1) ^ middle * np.uint32(0x85EBCA77)
    mixed = mixed ^ third * np.uint32(0xC2B2AE3D)
    mixed = (mixed ^ (mixed >> np.uint32(15))) * np.uint32(0x2C1B3C6D)
    inside = middle != _END
    which = np.cumsum(first == _END, dtype=np.uint32) - np.uint32(1)
    return (mixed >> np.uint32(16))[inside], which[inside]


def alike(blocks: Sequence[Block], key: str) -> tuple[Numbers, Numbers, Scores]:
    """Texts that share many trigrams with a key: their block, their row, and a score."""
    own = np.unique(trigrams([key])[0]).astype(np.int64)
    low = np.stack([block.starts[own] for block in blocks]).astype(np.int64)
    high = np.stack([block.starts[own + 1] for block in blocks]).astype(np.int64)
    chosen = _rarest((high - low).sum(axis=0))
    found: list[tuple[Numbers, Numbers, Scores]] = []
    for number, block in enumerate(blocks) if len(chosen) else ():
        ends = zip(low[number, chosen].tolist(), high[number, chosen].tolist(), strict=True)
        counts = np.bincount(np.concatenate([block.texts[start:end] for start, end in ends]))
        rows = np.flatnonzero(counts >= max(1, SHARE * len(chosen)))
        score = counts[rows] / (len(own) + block.sizes[rows].astype(np.float32))
        found.append((np.full(len(rows), number), rows, score.astype(np.float32)))
    if not found:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.float32)
    numbers, rows, scores = (np.concatenate(each) for each in zip(*found, strict=True))
    return numbers, rows, scores


def _rarest(counts: Numbers) -> Numbers:
    """The places of the rarest trigrams that stand anywhere, as many as may be counted."""
    order = np.argsort(counts, kind="stable")
    order = order[counts[order] > 0]
    many = int(np.searchsorted(np.cumsum(counts[order]), MOST))
    return order[: max(FEWEST, many)]
