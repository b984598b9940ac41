"""Until when a report is in no edition: neither on the site nor in a feed or a mail."""

from datetime import UTC, datetime

from marsad.errors import BadInput
from marsad.model import Report
from marsad.phrase import Phrase
from marsad.safeguards import named
from marsad.store import Store, records

ACT = "report embargoed"


def embargo(store: Store, handle: str, until: datetime, by: str) -> Report:
    """Hold a report back until a time; a time that is past lets it go."""
    if until.tzinfo is None:
        raise BadInput(
            Phrase("a time without a zone is no time; write such as 2024-05-20T09:00+02:00")
        )
    if not named(by):
        raise BadInput(Phrase("say who holds it back: --by NAME"))
    report = store.report(handle)
    with store.write() as writer:
        writer.act(ACT, by, report=report.handle, until=records.instant(until))
    return report


def embargoes(store: Store) -> dict[str, datetime]:
    """Until when each report is held back, as it was said last."""
    return {said["report"]: datetime.fromisoformat(said["until"]) for said in store.acts(ACT)}


def held_back(until: datetime | None, now: datetime | None = None) -> bool:
    """Whether the time has not come yet."""
    return until is not None and (now or datetime.now(UTC)) < until
