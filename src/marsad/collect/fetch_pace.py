"""How soon a host may be asked again."""

import logging
import random
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from marsad.errors import Unreachable
from marsad.phrase import Phrase

JITTER = 0.5
"""Up to this share of the pace is added, so that questions do not come like clockwork."""

log = logging.getLogger(__name__)


class Pace:
    """Keeps the least time between two questions to one host, and the wait a host asked for."""

    def __init__(self, seconds: float) -> None:
        """Begin with no host asked."""
        self._seconds = seconds
        self._next: dict[str, float] = {}
        self._told: dict[str, float] = {}

    def wait(self, host: str) -> None:
        """Sleep until the host may be asked; Unreachable while the wait it asked for lasts."""
        now = time.monotonic()
        left = self._told.get(host, now) - now
        if left > 0:
            raise Unreachable(
                Phrase(
                    "%(host)s asked not to be asked for another %(left)s seconds; go on then",
                    host=host,
                    left=f"{left:.0f}",
                ),
                left,
            )
        time.sleep(max(0.0, self._next.get(host, now) - now))
        self._next[host] = time.monotonic() + self._seconds * (1 + random.uniform(0, JITTER))

    def hold(self, host: str, seconds: float) -> None:
        """Ask this host nothing for so long: it said so."""
        log.info("%s asked for a wait of %.0f seconds", host, seconds)
        self._told[host] = time.monotonic() + seconds


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The wait a server asks for, as seconds or as a date; nothing where it makes no sense."""
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit() and len(said) < 10:
        return float(said)
    until, now = _moment(said), _moment(headers.get("date", "")) or datetime.now(UTC)
    return max(0.0, (until - now).total_seconds()) if until else None


def _moment(said: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(said)
    except (ValueError, IndexError, OverflowError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
