"""Newest first: day by day backwards, so that no page reads more than the days it shows."""

from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from marsad.model import Post
from marsad.store import Store

SIZE = 50
"""Posts on a page."""
FURTHEST = 400
"""Days without posts that one page walks over; the next page goes on from there."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The posts of a page, and where the next one begins."""

    posts: list[Post]
    until: date | None = None
    """Nothing when there is no older post."""
    skip: int = 0


def walk(store: Store, only: date | None, place: str, until: date | None, skip: int) -> Stretch:
    """Walk back from the day ``until``, past ``skip`` posts of it."""
    last = store.last_posted()
    if last is None:
        return Stretch([])
    zone = store.settings.zone
    day = until or only or last.astimezone(zone).date()
    first = only or _oldest(store, last).astimezone(zone).date()
    found: list[Post] = []
    for _ in range(FURTHEST):
        if day < first:
            return Stretch(found)
        room, todays = SIZE - len(found), list(store.posts(day=day, place=place))[::-1][skip:]
        found += todays[:room]
        if len(todays) > room:
            return Stretch(found, day, skip + room)
        day, skip = day - timedelta(days=1), 0
    return Stretch(found, day)


def _oldest(store: Store, last: datetime) -> datetime:
    with closing(store.posts()) as posts:  # type: ignore[type-var]
        return next((post.posted_at for post in posts), last)
