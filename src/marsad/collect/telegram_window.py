"""The stretch of a large file that is being looked at."""

import zlib
from typing import BinaryIO

from marsad.errors import BadInput
from marsad.phrase import Phrase

# Measured: larger reads fall out of the processor cache and are a fifth slower.
READ_AT_ONCE = 1 << 16
LONGEST = 8 << 20


class Tally:
    """Bytes read so far and their checksum: tells whether a later run sees the same export.

    A checksum, because a digest would take a fifth of the import and nothing is proved by it: the
    originals are sealed by SHA-256 where they are kept.
    """

    def __init__(self) -> None:
        """Nothing was read yet."""
        self._checksum = 0
        self._size = 0

    def add(self, data: bytes) -> None:
        """Count ``data`` in."""
        self._checksum = zlib.crc32(data, self._checksum)
        self._size += len(data)

    @property
    def mark(self) -> tuple[int, int]:
        """How many bytes there were, and their checksum."""
        return self._size, self._checksum


class Window:
    """A file seen through a buffer that slides forward and never grows beyond one long message."""

    def __init__(self, file: BinaryIO, name: str, tally: Tally) -> None:
        """``name`` is how error messages call the file."""
        self.bytes = b""
        self.start = 0
        self.ended = False
        self.name = name
        self._file = file
        self._tally = tally
        self.mark = tally.mark

    def read_on(self) -> bool:
        """Take in the next stretch of the file; False when there is none."""
        if len(self.bytes) > LONGEST:
            raise BadInput(
                Phrase(
                    "%(name)s has a message of more than %(longest)s MB at byte "
                    "%(start)s, which Telegram Desktop never writes; what came before it "
                    "was taken",
                    name=self.name,
                    longest=LONGEST >> 20,
                    start=self.start,
                )
            )
        # As much again as is held: a long message is then looked through a few times, not often.
        more = self._file.read(max(READ_AT_ONCE, len(self.bytes)))
        self.ended = not more
        self._tally.add(more)
        self.mark = self._tally.mark
        self.bytes += more
        return not self.ended

    def take(self, length: int) -> bytes:
        """Hand over the first ``length`` bytes and slide past them."""
        taken, self.bytes = self.bytes[:length], self.bytes[length:]
        self.start += length
        return taken
