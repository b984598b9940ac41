"""Who the network is of: places, or the outlets that run them; never a private person."""

from collections.abc import Iterable
from dataclasses import dataclass

from marsad.model import Outlet, Place
from marsad.safeguards import PSEUDONYM
from marsad.store import Sighting, Store
from marsad.text.fold import folded

BY = ("place", "outlet")


@dataclass(frozen=True, slots=True)
class Node:
    """A place or an outlet in the network."""

    id: str
    name: str
    platform: str = ""
    posts: int = 0


class Nodes:
    """Maps posts to nodes, and what a platform calls the origin of a forward to a place."""

    def __init__(
        self, places: Iterable[Place], outlets: Iterable[Outlet], by: str = "place"
    ) -> None:
        """A place that two outlets claim stands for itself; so does a name of two places."""
        self.places = {place.id: place for place in places if place.kind != "private"}
        self.outlets = {outlet.id: outlet for outlet in outlets}
        self._run: dict[str, set[str]] = {}
        for outlet in self.outlets.values() if by == "outlet" else ():
            for run in outlet.places:
                self._run.setdefault(run, set()).add(outlet.id)
        self._named: dict[str, set[str]] = {}
        for place in self.places.values():
            if place.name.strip() and not PSEUDONYM.search(place.name):
                self._named.setdefault(_key(place.name), set()).add(place.id)

    @classmethod
    def of(cls, store: Store, by: str = "place") -> "Nodes":
        """The nodes of a lab."""
        return cls(store.places(), store.outlets(), by)

    def of_place(self, place: str) -> str:
        """The node a place belongs to; empty for a place that must not be shown."""
        if place not in self.places:
            return ""
        run = self._run.get(place, set())
        return next(iter(run)) if len(run) == 1 else place

    def of_origin(self, post: Sighting) -> str:
        """The node a post was forwarded from; empty when it is not known here by id or name."""
        platform, said = post.place.partition(":")[0], post.origin
        if said:
            bare = said.removeprefix("channel").removeprefix("-100")
            for id in (said, f"{platform}:{said}", f"{platform}:{bare}"):
                if id in self.places:
                    return self.of_place(id)
            return ""
        named = self._named.get(_key(post.origin_name), set()) if post.origin_name else set()
        return self.of_place(next(iter(named))) if len(named) == 1 else ""

    def node(self, id: str, posts: int = 0) -> Node:
        """A node with its name."""
        if id in self.outlets:
            return Node(id, self.outlets[id].name, posts=posts)
        place = self.places[id]
        return Node(id, place.name, place.platform, posts)


def _key(name: str) -> str:
    return " ".join(folded(name).split())
