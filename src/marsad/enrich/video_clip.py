"""A few seconds of a recording, made anew: the browser never gets the file itself."""

import subprocess
from pathlib import Path

from marsad.engine.capped import Capped, Limits, decoder
from marsad.enrich.video_decode import SEALED
from marsad.errors import BadInput
from marsad.model import Seconds
from marsad.phrase import Phrase
from marsad.settings import Settings

AROUND = 1.0
"""Seconds shown before and after what was asked for: words begin before they are heard."""
LONGEST = 60.0
SIDE = 640
_PATIENCE = 0.8
"""Share of the time that ffmpeg may take."""
_HEAD = b"\x1aE\xdf\xa3"
_PICTURE = (
    "-map", "0:v:0?", "-vf", f"scale='min({SIDE},iw)':-2,format=yuv420p", "-r", "25",
    "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "800k",
)  # fmt: skip
_SOUND = ("-map", "0:a:0?", "-c:a", "libopus", "-ac", "1", "-b:a", "48k")


def clip(path: Path, seconds: Seconds, settings: Settings) -> bytes:
    """A WebM of a stretch of a recording, coded in a capped child."""
    start = max(0.0, seconds.start - AROUND)
    length = min(LONGEST, seconds.end + AROUND - start)
    limits = Limits(seconds=settings.decoder_seconds, megabytes=settings.decoder_megabytes)
    with Capped("marsad.enrich.video_clip:webm", limits) as child:
        made = child.call(
            path=str(path),
            start=start,
            length=length,
            megapixels=settings.max_megapixels,
            patience=settings.decoder_seconds * _PATIENCE,
        )
    if not made.startswith(_HEAD):
        raise BadInput(Phrase("the decoder answered with something that is no clip"))
    return made


@decoder
def webm(
    payload: bytes, path: str, start: float, length: float, megapixels: int, patience: float
) -> bytes:
    """Decode and code again, without metadata: runs in the child."""
    del payload
    pixels = str(megapixels * 1_000_000)
    taken = ["-ss", f"{start:.3f}", *SEALED, "-max_pixels", pixels, "-i", f"file:{path}"]
    kept = ["-t", f"{length:.3f}", "-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn"]
    order = ["ffmpeg", "-nostdin", "-v", "error", "-y", "-threads", "1"]
    try:
        said = subprocess.run(
            [*order, *taken, *kept, *_PICTURE, *_SOUND, "-f", "webm", "clip.webm"],
            capture_output=True,
            check=False,
            timeout=patience,
        )
    except FileNotFoundError as error:
        raise BadInput(Phrase("clips need ffmpeg: apt-get install ffmpeg")) from error
    except subprocess.TimeoutExpired as error:
        raise BadInput(
            Phrase("the clip took longer than %(patience)s s to make", patience=f"{patience:.0f}")
        ) from error
    made = Path("clip.webm")
    if said.returncode or not made.exists() or not made.stat().st_size:
        reason = " ".join(said.stderr.decode("utf-8", "replace").split())[-200:]
        raise BadInput(
            Phrase(
                "the recording cannot be shown: %(replace)s",
                replace=reason.replace(path, "the file"),
            )
        )
    return made.read_bytes()
