"""Posts that a re-visit no longer sees: the deletion is recorded, never applied."""

from collections.abc import Sequence
from datetime import datetime

from marsad.model import Claim, sign
from marsad.plugins import Present
from marsad.store import Store

GONE = "gone"


def missed(store: Store, present: Present) -> list[Claim]:
    """A claim for each stored post that should have been seen and was not, the first time only."""
    numbers = [int(id) for id in present.ids if id.isdecimal()]
    if not numbers:
        return []
    there = store.numbered(present.place, min(numbers), max(numbers))
    return [
        Claim(post, GONE, present.seen_at.isoformat())
        for post, native_id in there
        if native_id not in present.ids and not store.findings(post, GONE)
    ]


def note_gone(store: Store, gone: Sequence[Claim], maker: str) -> None:
    """Sign and store what is gone, answered for by a leaf at once."""
    if not gone:
        return
    with store.write() as writer:
        seen = (sign(claim, maker, datetime.fromisoformat(claim.value)) for claim in gone)
        writer.add(seen, maker)
        writer.witness_findings(maker)
