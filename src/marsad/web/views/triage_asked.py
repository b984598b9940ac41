"""What the address of the triage page asks for: which posts, which codes, which post of them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self

from marsad import enrich
from marsad.enrich.codes import KINDS
from marsad.enrich.triage import Queue
from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.store import Store
from marsad.store.triage import Sought
from marsad.web.views.asked import post_day

ONLY = ("", "flagged", "handed")


@dataclass(frozen=True, slots=True)
class Asked:
    """The question that the address holds: which posts, and which codes."""

    codes: str = ""
    place: str = ""
    outlet: str = ""
    language: str = ""
    day: date | None = None
    only: str = ""
    stay: bool = False
    """Stay with a post after a code, to give it another one."""

    @classmethod
    def of(cls, day: str, only: str, **said: str | bool) -> Self:
        """Read the question off an address."""
        if only not in ONLY:
            raise BadInput(
                Phrase(
                    "no queue %(only)s; there are %(queues)s",
                    only=repr(only[:20]),
                    queues=", ".join(ONLY[1:]),
                )
            )
        return cls(day=post_day(day), only=only, **said)  # type: ignore[arg-type]

    def query(self, **changes: object) -> dict[str, object]:
        """What an address says that asks the same, but for the changes."""
        names = ("codes", "place", "outlet", "language", "day", "only")
        said = {name: getattr(self, name) for name in names}
        return {**said, "stay": int(self.stay), **changes}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for beside the queue."""

    post: str = ""
    show: str = ""
    """The medium to open."""
    look: str = ""
    """The pass to it, where it was marked graphic."""
    last: str = ""
    """The finding that the last key made."""


def queue(store: Store, by: str, asked: Asked) -> Queue:
    """The queue that the address asks for."""
    day, zone = asked.day, store.settings.zone
    sought = Sought(
        by,
        tuple(dict.fromkeys(each.kind for each in enrich.choices(store, asked.codes))) or KINDS,
        asked.place,
        asked.outlet,
        asked.language,
        datetime.combine(day, time(), zone).astimezone(UTC) if day else None,
        datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC) if day else None,
        asked.only == "flagged",
    )
    return Queue(store, sought, asked.only == "handed")
