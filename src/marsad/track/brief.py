"""The brief of a day, put together."""

from datetime import date

from marsad.store import Store
from marsad.track.brief_day import Brief, read
from marsad.track.brief_sections import SECTIONS


def brief(store: Store, day: date) -> Brief:
    """Tell what is new on a day."""
    told = read(store, day)
    return Brief(
        day,
        str(store.settings.zone),
        told.since,
        told.until,
        len(told.rows),
        round(told.usual(told.before), 2),
        tuple(section(told) for section in SECTIONS),
    )
