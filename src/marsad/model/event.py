"""Something that happened."""

from dataclasses import dataclass
from datetime import date, datetime

from marsad.model.moment import zoned


@dataclass(frozen=True, slots=True)
class Event:
    """What posts answer to. Its source is never the posts themselves.

    A change makes a new version that replaces the old one; a report keeps the version it cites.
    """

    id: str
    title: str
    """As it completes "The content coincided with ...": "talks on trade, hosted by ..."."""
    start: date
    end: date
    place: str
    source: str
    """A full footnote, such as ``Salwan Gazette, October 19, 2021.``"""
    fiction: bool = False
    actors: tuple[str, ...] = ()
    """Who took part: names in any script, or ids of the register such as ``un:QDe.001``."""
    places: tuple[str, ...] = ()
    """Other names of the place, in any script, and of what it lies in."""
    words: tuple[str, ...] = ()
    """Words and phrases by which posts are likely to speak of it, in any script."""
    began_at: datetime | None = None
    """When it began, where the source tells the hour."""
    latitude: float | None = None
    longitude: float | None = None
    first: str = ""
    """Id of the first version; empty in the first one itself."""
    replaces: str = ""

    def __post_init__(self) -> None:
        """A time without a zone is not a time."""
        zoned(self.began_at, "event", self.id, "began_at")

    @property
    def handle(self) -> str:
        """What all of its versions are called by: the id of the first."""
        return self.first or self.id
