"""Taking key frames out of a video, inside the capped child.

ffmpeg is given one file, the demuxers of plain containers and the protocol ``file``: a playlist
that calls itself a video is not opened, and nothing in a video can name another file or a server.
"""

import json
import math
import subprocess
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec

from marsad.engine.capped import decoder
from marsad.enrich.video_thin import distinct, evenly
from marsad.errors import BadInput
from marsad.phrase import Phrase

CONTAINERS = "mov,matroska,webm,avi,ogg,flv,mpegts,mpeg,mp3,wav,flac,aac"
"""Names of ffmpeg's demuxers for single files; none of them is a list of other files."""
SEALED = ("-protocol_whitelist", "file", "-format_whitelist", CONTAINERS)
SIDE = 1280
"""Longest side of a frame that is looked at."""

_SCENE = 0.2
"""Share of a picture that changes where one scene ends."""
_LEAST_STEP, _LONGEST = 2, 6 * 3600
_SPARE = 4
"""So many more frames are taken than are kept, since many of them look the same."""
_PIXELS = 2_000_000_000
"""Pixels of a video up to which every frame is decoded; a longer one is seen by its key frames."""
_PATIENCE = 0.7
"""Share of the time that ffmpeg may take; what it wrote by then is looked at."""


class Frame(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One still as it crosses from the child to the parent."""

    at: float
    """Seconds from the beginning."""
    jpeg: bytes
    scale: float
    """Pixels of the video to one of the still."""
    pdq: str = ""
    quality: int = 0


@decoder
def frames_of(
    payload: bytes, path: str, most: int, megapixels: int, hashed: bool, seconds: float
) -> bytes:
    """The first frame, those where a scene begins, and one every so often: at most ``most``."""
    del payload
    stream, length = _probe(path, megapixels)
    if stream is None:
        return msgspec.msgpack.encode([])
    side = max(stream["width"], stream["height"])
    whole = _is_short(stream, length)
    found = _taken(path, most * _SPARE, _step(length, most), megapixels, whole, seconds)
    kept = evenly(distinct(found), most)
    frames = [_frame(at, still, side, hashed) for at, still in kept]
    return msgspec.msgpack.encode(frames)


@decoder
def still_at(payload: bytes, path: str, at: float, megapixels: int) -> bytes:
    """The frame that is seen at ``at`` seconds, as a JPEG."""
    del payload
    _probe(path, megapixels)
    asked = ["-ss", f"{at:.3f}", *_input(path, megapixels), "-frames:v", "1", "-vf", _scaled()]
    said = _ffmpeg([*asked, "-q:v", "3", "-f", "image2", "still.jpg"], 60)
    still = Path("still.jpg")
    if not still.is_file():
        raise BadInput(
            Phrase(
                "the video shows nothing at %(at)s s: %(reason)s",
                at=f"{at:g}",
                reason=_reason(said, path),
            )
        )
    made = still.read_bytes()
    still.unlink()
    return made


def _probe(path: str, megapixels: int) -> tuple[dict[str, Any] | None, float]:
    """The first moving picture, if there is one, and how long the video says it is."""
    ask = "format=duration:stream=codec_type,width,height,avg_frame_rate"
    said = subprocess.run(
        ["ffprobe", "-v", "error", *SEALED, "-show_entries", ask, "-of", "json", f"file:{path}"],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        told = json.loads(said.stdout or "{}")
    except ValueError as error:
        raise BadInput(Phrase("ffprobe says nothing of the video that can be read")) from error
    if not told.get("streams"):
        raise BadInput(
            Phrase("the video cannot be opened: %(reason)s", reason=_reason(said.stderr, path))
        )
    pictures = [each for each in told["streams"] if each.get("codec_type") == "video"]
    if not pictures:
        return None, 0.0
    stream = pictures[0]
    pixels = stream.get("width", 0) * stream.get("height", 0)
    if not 0 < pixels <= megapixels * 1_000_000:
        raise BadInput(
            Phrase(
                "the video has more than %(megapixels)s million pixels, or none",
                megapixels=megapixels,
            )
        )
    return stream, _number(told.get("format", {}).get("duration"))


def _is_short(stream: dict[str, Any], length: float) -> bool:
    try:
        rate = float(Fraction(stream.get("avg_frame_rate", "0")))
    except (ValueError, ZeroDivisionError):
        rate = 0.0
    pixels: float = length * rate * stream["width"] * stream["height"]
    return 0 < pixels <= _PIXELS


def _step(length: float, most: int) -> int:
    """Seconds between looks; whole ones, so that copies of a video are looked at alike."""
    return max(_LEAST_STEP, math.ceil(min(length, _LONGEST) / max(1, most // 2)))


def _taken(
    path: str, most: int, step: int, megapixels: int, whole: bool, seconds: float
) -> list[tuple[float, Path]]:
    due = f"gt(floor(t/{step}),floor(prev_selected_t/{step}))"
    chosen = f"isnan(prev_selected_t)+gt(scene,{_SCENE})+{due}"
    looks = f"select='{chosen}',{_scaled()},metadata=mode=print:file=times.txt"
    some = [] if whole else ["-skip_frame", "nokey"]
    asked = [*some, *_input(path, megapixels), "-vf", looks, "-fps_mode", "passthrough"]
    for old in Path().glob("*.jpg"):
        old.unlink()
    said = _ffmpeg(
        [*asked, "-frames:v", str(most), "-q:v", "3", "-f", "image2", "%06d.jpg"],
        seconds * _PATIENCE,
    )
    stills = sorted(Path().glob("[0-9]*.jpg"))
    if not stills:
        raise BadInput(
            Phrase("no frame of the video can be decoded: %(reason)s", reason=_reason(said, path))
        )
    return list(zip(_times(), stills, strict=False))


def _input(path: str, megapixels: int) -> list[str]:
    pixels = str(megapixels * 1_000_000)
    return [*SEALED, "-max_pixels", pixels, "-i", f"file:{path}", "-map", "0:v:0"]


def _scaled() -> str:
    width, height = (f"max(2,2*floor({side}*min({SIDE}/max(iw,ih),1)/2))" for side in ("iw", "ih"))
    return f"scale=w='{width}':h='{height}',format=yuvj420p"


def _ffmpeg(asked: list[str], seconds: float) -> str:
    """Run ffmpeg; answer what it complained of. A slow one is stopped and what it made is kept."""
    try:
        said = subprocess.run(
            ["ffmpeg", "-nostdin", "-v", "error", "-y", "-threads", "1", *asked],
            capture_output=True,
            check=False,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        return f"it took longer than {seconds:.0f} s"
    return said.stderr.decode("utf-8", "replace")


def _times() -> list[float]:
    """When each still is seen, as the filter wrote it down: ``frame:0 pts:0 pts_time:0.04``."""
    heads = [line.split() for line in Path("times.txt").read_text("utf-8").splitlines()]
    words = [head[-1] for head in heads if head and head[-1].startswith("pts_time:")]
    return [_number(word.partition(":")[2]) for word in words]


def _frame(at: float, still: Path, side: int, hashed: bool) -> Frame:
    from PIL import Image

    with Image.open(still, formats=("JPEG",)) as opened:
        colour = opened.convert("RGB")
    scale = round(side / max(colour.size), 4)
    jpeg = still.read_bytes()
    if not hashed:
        return Frame(at, jpeg, scale)
    import numpy as np
    import pdqhash

    bits, quality = pdqhash.compute(np.asarray(colour))
    return Frame(at, jpeg, scale, np.packbits(bits).tobytes().hex(), int(quality))


def _number(said: object) -> float:
    try:
        found = float(str(said))
    except ValueError:
        return 0.0
    return found if math.isfinite(found) and found > 0 else 0.0


def _reason(said: str, path: str) -> str:
    return " ".join(said.split())[-200:].replace(path, "the file") or "ffmpeg does not say why"
