"""Passes to what was marked graphic: one for each opening that was counted."""

import secrets
import threading
import time

MINUTES = 10
MOST = 1000


class Passes:
    """The passes that this run of the desk gave out; none outlives it."""

    def __init__(self) -> None:
        """Begin with none."""
        self._given: dict[str, tuple[str, float]] = {}
        self._lock = threading.Lock()

    def give(self, media: str) -> str:
        """A pass to one medium, good for a few minutes."""
        made = secrets.token_urlsafe(16)
        with self._lock:
            while len(self._given) >= MOST:
                del self._given[next(iter(self._given))]
            self._given[made] = media, time.monotonic() + 60 * MINUTES
        return made

    def take(self, given: str, media: str) -> bool:
        """Whether a pass opens a medium; it is used up."""
        with self._lock:
            return self._holds(self._given.pop(given, None), media)

    def show(self, given: str, media: str) -> bool:
        """Whether a pass opens a medium; a player asks several times for one clip."""
        with self._lock:
            return self._holds(self._given.get(given), media)

    def _holds(self, known: tuple[str, float] | None, media: str) -> bool:
        return known is not None and known[0] == media and time.monotonic() < known[1]
