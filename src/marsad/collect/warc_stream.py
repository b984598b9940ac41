"""The bytes of a web archive, unzipped, with a cap on everything a stranger could make endless.

warcio reads header lines of any length and any number, and takes a broken gzip member for its
end. Whatever it parses here comes through a stream that refuses instead.
"""

import zlib
from typing import BinaryIO

from marsad.errors import BadInput
from marsad.phrase import Phrase

LINE = 1 << 16
"""Longest header line."""
HEADERS = 1 << 19
"""All header lines of one record together."""
LINES = 1000
FREE = 64 << 20
"""What a gzip member may grow to, however small it was."""
RATIO = 200
"""How often its own size a larger one may grow to."""
_READ = 1 << 16


class LongLineError(BadInput):
    """A header line goes on and on."""


class Stream:
    """A file from some byte on, as it stands."""

    def __init__(self, file: BinaryIO, offset: int) -> None:
        """Start at ``offset``, which the file need not be at."""
        file.seek(offset)
        self.ended = False
        self._file = file
        self._start = offset
        self._held = b""
        self._at = 0
        self._told = 0
        self._lines = 0
        self._header = 0

    def tell(self) -> int:
        """How many bytes were handed out."""
        return self._told

    @property
    def after(self) -> int:
        """Where in the file this stream has got to."""
        return self._start + self._told

    def begin_headers(self) -> None:
        """Count header lines from here."""
        self._lines = self._header = 0

    def read(self, length: int) -> bytes:
        """Some bytes, at most ``length``; none at the end."""
        if self._at == len(self._held) and not self._fill():
            return b""
        return self._take(self._at + length)

    def readline(self, length: int | None = None) -> bytes:
        """One header line, or as much of it as ``length`` allows."""
        most = LINE if length is None else min(length, LINE)
        line = b""
        while len(line) < most and not line.endswith(b"\n"):
            if self._at == len(self._held) and not self._fill():
                break
            end = self._held.find(b"\n", self._at) + 1 or len(self._held)
            line += self._take(min(end, self._at + most - len(line)))
        self._count(line)
        return line

    def _count(self, line: bytes) -> None:
        self._lines += 1
        self._header += len(line)
        if len(line) >= LINE:
            raise LongLineError(f"a header line is longer than {LINE >> 10} kB")
        if self._lines > LINES or self._header > HEADERS:
            raise BadInput(
                Phrase(
                    "it has more than %(lines)s header lines or %(headers)s kB of them",
                    lines=LINES,
                    headers=HEADERS >> 10,
                )
            )

    def _take(self, end: int) -> bytes:
        piece = self._held[self._at : end]
        self._at += len(piece)
        self._told += len(piece)
        return piece

    def _fill(self) -> bool:
        self._held, self._at = self._more(), 0
        self.ended = not self._held
        return not self.ended

    def _more(self) -> bytes:
        return self._file.read(_READ)


class Unzipped(Stream):
    """One gzip member of a file; an archive has one for each record."""

    def __init__(self, file: BinaryIO, offset: int) -> None:
        """Start at ``offset``, where a member must begin."""
        super().__init__(file, offset)
        self._zip = zlib.decompressobj(31)
        self._raw = b""
        self._fed = 0
        self._made = 0

    @property
    def after(self) -> int:
        """Where in the file the next member begins, once this one has ended."""
        return self._start + self._fed - len(self._zip.unused_data)

    def _more(self) -> bytes:
        while not self._zip.eof:
            if not self._raw:
                self._raw = self._file.read(_READ)
                self._fed += len(self._raw)
            if not self._raw:
                raise BadInput(Phrase("the file breaks off within a gzip member"))
            try:
                made = self._zip.decompress(self._raw, _READ)
            except zlib.error as error:
                raise BadInput(
                    Phrase("a gzip member is damaged (%(error)s)", error=error)
                ) from error
            self._raw = self._zip.unconsumed_tail
            self._made += len(made)
            if self._made > FREE and self._made > RATIO * self._fed:
                raise BadInput(
                    Phrase("a gzip member grows to more than %(ratio)s times its size", ratio=RATIO)
                )
            if made:
                return made
        return b""
