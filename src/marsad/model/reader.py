"""Who receives reports."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Reader:
    """A subscriber. The only person Marsad knows by name, and only to write to them."""

    id: str
    name: str
    address: str
    tier: str
    since: date
    until: date | None = None
