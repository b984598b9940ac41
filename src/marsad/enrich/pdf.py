"""Says what a PDF holds: pages, text, and what would act if somebody opened it."""

import importlib.util
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

import msgspec

from marsad.engine.capped import Capped, Limits
from marsad.enrich.media_mime import sniffed
from marsad.enrich.pdf_decode import ACTIVE, LONGEST, MOST_PAGES, Document
from marsad.enrich.pdf_samples import examples
from marsad.errors import BadInput, NotReady
from marsad.model import Claim, Post
from marsad.phrase import Phrase
from marsad.plugins import Example, Known
from marsad.settings import Settings

log = logging.getLogger(__name__)

_MIME = "application/pdf"
_DEFAULTS = Settings()


class Pdf:
    """Looks into the PDFs of a post in a capped child; it draws nothing and runs nothing."""

    name: ClassVar[str] = "pdf"
    version: ClassVar[str] = "1"
    needs: ClassVar[tuple[str, ...]] = ()
    makes: ClassVar[tuple[str, ...]] = ("pdf-facts", "document-text", "unreadable")
    portion: ClassVar[int] = 20

    def __init__(self, settings: Settings = _DEFAULTS) -> None:
        """Step aside without the libraries."""
        if not all(map(importlib.util.find_spec, ("pikepdf", "pypdfium2"))):
            raise NotReady(
                Phrase("pikepdf or pypdfium2 is not installed"), "pip install 'marsad[pdf]'"
            )
        limits = Limits(seconds=settings.decoder_seconds, megabytes=settings.decoder_megabytes)
        self._child = Capped("marsad.enrich.pdf_decode:document_of", limits)

    def enrich(self, posts: Sequence[Post], known: Known) -> Iterator[Claim]:
        """Yield what is known of each PDF."""
        for post in posts:
            for media in post.media:
                if media.sha256 and _is_pdf(known.path(media.sha256)):
                    yield from self._facts(post.id, media.sha256, known.path(media.sha256))

    def close(self) -> None:
        """End the child; the next PDF would start another."""
        self._child.close()

    def examples(self) -> Sequence[Example]:
        """A page of text, one that would run a script, a picture and words."""
        return examples()

    def _facts(self, post: str, sha256: str, path: Path) -> Iterator[Claim]:
        try:
            found = _checked(self._child.call(path=str(path)))
        except BadInput as error:
            log.warning("could not look into PDF %s of post %s: %s", sha256, post, error)
            yield Claim(post, "unreadable", str(error), media=sha256)
            return
        yield Claim(post, "pdf-facts", f"pages: {found.pages}", media=sha256)
        for active in found.active:
            yield Claim(post, "pdf-facts", f"active: {active}", media=sha256)
        if found.text:
            yield Claim(post, "document-text", found.text, media=sha256)


def _is_pdf(path: Path) -> bool:
    with path.open("rb") as file:
        return sniffed(file.read(64)) == _MIME


def _checked(answer: bytes) -> Document:
    """Believe nothing of what comes from the child but what has the right shape."""
    try:
        found = msgspec.json.decode(answer, type=Document)
    except msgspec.MsgspecError as error:
        raise BadInput(Phrase("the PDF reader gave no facts: %(error)s", error=error)) from error
    known = set(found.active) <= ACTIVE
    if not (0 <= found.pages <= MOST_PAGES and known and len(found.text) <= LONGEST):
        raise BadInput(Phrase("the PDF reader gave facts that no PDF has"))
    return found
