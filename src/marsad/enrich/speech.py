"""Writes down what is said in recordings."""

import importlib.util
import logging
import math
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

import msgspec

from marsad import weights
from marsad.engine.capped import Capped, Limits
from marsad.enrich.media_mime import sniffed
from marsad.enrich.speech_decode import Heard, Piece
from marsad.enrich.speech_guard import believed
from marsad.enrich.speech_samples import examples
from marsad.errors import BadInput, NotReady
from marsad.model import Claim, Media, Post, Seconds
from marsad.phrase import Phrase
from marsad.plugins import Example, Known
from marsad.settings import Settings

log = logging.getLogger(__name__)

_CALL_SECONDS = 1800
_MEGABYTES, _MODEL_TIMES = 6144, 4
"""Address space beside the model: the libraries reserve much more of it than they use."""
_PIECES, _LONGEST = 5000, 5000
_LEAST_SURE = 0.5
_DEFAULTS = Settings()


class Speech:
    """Says what is said in the recordings of a post, with faster-whisper in a capped child."""

    name: ClassVar[str] = "speech"
    version: ClassVar[str] = "1"
    needs: ClassVar[tuple[str, ...]] = ("language",)
    makes: ClassVar[tuple[str, ...]] = ("transcript", "speech-seconds", "unreadable")
    portion: ClassVar[int] = 1

    def __init__(self, settings: Settings = _DEFAULTS) -> None:
        """Step aside without faster-whisper, ffmpeg or the weights."""
        if importlib.util.find_spec("faster_whisper") is None:
            raise NotReady(
                Phrase("faster-whisper is not installed"), "pip install 'marsad[speech]'"
            )
        if not shutil.which("ffmpeg"):
            raise NotReady(Phrase("recordings need ffmpeg"), "apt-get install ffmpeg")
        self._model = weights.held(settings.speech_model, settings)
        size = sum(each.stat().st_size for each in self._model.iterdir()) >> 20
        limits = Limits(_CALL_SECONDS, megabytes=_MEGABYTES + _MODEL_TIMES * size)
        self._child = Capped("marsad.enrich.speech_decode:heard", limits)

    @property
    def cpu_seconds(self) -> float:
        """Processor seconds spent in the capped child."""
        return self._child.cpu_seconds

    def enrich(self, posts: Sequence[Post], known: Known) -> Iterator[Claim]:
        """Yield what is said in each recording, piece by piece, with its seconds."""
        for post in posts:
            for media in post.media:
                if media.sha256 and _is_recording(known.path(media.sha256)):
                    yield from self._listen(post.id, media, known)

    def hear(self, path: Path, written: str = "") -> Iterator[Heard]:
        """What is said in a recording, a few minutes at a time."""
        at, last = 0.0, False
        while not last:
            answer = self._child.call(
                path=str(path), model=str(self._model), start=at, written=written
            )
            told = _checked(answer, at)
            yield msgspec.structs.replace(told, pieces=tuple(believed(told.pieces)))
            at, last = told.until, told.last

    def close(self) -> None:
        """End the child; the next recording would start another."""
        self._child.close()

    def examples(self) -> Sequence[Example]:
        """Two synthetic voices, a tone, and a text that is no recording."""
        return examples()

    def _listen(self, post: str, media: Media, known: Known) -> Iterator[Claim]:
        written = next((f.value for f in known.findings(post, "language")), "")
        speech = 0.0
        try:
            for told in self.hear(known.path(media.sha256), written):
                speech += told.speech
                for piece in told.pieces:
                    yield _claim(post, media.sha256, piece)
        except BadInput as error:
            log.warning("could not listen to %s of post %s: %s", media.sha256, post, error)
            yield Claim(post, "unreadable", str(error), media=media.sha256)
        if speech >= _LEAST_SURE:
            whole = str(max(1, math.floor(speech)))
            yield Claim(post, "speech-seconds", whole, media=media.sha256)


def _is_recording(path: Path) -> bool:
    with path.open("rb") as file:
        return sniffed(file.read(64)).startswith(("video/", "audio/"))


def _claim(post: str, sha256: str, piece: Piece) -> Claim:
    sure = round(min(1.0, math.exp(piece.likely)), 4)
    seconds = Seconds(piece.start, piece.end)
    return Claim(post, "transcript", piece.text, sure, media=sha256, seconds=seconds)


def _checked(answer: bytes, start: float) -> Heard:
    """Believe nothing of what comes from the child but what has the right shape."""
    try:
        told = msgspec.msgpack.decode(answer, type=Heard)
    except msgspec.MsgspecError as error:
        raise BadInput(
            Phrase("the speech reader gave nothing that was said: %(error)s", error=error)
        ) from error
    goes_on = told.last or told.until > start
    sound = all(map(_is_sound, told.pieces)) and len(told.pieces) <= _PIECES
    if not (goes_on and sound and math.isfinite(told.until) and 0 <= told.speech < math.inf):
        raise BadInput(Phrase("the speech reader gave words that no recording has"))
    return told


def _is_sound(piece: Piece) -> bool:
    timed = 0 <= piece.start <= piece.end < math.inf
    return timed and math.isfinite(piece.likely) and len(piece.text) <= _LONGEST
