"""Where a visit goes on, and what the last posts looked like, so that an edit is noticed."""

import msgspec

from marsad.model import made_of

WATCHED = 40
"""Posts that the next visit looks at again: about two pages of the preview."""
HIGHEST = 2**31 - 1
"""Message ids of Telegram are signed and have 32 bits."""


class Checkpoint(msgspec.Struct, frozen=True):
    """The highest id taken of a channel, and a mark of each of the last posts."""

    place: str = ""
    name: str = ""
    """As the channel was called."""
    highest: int = 0
    watched: dict[int, str] = {}
    """Id and mark; an empty mark is a post to be taken again."""

    @property
    def low(self) -> int:
        """The next visit looks at every id above this one."""
        return min(self.watched, default=self.highest + 1) - 1

    def after(self, id: int, last: int, mark: str) -> "Checkpoint":
        """The checkpoint once the post ``id``, shown with the ids up to ``last``, was taken."""
        watched = {**self.watched, id: mark}
        newest = sorted(watched)[-WATCHED:]
        return msgspec.structs.replace(
            self, highest=max(self.highest, last), watched={id: watched[id] for id in newest}
        )

    def __str__(self) -> str:
        """As it is stored."""
        return msgspec.json.encode(self).decode()


def checkpoint(since: str) -> Checkpoint:
    """What ``since`` says; the beginning, when it is no checkpoint of this collector."""
    try:
        last = msgspec.json.decode(since, type=Checkpoint)
    except msgspec.DecodeError:
        return Checkpoint()
    sound = last.place and 0 <= last.highest <= HIGHEST
    return last if sound and all(0 < id <= last.highest for id in last.watched) else Checkpoint()


def mark(*said: object) -> str:
    """A short mark of what a post says: another one when it was edited."""
    return made_of(*said)[:8]
