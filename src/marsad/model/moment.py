"""Times have a zone; there is no other kind here."""

from datetime import datetime


def zoned(moment: datetime | None, kind: str, id: str, field: str) -> None:
    """Refuse a time without a zone instead of guessing one."""
    if moment is not None and moment.tzinfo is None:
        raise ValueError(f"{kind} {id}: {field} has no time zone")
