"""Reads the times that feeds write. A zone is never guessed.

A time without a zone may be off by fourteen hours, which is another day in a footnote. Of zone
names only those of RFC 822 count, and of these not ``AST``: where our feeds come from it means
Arabia, there it means the Atlantic.
"""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from marsad.errors import BadInput
from marsad.phrase import Phrase

_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_LOOSE_ZONE = re.compile(r"\s+(?=[+-]\d\d:?\d\d$|[Zz]$)")
_NAMED = re.compile(r"(?<![A-Za-z])(?:UTC?|GMT|Z|[ECMP][SD]T)$", re.IGNORECASE)
_OFFSET = re.compile(r"[+-]\d\d:?\d\d$")
_COMMENT = re.compile(r"\s*\([^()]{0,40}\)$")
_LONGEST = 80


def moment(said: str) -> datetime | None:
    """The time in UTC; nothing when it has no zone or is no time."""
    text = _COMMENT.sub("", said.strip()) if len(said) < _LONGEST else ""
    try:
        found = _iso(text) if _ISO.match(text) else _rfc822(text)
        # An offset can lead out of the years there are.
        return found.astimezone(UTC) if found and found.tzinfo else None
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def times(published: str, updated: str) -> tuple[datetime, datetime | None]:
    """When it was published, and when edited; ``updated`` stands in for a missing zone."""
    first, last = moment(published), moment(updated)
    if first:
        return first, last if last and last > first else None
    if last:
        return last, None
    said = published or updated
    if not said:
        raise BadInput(Phrase("it gives no date, and none is guessed"))
    raise BadInput(
        Phrase(
            "its date %(said)s has no time with a zone (an offset, or a name "
            "that RFC 822 knows), and none is guessed",
            said=repr(said[:40]),
        )
    )


def _iso(text: str) -> datetime:
    return datetime.fromisoformat(_LOOSE_ZONE.sub("", text).upper())


def _rfc822(text: str) -> datetime | None:
    if text.endswith("-0000"):
        # The moment is known; only where it was written is not.
        return parsedate_to_datetime(text).replace(tzinfo=UTC)
    if not (_OFFSET.search(text) or _NAMED.search(text)):
        return None
    return parsedate_to_datetime(text)
