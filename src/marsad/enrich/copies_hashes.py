"""PDQ hashes, looked up exactly: every earlier hash within 31 of 256 bits, among a million.

A hash is 16 numbers of 16 bits. Two hashes that differ in at most 31 bits differ in at most one
bit in at least one of these numbers, so 16 times 17 sorted stretches hold all there is to find.
Approximate graphs over bits were tried and lost a third.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

NEAR = 31
"""Bits that two hashes of one picture may differ in, as the makers of PDQ advise."""
BITS = 256
QUALITY = 0.5
"""A picture of less has too little in it: its hash is near that of any other plain one."""
YOUNG = 32_768
"""Hashes that are compared one by one before they are sorted in, about."""
_PARTS = 16
_FLIPS = np.array([0, *(1 << bit for bit in range(16))], np.uint16)

Hash = npt.NDArray[np.uint64]
"""Four numbers of 64 bits."""


def read_hash(digits: str) -> Hash:
    """A hash as the ``pdq`` findings write it."""
    return np.frombuffer(bytes.fromhex(digits), "<u8")


class Hashes:
    """The hashes seen so far, numbered in the order in which they came."""

    def __init__(self, hashes: Hash) -> None:
        """Sort those that are there: rows of four numbers."""
        self._young = np.empty((YOUNG, 4), np.uint64)
        self._count = 0
        self._sort(hashes)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._rows) + self._count

    def add(self, hash: Hash) -> int:
        """Put a hash in and answer its number."""
        if self._count == YOUNG:
            self._sort(np.concatenate((self._rows, self._young)))
            self._count = 0
        self._young[self._count] = hash
        self._count += 1
        return len(self) - 1

    def near(self, hash: Hash) -> Iterator[tuple[int, int]]:
        """Number and distance of every hash within ``NEAR`` bits."""
        numbers = np.concatenate(self._stretches(hash))
        yield from _near(np.take(self._rows, numbers, axis=0), hash, numbers)
        if self._count:
            latest = np.arange(len(self._rows), len(self))
            yield from _near(self._young[: self._count], hash, latest)

    def _stretches(self, hash: Hash) -> list[npt.NDArray[np.uint32]]:
        values = (hash.view(np.uint16)[:, None] ^ _FLIPS).tolist()
        return [
            order[starts[value] : starts[value + 1]]
            for starts, order, some in zip(self._starts, self._order, values, strict=True)
            for value in some
        ]

    def _sort(self, rows: Hash) -> None:
        self._rows = np.ascontiguousarray(rows)
        columns = self._rows.view(np.uint16).reshape(len(rows), _PARTS)
        self._order, self._starts = [], []
        for part in range(_PARTS):
            column = np.ascontiguousarray(columns[:, part])
            self._order.append(np.argsort(column, kind="stable").astype(np.uint32))
            counts = np.bincount(column, minlength=1 << 16)
            self._starts.append(np.concatenate(([0], np.cumsum(counts))).tolist())


def _near(rows: Hash, hash: Hash, numbers: npt.NDArray[np.integer]) -> Iterator[tuple[int, int]]:
    bits = np.bitwise_count(rows ^ hash)
    # Four columns added are several times faster than a sum along the short axis.
    distances = bits[:, 0].astype(np.uint16) + bits[:, 1] + bits[:, 2] + bits[:, 3]
    found = np.flatnonzero(distances <= NEAR)
    # A row is in several stretches when several of its numbers are near.
    yield from dict(zip(numbers[found].tolist(), distances[found].tolist(), strict=True)).items()
