"""Days as addresses name them."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.store import Window


def day_of(said: str) -> date:
    """The day that somebody wrote; BadInput where it is none."""
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        raise BadInput(
            Phrase("%(said)s is no day; write it as 2024-05-14", said=repr(said[:20]))
        ) from error


def day_in(said: str, zone: ZoneInfo) -> datetime | None:
    """The begin of a day in a zone; nothing where none was named."""
    return datetime.combine(day_of(said), time(), zone) if said else None


def window(since: str, until: str, zone: ZoneInfo) -> Window:
    """From a day to the begin of another one; open at an end that is not named."""
    return Window(day_in(since, zone), day_in(until, zone))
