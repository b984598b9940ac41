"""What a collector that asks a server brings back."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Clocks:
    """The time of an exchange by every clock there was; they need not agree, and are all kept."""

    system: datetime
    """This machine's clock, in UTC."""
    monotonic: float
    """Seconds of a clock that nobody can set."""
    server: str = ""
    """The ``Date`` header, as it came."""
    offset: str = "unknown"
    """How far this machine's clock was from a time server's, where it was asked."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """One exchange with a server: what was asked, what came back, from which address."""

    url: str
    """Asked for, after redirects."""
    status: int
    body: bytes
    clocks: Clocks
    requested: str = ""
    """The address before redirects, where there were any."""
    request_headers: tuple[tuple[str, str], ...] = ()
    response_headers: tuple[tuple[str, str], ...] = ()
    address: str = ""
    """The IP address that was spoken to."""
    certificates: tuple[str, ...] = ()
    """SHA-256 of each certificate of the chain, the server's first."""
    fault: str = ""
    """Why the body is not whole; empty when it is."""


@dataclass(frozen=True, slots=True)
class Present:
    """What a re-visit still saw: every native id between the first and the last of these.

    A post that is stored, lies between them and is not among them, is gone from the place.
    """

    place: str
    ids: tuple[str, ...]
    seen_at: datetime
