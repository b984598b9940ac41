"""Where private persons lose their names: before anything about them is stored."""

from dataclasses import dataclass, replace

from marsad import safeguards
from marsad.model import Forward, Place
from marsad.store import Store


@dataclass(frozen=True, slots=True)
class Door:
    """Where private persons get their pseudonyms; outlets may sign with their names."""

    key: bytes
    brands: frozenset[str]

    @classmethod
    def of(cls, store: Store) -> "Door":
        """The door of a lab."""
        names = (name for outlet in store.outlets() for name in (outlet.name, *outlet.aliases))
        return cls(store.pseudonym_key, frozenset(names))

    def place(self, place: Place) -> Place:
        """A private place without its name: that of a chat is a person's."""
        if place.public or place.name in self.brands:
            return place
        return replace(place, name=safeguards.pseudonym(place.name, self.key))

    def author(self, place: Place, author: str) -> str:
        """An outlet's signature as it is, a person's as a pseudonym."""
        if not author or author == place.name or author in self.brands:
            return author
        return safeguards.pseudonym(author, self.key)

    def forward(self, place: Place, origin: Forward | None) -> Forward | None:
        """Where a post was forwarded from; a person's name gives way to a pseudonym."""
        if origin is None or not _private(place, origin) or origin.name in self.brands:
            return origin
        masked = safeguards.pseudonym(origin.id or origin.name, self.key)
        return replace(origin, name=masked, id="")


def _private(place: Place, origin: Forward) -> bool:
    """Channels forward channels; in a group a name without an id is more likely a person."""
    return origin.id.startswith("user") or (not origin.id and place.kind != "channel")
