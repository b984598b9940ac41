"""What may harm whoever looks at it: the note before it, and how often a person has opened it.

An opening is an act in the custody log, under the name that was given. A person is shown their own
count and nobody else's; nobody is ranked, and to skip or hand over needs no reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from marsad.errors import BadInput
from marsad.model import Claim, Finding, sign
from marsad.phrase import Phrase
from marsad.store import Store
from marsad.translate.marking import person, same_person

GRAPHIC = "graphic"
"""The kind of finding that says what may harm in a picture or a recording."""
OPENED = "graphic opened"
SEEN = "medium opened"
"""The acts in the log: of what was marked, and of what nobody had marked."""
LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class Exposures:
    """How often one person has opened pictures and clips."""

    name: str
    of_this: int
    seen: int
    """Today, in the zone of the lab."""
    today: int
    """Of these, what was marked graphic."""
    most: int
    """From so many in a day on, the page suggests a pause."""

    @property
    def many(self) -> bool:
        """It is time to stop for today."""
        return self.today >= self.most


def graphic(found: Sequence[Finding], media: str) -> str:
    """What may harm in a medium, as a person or a program noted it last; empty where nobody did."""
    notes = [each.value for each in found if each.kind == GRAPHIC and each.media == media]
    return notes[-1] if media and notes else ""


def mark(store: Store, post: str, media: str, note: str, by: str) -> None:
    """Note what may harm in a medium, so that it opens only when asked for and is counted."""
    said = " ".join(note.split())
    if not said or len(said) > LONGEST_NOTE:
        raise BadInput(
            Phrase(
                "say in at most %(longest_note)s characters what whoever opens it will see",
                longest_note=LONGEST_NOTE,
            )
        )
    signer = person(by)
    store.add(sign(Claim(post, GRAPHIC, said, media=media), signer, datetime.now(UTC)), by=signer)


def opened(store: Store, post: str, media: str, by: str) -> None:
    """Write down that a person opens a medium."""
    signer = person(by)
    act = OPENED if graphic(store.findings(post, GRAPHIC), media) else SEEN
    with store.write() as writer:
        writer.act(act, signer, post=post, media=media)


def exposures(store: Store, name: str, media: str) -> Exposures | None:
    """A person's own count; nothing where no name is known."""
    if not name.strip():
        return None
    signer, zone = person(name), store.settings.zone
    own = [each for each in store.acts(OPENED, SEEN) if same_person(each["by"], signer)]
    same = sum(each["media"] == media for each in own)
    now = datetime.now(zone).date()
    today = [each["act"] for each in own if _day(each["at"], zone) == now]
    return Exposures(name, same, len(today), today.count(OPENED), store.settings.graphic_a_day)


def _day(at: str, zone: ZoneInfo) -> date:
    return datetime.fromisoformat(at).astimezone(zone).date()
