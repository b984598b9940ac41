"""What was read out of a page, checked again after it left the capped child."""

from datetime import datetime
from typing import Annotated

import msgspec

from marsad.engine.capped import Capped, Limits
from marsad.errors import BadInput
from marsad.model import Entity
from marsad.phrase import Phrase
from marsad.settings import Settings

_Link = tuple[int, int, str]
_Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class Reading(msgspec.Struct, frozen=True):
    """The words of a page and what it says about itself."""

    title: str = ""
    author: str = ""
    text: str = ""
    links: tuple[_Link, ...] = ()
    published: _Moment | None = None
    changed: _Moment | None = None
    whole: bool = False
    """No main text was found: these are all the words of the page."""
    cut: bool = False

    @property
    def words(self) -> str:
        """The text under its title."""
        return f"{self.title}\n\n{self.text}" if self._apart else self.text

    @property
    def entities(self) -> tuple[Entity, ...]:
        """Title and links, in code points of the words."""
        shift = len(self.title) + 2 if self._apart else 0
        head = (Entity("title", 0, len(self.title)),) if self.title else ()
        most = len(self.text)
        return head + tuple(
            Entity("text_link", start + shift, end + shift, href)
            for start, end, href in self.links
            if 0 <= start < end <= most and href
        )

    @property
    def _apart(self) -> bool:
        """The title does not already stand at the head of the text."""
        return bool(self.title) and not self.text.startswith(self.title)


class Reader:
    """Reads pages in a child that cannot harm us."""

    def __init__(self, settings: Settings) -> None:
        """Start nothing yet."""
        limits = Limits(seconds=settings.decoder_seconds, megabytes=settings.decoder_megabytes)
        self._child = Capped("marsad.collect.page_decode:words_of", limits)

    def read(self, body: bytes, charset: str, url: str) -> Reading:
        """The words of a page; BadInput says why there are none."""
        said = self._child.call(body, charset=charset[:40], url=url)
        try:
            return msgspec.json.decode(said, type=Reading)
        except msgspec.DecodeError as error:
            raise BadInput(Phrase("what was read is no reading: %(error)s", error=error)) from error

    def close(self) -> None:
        """End the child."""
        self._child.close()
