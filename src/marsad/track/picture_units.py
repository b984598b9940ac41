"""Who a post is laid to in pictures and in the brief: outlets and open places, never a person."""

from collections.abc import Iterator
from dataclasses import replace

from marsad.model.maker import ORIGIN, PLACE
from marsad.phrase import Phrase
from marsad.safeguards import OPEN
from marsad.store import Seen, Sighting, Store, Window
from marsad.track.counted import Counted, counted
from marsad.track.event_posted import unit
from marsad.track.flow_events import believed

ACCOUNTS = "accounts"
"""All accounts that nobody has put into the register: each may be a person's, so none is shown."""
OTHERS = "others"
NAMED = {
    ACCOUNTS: Phrase("Accounts not in the register, together"),
    OTHERS: Phrase("All others, together"),
}


class Units:
    """Lays posts to outlets and places, and tells their names."""

    def __init__(self, store: Store) -> None:
        """Read the register and the places."""
        outlets = store.outlets()
        self.store = store
        self.runs = {place: outlet.id for outlet in outlets for place in outlet.places}
        self.places = {place.id: place for place in store.places() if place.public}
        self.names = {outlet.id: outlet.name for outlet in outlets} | NAMED
        self.registered = frozenset(outlet.id for outlet in outlets)

    def of(self, row: Sighting) -> str:
        """Who is counted for a post."""
        return self.shown(unit(row, self.runs))

    def of_place(self, place: str) -> str:
        """Who runs a place, or the place itself."""
        return self.shown(self.runs.get(place, PLACE + place))

    def asked(self, window: Window) -> frozenset[str]:
        """Who a window is about; empty when it is about all."""
        return frozenset(window.outlets) | {self.of_place(place) for place in window.places}

    def name(self, unit: str) -> str:
        """A name to show, in its own script."""
        if unit.startswith(PLACE):
            place = self.places.get(unit.removeprefix(PLACE))
            return place.name or place.id if place else unit.removeprefix(PLACE)
        return self.names.get(unit) or unit.removeprefix(ORIGIN)

    def posts(self, window: Window) -> Iterator[Sighting]:
        """Posts of public places in a window, each once, whose time can be right.

        Outlets that are asked for have the posts that are laid to them: by who made them, or by
        who runs the place.
        """
        seen: set[tuple[str, str]] = set()
        for row in Seen(self.store).rows(replace(window, outlets=())):
            key = (row.place, row.native_id)
            if row.kind == "service" or row.place not in self.places or key in seen:
                continue
            if believed(row) and (not window.outlets or self.of(row) in window.outlets):
                seen.add(key)
                yield row

    def counted(self, window: Window) -> Counted:
        """The same posts in columns."""
        return counted(self.store, window, self.places.keys(), self._laid)

    def _laid(self, place: str, outlet: str) -> str:
        return self.shown(outlet) if outlet else self.of_place(place)

    def shown(self, unit: str) -> str:
        """The same, or all accounts together where it may be a person's."""
        place = self.places.get(unit.removeprefix(PLACE)) if unit.startswith(PLACE) else None
        # An account that nobody registered may be a person's; platforms spell themselves anyhow.
        return ACCOUNTS if place and place.platform.lower() not in _OPEN else unit


_OPEN = frozenset(each.lower() for each in OPEN)


def strongest(totals: dict[str, int], most: int) -> list[str]:
    """The ids with most posts; whoever is left is summed up as ``others``."""
    return sorted(totals, key=lambda id: (id == ACCOUNTS, -totals[id], id))[:most]
