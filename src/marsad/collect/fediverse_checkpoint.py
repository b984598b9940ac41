"""Where a visit to a timeline goes on."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from marsad.errors import BadInput
from marsad.phrase import Phrase

_NEVER = datetime.min.replace(tzinfo=UTC)
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Mark:
    """The last status taken, and until when edits of the ones before it were seen."""

    last: str = ""
    seen: datetime = _NEVER

    def __str__(self) -> str:
        """Both, with a blank between."""
        return f"{self.last} {self.seen.isoformat()}"


def read_mark(checkpoint: str) -> Mark:
    """What was written; nothing means from the beginning."""
    if not checkpoint:
        return Mark()
    last, _, seen = checkpoint.partition(" ")
    try:
        moment = datetime.fromisoformat(seen)
    except ValueError:
        moment = None
    if not _ID.fullmatch(last) or moment is None or moment.tzinfo is None:
        raise BadInput(
            Phrase(
                "%(checkpoint)s is no checkpoint of a fediverse timeline",
                checkpoint=repr(checkpoint[:60]),
            )
        )
    return Mark(last, moment)
