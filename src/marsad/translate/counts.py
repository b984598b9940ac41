"""Words and times of each translator and day, from what was signed: for planning, not for ranking.

Days come in order and names by the alphabet, never by how much somebody did.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from marsad.model import Translation
from marsad.store import Store
from marsad.translate.engine import HUMAN
from marsad.translate.rivals import signer

DID = {"draft": "written", "reviewed": "reviewed", "approved": "approved"}


@dataclass(frozen=True, slots=True)
class Count:
    """What one person signed on one day."""

    day: date
    by: str
    did: str
    """``written``, ``reviewed`` or ``approved``."""
    source_language: str
    texts: int
    words: int
    """Words of the source."""
    first: datetime
    last: datetime
    waited: float | None
    """Hours between the version before and this signature, the median; nothing for new ones."""


def counts(store: Store) -> list[Count]:
    """One line for each day, person, deed and language; the work of programs is not counted."""
    made_at: dict[str, datetime] = {}
    groups: dict[tuple[date, str, str, str], list[tuple[Translation, float | None]]]
    groups = defaultdict(list)
    for made in store.every(Translation):
        made_at[made.id] = made.made_at
        if made.state == "draft" and made.kind != HUMAN:
            continue
        day = made.made_at.astimezone(store.settings.zone).date()
        before = made_at.get(made.replaces)
        waited = (made.made_at - before).total_seconds() / 3600 if before else None
        key = (day, signer(made), DID[made.state], made.source_language)
        groups[key].append((made, waited))
    return [_count(key, some) for key, some in sorted(groups.items(), key=lambda pair: pair[0])]


def _count(key: tuple[date, str, str, str], some: list[tuple[Translation, float | None]]) -> Count:
    times = [made.made_at for made, _ in some]
    waits = [waited for _, waited in some if waited is not None]
    return Count(
        *key,
        texts=len({(made.post, made.of, made.language) for made, _ in some}),
        words=sum(len(each.source.split()) for made, _ in some for each in made.segments),
        first=min(times),
        last=max(times),
        waited=round(median(waits), 2) if waits else None,
    )
