"""When each place began and ended, its first and last posts, and who names whose address."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np

from marsad.store.seen_columns import columns, firsts
from marsad.store.seen_fill import EPOCH
from marsad.store.seen_months import AHEAD, GONE, SERVICE, SLACK
from marsad.store.store import Store

WEB = 662_688_000_000_000
"""The year 1991 in microseconds; there was no post before."""
TIMED = f"kind <> 'service' and at >= {WEB} and at <= taken + {SLACK}"


class Span(NamedTuple):
    """How long a place has posted, as far as its times can be right."""

    place: str
    posts: int
    """Each once, whatever its versions."""
    first: datetime
    last: datetime
    gone: int


def spans(store: Store) -> list[Span]:
    """The span of every place that has posts, after catching up with the store."""
    found = columns(store)
    kept = np.flatnonzero(~found.flagged(SERVICE | AHEAD) & (found.rows["at"] >= WEB))
    order = kept[np.argsort(found.place[kept], kind="stable")]
    own, starts = np.unique(found.place[order], return_index=True)
    if not len(own):
        return []
    first, at = np.zeros(len(order), np.int64), found.rows["at"][order]
    first[firsts(found.rows["native"][order])] = 1
    told = (
        np.add.reduceat(first, starts),
        np.minimum.reduceat(at, starts),
        np.maximum.reduceat(at, starts),
        np.add.reduceat(found.flagged(GONE)[order].astype(np.int64), starts),
    )
    places = [found.places[place] for place in own]
    rows = zip(places, *(each.tolist() for each in told), strict=True)
    return sorted(
        Span(place, posts, _moment(begins), _moment(ends), lost)
        for place, posts, begins, ends, lost in rows
    )


def numbers(
    store: Store, place: str, limit: int, last: bool = False, own: bool = False
) -> list[int]:
    """Running numbers of the first or last posts of a place; ``own``: that repeat nothing."""
    repeating = "and repeats = '' and origin = '' and origin_name = ''" if own else ""
    order = (
        f"select post from seen where place = :place and {TIMED} {repeating} "
        f"order by at {'desc' if last else 'asc'}, post limit :limit"
    )
    return [row["post"] for row in store.rows(order, place=place, limit=limit)]


def pointers(store: Store, meant: Callable[[str], bool]) -> Iterator[tuple[str, int, str]]:
    """Place and time of each post that names an address or a handle that is meant, and which."""
    order = "select post, value from finding where kind in ('link', 'mention')"
    # Of most addresses nothing is asked, and their posts are not looked up.
    some = [(row["post"], row["value"]) for row in store.rows(order) if meant(row["value"])]
    order = (
        "select seen.place, seen.at from post join seen on seen.post = post.seq where post.id = :id"
    )
    for post, value in some:
        for row in store.rows(order, id=post):
            yield row["place"], row["at"], value


def _moment(at: int) -> datetime:
    return EPOCH + timedelta(microseconds=at)
