"""Says what a camera or a program wrote into a picture; of a place, only that there is one."""

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

import msgspec

from marsad.engine.capped import Capped, Limits
from marsad.enrich.exif_decode import LONGEST, MOST, Written
from marsad.enrich.exif_samples import examples
from marsad.enrich.media_mime import sniffed
from marsad.errors import BadInput, NotFound, Withheld
from marsad.model import Claim, Media, Post
from marsad.phrase import Phrase
from marsad.plugins import Example, Known
from marsad.safeguards import named
from marsad.settings import Settings
from marsad.store import Store

log = logging.getLogger(__name__)

_FORMATS = ("image/jpeg", "image/png", "image/webp", "image/tiff")
_DEFAULTS = Settings()


class Exif:
    """Yields make, model, program and times of a picture, and whether it says where it was taken.

    The place itself is no finding: findings are searched, exported and shared, and a place may
    cost somebody's life. ``place`` reads it from the original, for a named person.
    """

    name: ClassVar[str] = "exif"
    version: ClassVar[str] = "1"
    needs: ClassVar[tuple[str, ...]] = ()
    makes: ClassVar[tuple[str, ...]] = ("exif",)

    def __init__(self, settings: Settings = _DEFAULTS) -> None:
        """Start nothing yet."""
        self._megapixels = settings.max_megapixels
        limits = Limits(seconds=settings.decoder_seconds, megabytes=settings.decoder_megabytes)
        self._child = Capped("marsad.enrich.exif_decode:written_in", limits)

    def enrich(self, posts: Sequence[Post], known: Known) -> Iterator[Claim]:
        """Yield the facts of every picture that has any."""
        for post in posts:
            for media in post.media:
                if media.sha256:
                    yield from self._facts(post.id, media, known.path(media.sha256))

    def written(self, path: Path, place: bool = False) -> Written:
        """What stands in a picture; the place only when it is asked for."""
        answer = self._child.call(path=str(path), megapixels=self._megapixels, place=place)
        return _checked(answer)

    def close(self) -> None:
        """End the child; the next picture would start another."""
        self._child.close()

    def examples(self) -> Sequence[Example]:
        """Two pictures with facts, one without, and a text."""
        return examples()

    def _facts(self, post: str, media: Media, path: Path) -> Iterator[Claim]:
        with path.open("rb") as file:
            if sniffed(file.read(64)) not in _FORMATS:
                return
        try:
            found = self.written(path)
        except BadInput as error:
            # That it cannot be opened is for the media facts to say; here it says nothing.
            log.info("no EXIF read in %s of post %s: %s", media.sha256, post, error)
            return
        for said in _said(found):
            yield Claim(post, "exif", said, media=media.sha256)


def place(store: Store, media: str, by: str, why: str) -> tuple[float, float]:
    """Where a picture says it was taken; who asked, and why, is written into the log first."""
    if not named(by):
        raise Withheld(
            Phrase("where a picture was taken is told to a named person only: --by NAME")
        )
    if not why.strip():
        raise Withheld(
            Phrase("say why the place is needed: --why TEXT; it is kept in the custody log")
        )
    with store.write() as writer:
        writer.act("read a place", by, media=media, why=why.strip())
    reader = Exif(store.settings)
    try:
        found = reader.written(store.path(media), place=True)
    finally:
        reader.close()
    if found.latitude is None or found.longitude is None:
        raise NotFound(Phrase("%(media)s does not say where it was taken", media=media))
    return found.latitude, found.longitude


def _said(found: Written) -> Iterator[str]:
    yield from (f"{name}: {value}" for name, value in sorted(found.facts.items()))
    if found.gps:
        yield "gps: present"
    if found.exif_bytes > MOST:
        yield f"exif: {found.exif_bytes} bytes, not read"
    if found.xmp_bytes:
        yield f"xmp: {found.xmp_bytes} bytes, not read"


def _checked(answer: bytes) -> Written:
    """Believe nothing of what comes from the child but what has the right shape."""
    try:
        found = msgspec.json.decode(answer, type=Written)
    except msgspec.MsgspecError as error:
        raise BadInput(Phrase("the EXIF reader gave no facts: %(error)s", error=error)) from error
    plain = all(len(said) <= LONGEST and said.isprintable() for said in found.facts.values())
    if not plain or len(found.facts) > 20 or min(found.exif_bytes, found.xmp_bytes) < 0:
        raise BadInput(Phrase("the EXIF reader gave facts that no picture has"))
    return found
