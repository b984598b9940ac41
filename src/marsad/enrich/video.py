"""Looks into videos: key frames, their hashes, and the text that is seen in them."""

import logging
import math
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

import msgspec

from marsad.engine.capped import Capped, Limits
from marsad.enrich.media import pdq_part
from marsad.enrich.media_mime import sniffed
from marsad.enrich.ocr import Ocr
from marsad.enrich.video_decode import Frame
from marsad.enrich.video_lines import Seen, merged
from marsad.enrich.video_samples import examples
from marsad.errors import BadInput, NotReady
from marsad.model import Claim, Media, Post, Seconds
from marsad.phrase import Phrase
from marsad.plugins import Example, Known
from marsad.settings import Settings

log = logging.getLogger(__name__)

LEAST_QUALITY = 50
"""PDQ of less says little of a frame: black, a fade, plain sky."""
_SECONDS = 4
"""Times the limit of a picture that a video may take."""
_DIGITS = 64
_DEFAULTS = Settings()


class Video:
    """Says what is seen in the videos of a post, with ffmpeg and tesseract in capped children."""

    name: ClassVar[str] = "video"
    version: ClassVar[str] = "1"
    needs: ClassVar[tuple[str, ...]] = ("language",)
    makes: ClassVar[tuple[str, ...]] = (
        *("key-frame", "frame-hash", "ocr-text", "ocr-line", "unreadable"),
    )
    portion: ClassVar[int] = 1
    """One video takes minutes; what was found in it is not to be lost with the next one."""

    def __init__(self, settings: Settings = _DEFAULTS) -> None:
        """Step aside without ffmpeg; without pdqhash or tesseract that part is left out."""
        if not (shutil.which("ffmpeg") and shutil.which("ffprobe")):
            raise NotReady(Phrase("videos need ffmpeg"), "apt-get install ffmpeg")
        self._hashes = pdq_part().ready
        self._most, self._megapixels = settings.max_frames, settings.max_megapixels
        self._seconds = float(settings.decoder_seconds * _SECONDS)
        limits = Limits(seconds=self._seconds, megabytes=settings.decoder_megabytes)
        self._frames = Capped("marsad.enrich.video_decode:frames_of", limits)
        self._reader = _reader(settings)

    def enrich(self, posts: Sequence[Post], known: Known) -> Iterator[Claim]:
        """Yield what is seen in every video, with its seconds."""
        for post in posts:
            for media in post.media:
                if media.sha256 and _is_video(known.path(media.sha256)):
                    yield from self._look(post.id, media, known)

    def close(self) -> None:
        """End the children; the next video would start others."""
        self._frames.close()
        if self._reader:
            self._reader.close()

    def examples(self) -> Sequence[Example]:
        """Two films of a moment, a recording without a picture, and a text that is no film."""
        return examples()

    def _look(self, post: str, media: Media, known: Known) -> Iterator[Claim]:
        path = known.path(media.sha256)
        try:
            frames = self._taken(path)
        except BadInput as error:
            log.warning("could not look into video %s of post %s: %s", media.sha256, post, error)
            yield Claim(post, "unreadable", str(error), media=media.sha256)
            return
        for frame in frames:
            yield from _of_frame(post, media.sha256, frame)
        language = next((f.value for f in known.findings(post, "language")), "")
        if lines := self._lines(frames, language):
            yield from _of_lines(post, media.sha256, lines)

    def _taken(self, path: Path) -> list[Frame]:
        answer = self._frames.call(
            path=str(path),
            most=self._most,
            megapixels=self._megapixels,
            hashed=self._hashes,
            seconds=self._seconds,
        )
        return _checked(answer, self._most)

    def _lines(self, frames: Sequence[Frame], language: str) -> list[Seen]:
        if self._reader is None:
            return []
        read = []
        with TemporaryDirectory(prefix="marsad-frames-") as folder:
            path = Path(folder, "frame.jpg")
            for frame in frames:
                path.write_bytes(frame.jpeg)
                try:
                    lines = self._reader.lines(str(path), language)
                except BadInput as error:
                    log.warning("no text read in a frame at %s s: %s", frame.at, error)
                    continue
                read.append((frame.at, [line.scaled(frame.scale) for line in lines]))
        return merged(read)


def _reader(settings: Settings) -> Ocr | None:
    try:
        return Ocr(settings)
    except NotReady as reason:
        log.info("no text is read in videos: %s", reason)
        return None


def _is_video(path: Path) -> bool:
    with path.open("rb") as file:
        return sniffed(file.read(64)).startswith("video/")


def _of_frame(post: str, sha256: str, frame: Frame) -> Iterator[Claim]:
    at, seconds = f"{frame.at:.3f}", Seconds(frame.at, frame.at)
    yield Claim(post, "key-frame", at, media=sha256, seconds=seconds)
    if frame.pdq and frame.quality >= LEAST_QUALITY:
        value = f"{at}:{frame.pdq}"
        sure = frame.quality / 100
        yield Claim(post, "frame-hash", value, sure, media=sha256, seconds=seconds)


def _of_lines(post: str, sha256: str, lines: Sequence[Seen]) -> Iterator[Claim]:
    length = sum(len(line.text) for line in lines)
    sure = sum(line.confidence * len(line.text) for line in lines) / length
    text = "\n".join(dict.fromkeys(line.text for line in lines))
    whole = Seconds(lines[0].start, max(line.end for line in lines))
    yield Claim(post, "ocr-text", text, round(sure, 4), media=sha256, seconds=whole)
    for line in lines:
        seconds, sure = Seconds(line.start, line.end), line.confidence
        yield Claim(post, "ocr-line", line.text, sure, sha256, box=line.box, seconds=seconds)


def _checked(answer: bytes, most: int) -> list[Frame]:
    """Believe nothing of what comes from the child but what has the right shape."""
    try:
        frames = msgspec.msgpack.decode(answer, type=list[Frame])
    except msgspec.MsgspecError as error:
        raise BadInput(Phrase("the video reader gave no frames: %(error)s", error=error)) from error
    if len(frames) > most or not all(map(_is_sound, frames)):
        raise BadInput(Phrase("the video reader gave frames that no video has"))
    return sorted(frames, key=lambda frame: frame.at)


def _is_sound(frame: Frame) -> bool:
    hashed = not frame.pdq or (
        len(frame.pdq) == _DIGITS and set(frame.pdq) <= set("0123456789abcdef")
    )
    timed = math.isfinite(frame.at) and frame.at >= 0 and 0 < frame.scale < 1000
    return hashed and timed and 0 <= frame.quality <= 100 and frame.jpeg.startswith(b"\xff\xd8")
