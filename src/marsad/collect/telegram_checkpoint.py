"""Where an interrupted import goes on.

A checkpoint is for the *same* export only: it holds a checksum of the bytes read so far, and the
number of the chat and of the message in it. If the file no longer begins with these bytes, it is
another export (it grew, or an old message was edited) and everything is read again: the store
knows what it has, and an edited text becomes a second post. Remembering the last native id
instead would be faster on a grown export, and would never see an edit.
"""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from marsad.collect.telegram_window import READ_AT_ONCE, Tally


class Position(msgspec.Struct, frozen=True):
    """The last message taken: number of the chat and of the message in it, both from 1."""

    read: int = 0
    checksum: int = 0
    chat: int = 0
    message: int = 0

    def covers(self, chat: int, message: int) -> bool:
        """That message was already taken."""
        return (chat, message) <= (self.chat, self.message)


def stamp(mark: tuple[int, int], chat: int) -> str:
    """A checkpoint but for the number of the message and the closing brace."""
    return f'{{"read":{mark[0]},"checksum":{mark[1]},"chat":{chat},"message":'


def position(since: str, originals: Sequence[Path]) -> Position:
    """Where to go on in these files; their beginning, if ``since`` is of another export."""
    try:
        last = msgspec.json.decode(since, type=Position)
    except msgspec.DecodeError:
        return Position()
    return last if _begin_alike(last, originals) else Position()


def _begin_alike(last: Position, originals: Sequence[Path]) -> bool:
    tally, left = Tally(), last.read
    for path in originals:
        with path.open("rb") as file:
            while left > 0 and (data := file.read(min(left, READ_AT_ONCE))):
                tally.add(data)
                left -= len(data)
    return tally.mark == (last.read, last.checksum)
