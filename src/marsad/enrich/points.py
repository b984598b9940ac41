"""Says by which points a picture is recognised, cut, framed or under a logo."""

import logging
from base64 import b64encode
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from marsad.engine.capped import Capped, Limits
from marsad.enrich.media_mime import sniffed
from marsad.enrich.points_decode import MOST
from marsad.enrich.points_samples import examples
from marsad.errors import BadInput
from marsad.model import Claim, Post
from marsad.phrase import Phrase
from marsad.plugins import Example, Known
from marsad.settings import Settings

log = logging.getLogger(__name__)

KIND = "picture-points"
SIZE = 36
"""Bytes of a point: two of x, two of y, 32 of what is around it."""
_DEFAULTS = Settings()


class Points:
    """Describes each picture by up to 96 points (ORB), which a cut or a logo leaves in part."""

    name: ClassVar[str] = "points"
    version: ClassVar[str] = "1"
    needs: ClassVar[tuple[str, ...]] = ()
    makes: ClassVar[tuple[str, ...]] = (KIND,)

    def __init__(self, settings: Settings = _DEFAULTS) -> None:
        """Start nothing yet."""
        self._megapixels = settings.max_megapixels
        limits = Limits(seconds=settings.decoder_seconds, megabytes=settings.decoder_megabytes)
        self._child = Capped("marsad.enrich.points_decode:points_of", limits)

    def enrich(self, posts: Sequence[Post], known: Known) -> Iterator[Claim]:
        """Yield the points of every picture; one that has none is passed over in silence."""
        for post in posts:
            for media in post.media:
                if media.sha256 and (points := self.of(known.path(media.sha256))):
                    yield Claim(post.id, KIND, b64encode(points).decode(), media=media.sha256)

    def of(self, path: Path) -> bytes:
        """The points of a file, packed; nothing when it is no picture that can be read."""
        with path.open("rb") as file:
            if not sniffed(file.read(64)).startswith("image/"):
                return b""
        try:
            points = self._child.call(path=str(path), megapixels=self._megapixels)
        except BadInput as error:
            # The media facts say so in a finding.
            log.info("no points in %s: %s", path, error)
            return b""
        if len(points) % SIZE or len(points) > MOST * SIZE:
            raise BadInput(Phrase("the picture reader gave points that no picture has"))
        return points

    @property
    def cpu_seconds(self) -> float:
        """What the decoder spent."""
        return self._child.cpu_seconds

    def close(self) -> None:
        """End the child; the next picture would start another."""
        self._child.close()

    def examples(self) -> Sequence[Example]:
        """Two squares, which have corners; a plain picture, and words under the name of one."""
        return examples()
