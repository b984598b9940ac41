"""Puts rows in order of time without holding them in memory."""

import tempfile
from array import array
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Self

import msgspec

from marsad.collect.table_post import Line

_START = datetime(1970, 1, 1, tzinfo=UTC)


class Spool:
    """Lines in a file without a name; sixteen bytes of memory for each."""

    def __init__(self) -> None:
        """Begin with none."""
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the spool
        self._times = array("q")
        self._offsets = array("q")
        self._size = 0

    def __enter__(self) -> Self:
        """Use as a context manager to be rid of the file."""
        return self

    def __exit__(self, *_: object) -> None:
        """Forget the lines."""
        self._file.close()

    def __len__(self) -> int:
        """How many lines there are."""
        return len(self._times)

    def add(self, line: Line) -> None:
        """Lay a line by."""
        data = msgspec.json.encode(line) + b"\n"
        self._file.write(data)
        self._times.append((line.time - _START) // timedelta(microseconds=1))
        self._offsets.append(self._size)
        self._size += len(data)

    def in_order(self, skip: int) -> Iterator[tuple[int, Line]]:
        """The lines by time, those of one moment as they came, counted from 1."""
        import numpy

        order = numpy.argsort(numpy.frombuffer(self._times, dtype="int64"), kind="stable")
        decode = msgspec.json.Decoder(Line).decode
        for number in range(skip, len(order)):
            self._file.seek(self._offsets[int(order[number])])
            yield number + 1, decode(self._file.readline())
