"""What the loop knows of time and chance, so that a test can bring its own."""

import random
import time
from datetime import UTC, datetime


class Clock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """The time, in UTC. Not monotonic: what is due has to survive a restart."""
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)

    def chance(self) -> float:
        """A number from 0 to 1, so that many sources do not come due at once."""
        return random.random()
