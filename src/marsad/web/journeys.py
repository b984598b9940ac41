"""Who is away at the identity provider: what each browser set out with, until it comes back."""

import secrets
import threading
import time
from dataclasses import dataclass

from marsad.accounts.provider import Journey

MINUTES = 10
MOST = 1000


@dataclass(frozen=True, slots=True)
class Errand:
    """What somebody went to the provider for."""

    purpose: str
    next: str = "/"
    about: str = ""
    """The session that asked, or the secret of a one-time link."""
    name: str = ""
    """That somebody signs with, of a link that holds none."""


class Journeys:
    """The journeys of this run of the desk; each ends once, wherever it leads."""

    def __init__(self) -> None:
        """Begin with none."""
        self._away: dict[str, tuple[str, Journey, Errand]] = {}
        self._lock = threading.Lock()

    def begin(self, journey: Journey, errand: Errand) -> str:
        """Keep a journey; answers what only the browser that set out gets, as a cookie."""
        made = secrets.token_urlsafe(32)
        with self._lock:
            while len(self._away) >= MOST:
                del self._away[next(iter(self._away))]
            self._away[journey.state] = made, journey, errand
        return made

    def end(self, state: str, brought: str) -> tuple[Journey, Errand] | None:
        """What that browser set out for; nothing where it is another one, too late, or was here.

        Whoever comes with a state uses it up: one that leaked is worth nothing afterwards.
        """
        with self._lock:
            kept, journey, errand = self._away.pop(state, ("", None, None))
        if journey is None or errand is None or time.time() - journey.begun > 60 * MINUTES:
            return None
        same = secrets.compare_digest(kept.encode(), brought.encode("utf-8", "replace"))
        return (journey, errand) if same else None
