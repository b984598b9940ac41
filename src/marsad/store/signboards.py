"""What places said and showed of themselves, each time it was seen to have changed.

Acts of the custody log, like cases: few, never edited, and in every backup. The page and the
picture that an act speaks of are captures, kept byte for byte.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marsad.store.sources import Sources
from marsad.store.store import Store

SEEN, HASHED = "signboard seen", "signboard hashed"
LEAST_QUALITY = 50
"""Below it the hash of a picture matches anything plain."""


@dataclass(frozen=True, slots=True)
class Board:
    """Name, description and picture of a place from a time on."""

    place: str
    seen_at: datetime
    name: str
    description: str
    page: str
    """The capture in which it stands."""
    picture: str = ""
    """Digest; empty where there was none, or none to be had."""
    missing: str = ""
    pdq: str = ""
    """Hash of the picture; empty before it was made, and for a picture too plain to be told."""

    @property
    def said(self) -> tuple[str, str, str, str]:
        """What makes a changed one another version."""
        return self.name, self.description, self.picture, self.missing


class Signboards:
    """The signboards of one lab."""

    def __init__(self, store: Store) -> None:
        """Read nothing yet."""
        self._store = store

    def every(self) -> dict[str, list[Board]]:
        """The versions of each place's, first seen first."""
        found: dict[str, list[Board]] = {}
        hashes: dict[str, str] = {}
        for said in self._store.acts(HASHED):
            if said["quality"] >= LEAST_QUALITY:
                hashes[said["picture"]] = said["pdq"]
        for said in self._store.acts(SEEN):
            found.setdefault(said["place"], []).append(_board(said, hashes))
        return found

    def last(self, place: str) -> Board | None:
        """How a place was last seen."""
        return next(reversed(self.every().get(place, [])), None)

    def unhashed(self, maker: str) -> Iterator[str]:
        """Digests of pictures that a maker in this version has not hashed."""
        done = {said["picture"] for said in self._store.acts(HASHED) if said["by"] == maker}
        pictures = {said["picture"]: None for said in self._store.acts(SEEN)}
        return (picture for picture in pictures if picture and picture not in done)


def of_outlets(store: Store) -> frozenset[str]:
    """Places that people entered as an outlet's or as a source: no private person's."""
    run = {place for outlet in store.outlets() for place in outlet.places}
    return frozenset(run | {source.place for source in Sources(store).all() if source.place})


def _board(said: Mapping[str, Any], hashes: Mapping[str, str]) -> Board:
    return Board(
        place=said["place"],
        seen_at=datetime.fromisoformat(said["seen_at"]),
        name=said["name"],
        description=said["description"],
        page=said["page"],
        picture=said["picture"],
        missing=said["missing"],
        pdq=hashes.get(said["picture"], ""),
    )
