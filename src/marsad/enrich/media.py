"""Says what each file of a post is: type, size, length, and the hash of a picture."""

import importlib.util
import logging
import math
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

import msgspec

from marsad.engine.capped import Capped, Limits
from marsad.enrich.media_decode import PictureFacts
from marsad.enrich.media_mime import UNKNOWN, sniffed
from marsad.enrich.media_samples import examples
from marsad.errors import BadInput
from marsad.model import Claim, Media, Post
from marsad.phrase import Phrase
from marsad.plugins import Example, Known, Part
from marsad.settings import Settings

log = logging.getLogger(__name__)

_DEFAULTS = Settings()
_PROBE_SECONDS = 20
_PDQ_DIGITS = 64


def pdq_part() -> Part:
    """Tell the doctor whether pictures are hashed here."""
    ready = importlib.util.find_spec("pdqhash") is not None
    detail = Phrase("PDQ hashes of pictures") if ready else Phrase("pictures get no PDQ hash")
    return Part("pdq", "enrich", ready, detail, "" if ready else "pip install 'marsad[pdq]'")


def ffprobe_part() -> Part:
    """Tell the doctor whether recordings are measured here."""
    ready = shutil.which("ffprobe") is not None
    detail = Phrase("length of recordings") if ready else Phrase("recordings get no length")
    return Part("ffprobe", "enrich", ready, detail, "" if ready else "apt-get install ffmpeg")


class MediaFacts:
    """States plain facts about each file, found by looking into it and never by its name."""

    name: ClassVar[str] = "media"
    version: ClassVar[str] = "1"
    needs: ClassVar[tuple[str, ...]] = ()
    makes: ClassVar[tuple[str, ...]] = ("mime", "dimensions", "pdq", "duration", "unreadable")

    def __init__(self, settings: Settings = _DEFAULTS) -> None:
        """Start nothing yet; without pdqhash or ffprobe those facts are left out."""
        self._megapixels = settings.max_megapixels
        self._hashes, self._probes = pdq_part().ready, ffprobe_part().ready
        limits = Limits(seconds=settings.decoder_seconds, megabytes=settings.decoder_megabytes)
        self._pictures = Capped("marsad.enrich.media_decode:picture_facts", limits)
        short = Limits(seconds=_PROBE_SECONDS, megabytes=settings.decoder_megabytes)
        self._recordings = Capped("marsad.enrich.media_decode:seconds_of", short)

    def enrich(self, posts: Sequence[Post], known: Known) -> Iterator[Claim]:
        """Yield the facts of every file that came along."""
        for post in posts:
            for media in post.media:
                if media.sha256:
                    yield from self._facts(post.id, media, known.path(media.sha256))

    @property
    def cpu_seconds(self) -> float:
        """What the decoders spent."""
        return self._pictures.cpu_seconds + self._recordings.cpu_seconds

    def close(self) -> None:
        """End the children; the next file would start others."""
        self._pictures.close()
        self._recordings.close()

    def examples(self) -> Sequence[Example]:
        """A picture and a document that are recognised, and files that hold nothing known."""
        return examples()

    def _facts(self, post: str, media: Media, path: Path) -> Iterator[Claim]:
        with path.open("rb") as file:
            mime = sniffed(file.read(64))
        if mime != UNKNOWN:
            yield Claim(post, "mime", mime, media=media.sha256)
        try:
            if mime.startswith("image/"):
                yield from self._of_picture(post, media, path)
            elif mime.startswith(("video/", "audio/")) and self._probes:
                yield from self._of_recording(post, media, path)
        except BadInput as error:
            log.warning("could not look into %s of post %s: %s", media.sha256, post, error)
            yield Claim(post, "unreadable", str(error), media=media.sha256)

    def _of_picture(self, post: str, media: Media, path: Path) -> Iterator[Claim]:
        answer = self._pictures.call(
            path=str(path), megapixels=self._megapixels, hashed=self._hashes
        )
        facts = checked_facts(answer, self._megapixels)
        yield Claim(post, "dimensions", f"{facts.width}x{facts.height}", media=media.sha256)
        if facts.pdq:
            yield Claim(post, "pdq", facts.pdq, facts.quality / 100, media=media.sha256)

    def _of_recording(self, post: str, media: Media, path: Path) -> Iterator[Claim]:
        try:
            seconds = msgspec.json.decode(self._recordings.call(path=str(path)), type=float)
        except msgspec.MsgspecError as error:
            raise BadInput(Phrase("the recording's length is no number")) from error
        if not (math.isfinite(seconds) and seconds >= 0):
            raise BadInput(Phrase("the recording claims to last %(seconds)s s", seconds=seconds))
        yield Claim(post, "duration", f"{seconds:.3f}", media=media.sha256)


def checked_facts(answer: bytes, megapixels: int) -> PictureFacts:
    """Believe nothing of what comes from the child but what has the right shape."""
    try:
        facts = msgspec.json.decode(answer, type=PictureFacts)
    except msgspec.MsgspecError as error:
        raise BadInput(
            Phrase("the picture reader gave no facts: %(error)s", error=error)
        ) from error
    sized = 0 < facts.width * facts.height <= megapixels * 1_000_000
    hashed = not facts.pdq or (len(facts.pdq) == _PDQ_DIGITS and _is_hex(facts.pdq))
    if not (sized and hashed and 0 <= facts.quality <= 100):
        raise BadInput(Phrase("the picture reader gave facts that no picture has"))
    return facts


def _is_hex(text: str) -> bool:
    return set(text) <= set("0123456789abcdef")
