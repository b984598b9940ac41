"""Joins a forward to its origin, when that is stored too."""

from functools import lru_cache

from marsad.enrich.copies_point import FORWARD, Pointing, Stored
from marsad.enrich.outlet_register import name_key
from marsad.model import Post
from marsad.store import Store

BY_ID, BY_NAME = 0.97, 0.9


class Forwards:
    """Knows the places of a lab by their names."""

    def __init__(self, store: Store) -> None:
        """Look nothing up yet."""
        self._place = lru_cache(maxsize=1024)(store.place)

    def join(self, pointing: Pointing, one: Stored, other: Stored) -> None:
        """Of two posts that say the same, let the later point to where it was forwarded from."""
        first, second = sorted((one, other))
        if sure := self._origin(second.post, first.post):
            pointing.point(second, first, sure, kind=FORWARD)

    def _origin(self, forward: Post, other: Post) -> float:
        """How surely a post was forwarded from the other one.

        Platforms name the channel and not the post: by its number, its name, or both. A time,
        where one is told, must be right.
        """
        said = forward.forwarded_from
        if said is None or other.forwarded_from is not None:
            return 0.0
        if said.posted_at and said.posted_at != other.posted_at:
            return 0.0
        if said.id:
            platform = other.place.partition(":")[0]
            bare = said.id.removeprefix("channel")
            return BY_ID * (other.place in (said.id, f"{platform}:{said.id}", f"{platform}:{bare}"))
        named = name_key(said.name)
        return BY_NAME * (bool(named) and named == name_key(self._place(other.place).name))
