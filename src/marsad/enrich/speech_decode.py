"""Writing down what is said in a recording, inside a child of its own.

A recording is heard in stretches that end where nobody speaks, so that a long one is neither held
in memory nor lost when it is stopped. Whisper's own "translate" is never used: it is fluent and
wrong, and nobody could tell its words from what was said.
"""

import math
import subprocess
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from marsad.engine.capped import decoder
from marsad.enrich.video_decode import SEALED
from marsad.errors import BadInput
from marsad.phrase import Phrase

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Sound = npt.NDArray[np.float32]

RATE = 16_000
STRETCH = 300
"""Seconds that are heard at a time."""
_SURE_OF_LANGUAGE = 0.6
"""From here on what is heard decides; below, the language in which the post is written."""
_PATIENCE = 60
_SILENCE = 500
"""Milliseconds without a voice that end an utterance."""


class Piece(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Some words as they cross from the child to the parent."""

    start: float
    end: float
    text: str
    likely: float
    """Mean logarithm of the probability of each token."""
    no_speech: float
    packed: float
    """How much smaller the text gets when it is compressed: loops get very small."""


class Heard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was heard in one stretch."""

    until: float
    """Where the next one begins."""
    last: bool
    speech: float
    """Seconds in which somebody speaks."""
    language: str = ""
    sure: float = 0.0
    pieces: tuple[Piece, ...] = ()


@decoder
def heard(payload: bytes, path: str, model: str, start: float, written: str) -> bytes:
    """What is said from ``start`` on; ``written`` is the language of the post's text."""
    del payload
    sound = _sound(path, start)
    seconds = len(sound) / RATE
    last = seconds < STRETCH
    spoken = _spoken(sound)
    until = seconds if last else _cut(spoken, seconds)
    spoken = [(begin, end) for begin, end in spoken if begin < until]
    speech = sum(end - begin for begin, end in spoken)
    if not spoken:
        return msgspec.msgpack.encode(Heard(start + until, last, 0.0))
    language, sure, pieces = _written_down(sound[: int(until * RATE)], model, written, start)
    told = Heard(start + until, last, round(speech, 2), language, sure, tuple(pieces))
    return msgspec.msgpack.encode(told)


def _sound(path: str, start: float) -> "Sound":
    import numpy as np

    asked = ["-ss", f"{start:.3f}", *SEALED, "-i", f"file:{path}", "-t", str(STRETCH)]
    form = ["-map", "0:a:0?", "-vn", "-sn", "-dn", "-ac", "1", "-ar", str(RATE), "-f", "f32le"]
    said = subprocess.run(
        ["ffmpeg", "-nostdin", "-v", "error", "-threads", "1", *asked, *form, "-"],
        capture_output=True,
        check=False,
        timeout=_PATIENCE,
    )
    if said.returncode and not said.stdout and b"does not contain any stream" not in said.stderr:
        reason = " ".join(said.stderr.decode("utf-8", "replace").split())[-200:]
        raise BadInput(
            Phrase(
                "the recording cannot be heard: %(replace)s",
                replace=reason.replace(path, "the file"),
            )
        )
    whole = len(said.stdout) // 4 * 4
    found: Sound = np.nan_to_num(np.frombuffer(said.stdout[:whole], np.float32))
    return found


def _spoken(sound: "Sound") -> list[tuple[float, float]]:
    """The seconds in which somebody speaks."""
    from faster_whisper.vad import get_speech_timestamps

    if not len(sound):
        return []
    found = get_speech_timestamps(sound, min_silence_duration_ms=_SILENCE)
    return [(each["start"] / RATE, each["end"] / RATE) for each in found]


def _cut(spoken: list[tuple[float, float]], seconds: float) -> float:
    """Where to stop: before words that go on beyond the end, unless they fill it all."""
    if spoken and spoken[-1][1] >= seconds - 1 and spoken[-1][0] > seconds / 2:
        return spoken[-1][0]
    return seconds


def _written_down(
    sound: "Sound", model: str, written: str, offset: float
) -> tuple[str, float, list[Piece]]:
    whisper = _whisper(model)
    language, sure = _language(whisper, sound, written)
    # No second try at another temperature: it is chance, and the same must be said again.
    told, _ = whisper.transcribe(
        sound,
        language=language,
        task="transcribe",
        temperature=0.0,
        condition_on_previous_text=False,
        vad_filter=True,
    )
    pieces = [
        Piece(
            round(offset + each.start, 2),
            round(offset + max(each.start, each.end), 2),
            each.text.strip(),
            _finite(each.avg_logprob),
            _finite(each.no_speech_prob),
            _finite(each.compression_ratio),
        )
        for each in told
    ]
    return language, round(sure, 4), pieces


def _language(whisper: Any, sound: "Sound", written: str) -> tuple[str, float]:
    if not whisper.model.is_multilingual:
        return "en", 1.0
    heard_as, sure, _ = whisper.detect_language(sound, vad_filter=True)
    if sure < _SURE_OF_LANGUAGE and written in whisper.supported_languages:
        return written, 0.0
    return str(heard_as), float(sure)


@cache
def _whisper(model: str) -> Any:
    from faster_whisper import WhisperModel

    return WhisperModel(model, "cpu", compute_type="default", cpu_threads=1, local_files_only=True)


def _finite(number: float) -> float:
    return round(float(number), 4) if math.isfinite(number) else -99.0
