"""Who receives reports."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Reader:
    """A subscriber. The only person Marsad knows by name, and only to write to them.

    A change makes a new version that replaces the old one.
    """

    id: str
    name: str
    address: str
    tier: str
    since: date
    until: date | None = None
    """The last day."""
    handle: str = ""
    """The same in every version, and made by chance: it stands in logs, the address never does."""
    state: str = "waiting"
    """``waiting``, ``approved`` or ``ended``."""
    mail: bool = True
    """Whether digests are sent."""
    series: tuple[str, ...] = ()
    """The series that digests tell of; none named means all."""
    replaces: str = ""
    why: str = ""
    """What they said of themselves, where they asked to read."""

    def reads(self, day: date) -> bool:
        """Whether they are a reader on a day."""
        within = self.since <= day and (self.until is None or day <= self.until)
        return self.state == "approved" and within
