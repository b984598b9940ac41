"""Rows of keys, looked up by any key they share: for sketches of texts and hashes of pictures.

Most rows lie in sorted arrays, which cost 8 bytes a key and are made in a second for a million
rows; the latest lie in a dictionary until there are enough of them to be sorted in.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

YOUNG = 32_768
"""Rows in the dictionary, about."""
CROWD = 64
"""A key that more rows share is a phrase that everybody uses, and finds nothing."""

Rows = npt.NDArray[np.unsignedinteger]


class Index:
    """Finds the numbers of earlier rows by shared keys."""

    def __init__(self, rows: Rows) -> None:
        """Sort the rows that are there; rows are numbered in the order in which they came."""
        self._rows = rows
        self._width = rows.shape[1]
        self._young: dict[int, int | list[int]] = {}
        self._places = np.arange(self._width, dtype=np.uint64) << np.uint64(32)
        self._fresh: list[Rows] = []
        self._sort()

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._rows) + len(self._fresh)

    def named(self, rows: Rows) -> list[list[int]]:
        """The keys of rows as ``add`` and ``young`` want them, each with its place in the row."""
        named: list[list[int]] = (rows | self._places).tolist()
        return named

    def add(self, row: Rows, named: Sequence[int]) -> int:
        """Put a row in and answer its number."""
        number, young = len(self), self._young
        for key in named:
            if (there := young.get(key)) is None:
                young[key] = number
            elif isinstance(there, int):
                young[key] = [there, number]
            elif len(there) <= CROWD:
                there.append(number)
        self._fresh.append(row)
        return number

    def settle(self) -> None:
        """Sort the latest rows in when there are enough of them; to be called between batches."""
        if len(self._fresh) >= YOUNG:
            self._rows = np.concatenate((self._rows, np.stack(self._fresh)))
            self._fresh, self._young = [], {}
            self._sort()

    def old(self, rows: Rows) -> list[dict[int, int]]:
        """For each of the rows, the sorted rows that share keys with it, and how many."""
        found: list[dict[int, int]] = [{} for _ in rows]
        for place in range(self._width if len(self._rows) else 0):
            keys = self._keys[place]
            low = np.searchsorted(keys, rows[:, place], "left")
            high = np.searchsorted(keys, rows[:, place], "right")
            for n in np.flatnonzero((high > low) & (high - low <= CROWD)).tolist():
                for number in self._order[place][low[n] : high[n]].tolist():
                    found[n][number] = found[n].get(number, 0) + 1
        return found

    def young(self, named: Sequence[int], found: dict[int, int]) -> None:
        """Count in the rows of the dictionary that share keys with a row."""
        get = self._young.get
        for there in [there for key in named if (there := get(key)) is not None]:
            for number in (there,) if isinstance(there, int) else there:
                found[number] = found.get(number, 0) + 1

    def _sort(self) -> None:
        columns = (np.ascontiguousarray(self._rows[:, place]) for place in range(self._width))
        self._order = [np.argsort(column, kind="stable").astype(np.uint32) for column in columns]
        self._keys = [self._rows[order, place] for place, order in enumerate(self._order)]
