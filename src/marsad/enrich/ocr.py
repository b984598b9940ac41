"""Reads the text in pictures."""

import logging
from collections.abc import Iterator, Sequence
from typing import ClassVar

import msgspec

from marsad.engine.capped import Capped, Limits
from marsad.enrich.media_mime import sniffed
from marsad.enrich.ocr_decode import ReadLine
from marsad.enrich.ocr_language import model_of
from marsad.enrich.ocr_samples import examples
from marsad.enrich.ocr_tesseract import installed
from marsad.enrich.ocr_words import around
from marsad.errors import BadInput
from marsad.model import Box, Claim, Media, Post
from marsad.phrase import Phrase
from marsad.plugins import Example, Known
from marsad.settings import Settings

log = logging.getLogger(__name__)

_PICTURES = ("photo", "sticker")
_LINES_LIMIT, _TEXT_LIMIT = 2000, 5000
_DEFAULTS = Settings()


class Ocr:
    """Reads the text in the pictures of a post, with tesseract in a capped child."""

    name: ClassVar[str] = "ocr"
    version: ClassVar[str] = "2"
    needs: ClassVar[tuple[str, ...]] = ("language",)
    makes: ClassVar[tuple[str, ...]] = ("ocr-text", "ocr-line", "unreadable")
    portion: ClassVar[int] = 20

    def __init__(self, settings: Settings = _DEFAULTS) -> None:
        """Step aside when tesseract or its Arabic is missing."""
        self._ready = installed()
        self._megapixels = settings.max_megapixels
        limits = Limits(seconds=settings.decoder_seconds, megabytes=settings.decoder_megabytes)
        self._child = Capped("marsad.enrich.ocr_decode:lines_of", limits)

    def enrich(self, posts: Sequence[Post], known: Known) -> Iterator[Claim]:
        """Yield the text of each picture and its lines; a picture without text yields nothing."""
        for post in posts:
            if not any(media.sha256 for media in post.media):
                continue
            language = next((f.value for f in known.findings(post.id, "language")), "")
            for media in post.media:
                if media.sha256:
                    yield from self._read(post.id, media, known, language)

    def lines(self, path: str, language: str = "") -> list[ReadLine]:
        """Read the picture at ``path``; ``language`` is ISO 639, where it is known."""
        answer = self._child.call(
            path=path,
            language=model_of(language, self._ready),
            ready=list(self._ready),
            megapixels=self._megapixels,
        )
        return _checked(answer)

    @property
    def cpu_seconds(self) -> float:
        """Processor seconds spent in the capped child."""
        return self._child.cpu_seconds

    def close(self) -> None:
        """End the child; the next picture would start another."""
        self._child.close()

    def examples(self) -> Sequence[Example]:
        """Two lettered pictures, a blank one and one of noise."""
        return examples()

    def _read(self, post: str, media: Media, known: Known, language: str) -> Iterator[Claim]:
        path = known.path(media.sha256)
        with path.open("rb") as file:
            is_picture = sniffed(file.read(64)).startswith("image/")
        if not is_picture and media.kind not in _PICTURES:
            return
        try:
            lines = self.lines(str(path), language)
        except BadInput as error:
            log.warning("no text read in %s of post %s: %s", media.sha256, post, error)
            yield Claim(post, "unreadable", str(error), media=media.sha256)
            return
        if lines:
            yield from _claims(post, media.sha256, lines)


def _claims(post: str, sha256: str, lines: Sequence[ReadLine]) -> Iterator[Claim]:
    boxes = [Box(line.left, line.top, line.width, line.height) for line in lines]
    length = sum(len(line.text) for line in lines)
    sure = sum(line.confidence * len(line.text) for line in lines) / length
    text = "\n".join(line.text for line in lines)
    yield Claim(post, "ocr-text", text, round(sure, 4), media=sha256, box=around(boxes))
    for line, box in zip(lines, boxes, strict=True):
        yield Claim(post, "ocr-line", line.text, line.confidence, media=sha256, box=box)


def _checked(answer: bytes) -> list[ReadLine]:
    """Believe nothing of what comes from the child but what has the right shape."""
    try:
        lines = msgspec.json.decode(answer, type=list[ReadLine])
    except msgspec.MsgspecError as error:
        raise BadInput(
            Phrase("the text reader gave no list of lines: %(error)s", error=error)
        ) from error
    if len(lines) > _LINES_LIMIT or not all(map(_is_sound, lines)):
        raise BadInput(Phrase("the text reader gave lines that no picture has"))
    return lines


def _is_sound(line: ReadLine) -> bool:
    sides = min(line.left, line.top, line.width, line.height)
    return sides >= 0 and 0 <= line.confidence <= 1 and 0 < len(line.text) <= _TEXT_LIMIT
