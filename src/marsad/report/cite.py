"""Footnotes: where a thing was seen, and when."""

from datetime import date

from marsad.model import Outlet, Place, Report
from marsad.report.shown import guess
from marsad.safeguards import may_cite
from marsad.store import Store
from marsad.text.bidi import runs
from marsad.text.transliterate import latin

EVENT_NOTE = 1
"""The lede comes first and cites the event, so the event's own source is note 1."""


def note(store: Store, post: str) -> str:
    """The footnote of a post: ``Telegram, Tamkin, October 20, 2021.``"""
    seen = store.post(post)
    place = store.place(seen.place)
    day = seen.posted_at.astimezone(store.settings.zone).date()
    return f"{platform(place)}, {place_name(place, store.outlets())}, {long_date(day)}."


def numbers(report: Report) -> dict[str, int]:
    """The note number of every post cited, in order of first citation."""
    first = EVENT_NOTE + 1 if report.event else EVENT_NOTE
    return {post: number for number, post in enumerate(report.cited, first)}


def place_name(place: Place, outlets: list[Outlet]) -> str:
    """The name of a place in Latin letters; beside a mere guess stands the original."""
    if settled := registered(place, outlets):
        return settled
    spelled = latin_name(place.name)
    return spelled if spelled == place.name else f"{spelled} ({place.name})"


def registered(place: Place, outlets: list[Outlet]) -> str:
    """The Latin name that the register settles for a place; empty when it does not.

    An outlet may run several places, so its name stands for a place only if the place bears it.
    """
    for outlet in outlets:
        names = {outlet.name, outlet.latin, *outlet.aliases}
        if place.id in outlet.places and place.name in names and outlet.latin:
            return outlet.latin
    return ""


def latin_name(name: str) -> str:
    """A name by the house scheme of the language its letters tell."""
    return latin(name, guess(name)) if any(run.arabic for run in runs(name)) else name


def outlet_name(outlet: Outlet) -> str:
    """The name of an outlet in Latin letters: the register's, else the house scheme's."""
    return outlet.latin or latin_name(outlet.name)


def platform(place: Place) -> str:
    """The platform as a footnote writes it."""
    return place.platform[:1].upper() + place.platform[1:]


def long_date(day: date) -> str:
    """October 20, 2021, whatever the locale."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def citable(store: Store, post: str) -> str:
    """Say why a post cannot be cited; empty when it can."""
    return may_cite(store.place(store.post(post).place)).why


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
