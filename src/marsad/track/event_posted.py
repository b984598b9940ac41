"""What was posted around an event: counted in columns, and read where it may answer the event."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

import numpy as np

from marsad.model.maker import PLACE
from marsad.store import Seen, Sighting, Store, Window
from marsad.store.seen_columns import Columns, columns
from marsad.store.seen_months import FORWARDED, SERVICE


def once(store: Store, began: datetime, ended: datetime) -> Columns:
    """The posts of public places, each in its first version."""
    public = {place.id for place in store.places() if place.public}
    found = columns(store, Window(began, ended))
    shown = np.array([place in public for place in found.places], bool)
    found = found.some(shown[found.place] & ~found.flagged(SERVICE))
    return found.some(found.once())


def by_unit(posted: Columns, runs: dict[str, str]) -> Counter[str]:
    """How many of some posts each outlet has, as ``unit`` tells it of a row."""
    by_place = posted.flagged(FORWARDED) | (posted.rows["outlet"] == 0)
    said = np.where(by_place, ~posted.place, posted.rows["outlet"])
    counts: Counter[str] = Counter()
    for code, n in zip(*map(np.ndarray.tolist, np.unique(said, return_counts=True)), strict=True):
        place = posted.places[~code] if code < 0 else ""
        counts[runs.get(place, PLACE + place) if place else posted.words[code]] += n
    return counts


def versions_of(
    store: Store, began: datetime, ended: datetime, firsts: Collection[int]
) -> dict[tuple[str, str], list[Sighting]]:
    """Some posts with all of their versions, oldest first; what was there before is none."""
    found: dict[tuple[str, str], list[Sighting]] = {}
    for row in Seen(store).rows(Window(began, ended)):
        known = row.seq in firsts or (row.place, row.native_id) in found
        if known and row.kind != "service":
            found.setdefault((row.place, row.native_id), []).append(row)
    return found


def unit(row: Sighting, runs: dict[str, str]) -> str:
    """Who is counted for a post: of a forward, whoever runs the place it was passed on in."""
    if row.origin or row.origin_name or not row.outlet:
        return runs.get(row.place, PLACE + row.place)
    return row.outlet
