"""Tickets to evidence: one for each time that somebody was let through to it, good once."""

import secrets
import threading
import time
from dataclasses import dataclass

MINUTES = 2
MOST = 1000


@dataclass(frozen=True, slots=True)
class Ticket:
    """What it opens, and how."""

    post: str
    sha256: str
    """Of an original to be saved; empty for the page that the post was read from."""


class Tickets:
    """The tickets that this run of the desk gave out.

    Kept here rather than signed, so that each can be used up; a restart voids them all.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._given: dict[str, tuple[Ticket, float]] = {}
        self._lock = threading.Lock()

    def give(self, ticket: Ticket) -> str:
        """The secret part of an address that nobody was shown before."""
        made = secrets.token_urlsafe(32)
        with self._lock:
            while len(self._given) >= MOST:
                del self._given[next(iter(self._given))]
            self._given[made] = ticket, time.monotonic() + 60 * MINUTES
        return made

    def take(self, given: str) -> Ticket | None:
        """What a ticket opens; it is used up. None where it is old, used or was never given."""
        with self._lock:
            found = self._given.pop(given, None)
        return found[0] if found and time.monotonic() < found[1] else None
