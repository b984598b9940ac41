"""One act of collecting."""

from dataclasses import dataclass
from datetime import datetime

from marsad.model.moment import zoned


@dataclass(frozen=True, slots=True)
class Capture:
    """Which collector took what, from where, when."""

    id: str
    collector: str
    version: str
    origin: str
    """Name of the export or address of the source; never a path of the collecting machine."""
    taken_at: datetime
    sha256: str
    """Digest of what came in: the file itself, or a ``sha256sum`` list when it was several."""
    size: int
    """Bytes."""
    parts: tuple[str, ...] = ()
    """Digests of the files, when it was several."""
    exchange: str = ""
    """Digest of the record of the exchange with a server: headers, address, clocks."""

    def __post_init__(self) -> None:
        """A time without a zone is not a time."""
        zoned(self.taken_at, "capture", self.id, "taken_at")
