"""The stretch of a large file that is being looked at."""

import hashlib
from typing import BinaryIO

from marsad.errors import BadInput

# Large enough that the work per read does not show, small enough that the decoded messages of one
# read stay far below the 100 MB an import may use.
READ_AT_ONCE = 1 << 20
LONGEST = 32 << 20


class Tally:
    """Bytes read so far and their digest: tells whether a later run sees the same export."""

    def __init__(self) -> None:
        """Nothing was read yet."""
        self._digest = hashlib.sha256()
        self._size = 0

    def add(self, data: bytes) -> None:
        """Count ``data`` in."""
        self._digest.update(data)
        self._size += len(data)

    @property
    def mark(self) -> tuple[int, str]:
        """How many bytes there were, and their digest."""
        return self._size, self._digest.hexdigest()


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
                f"{self.name} has a message of more than {LONGEST >> 20} MB at byte {self.start}, "
                "which Telegram Desktop never writes; what came before it was taken"
            )
        more = self._file.read(READ_AT_ONCE)
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
