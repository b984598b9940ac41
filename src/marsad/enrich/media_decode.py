"""Looking into pictures and recordings, inside the capped child."""

import subprocess

import msgspec

from marsad.engine.capped import decoder
from marsad.enrich.media_open import in_colour, opened
from marsad.enrich.video_decode import SEALED
from marsad.errors import BadInput
from marsad.phrase import Phrase

_HASHED_SIDE = 512
_ASK_LENGTH = (
    *("-v", "error", *SEALED),
    *("-show_entries", "format=duration", "-of", "csv=p=0"),
)


class PictureFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of a picture; without pdqhash, the hash is empty."""

    width: int
    height: int
    pdq: str = ""
    quality: int = 0
    """From 0 to 100; below 50 the hash matches anything plain."""


@decoder
def picture_facts(payload: bytes, path: str, megapixels: int, hashed: bool) -> bytes:
    """Measure a picture, and hash it where asked to."""
    del payload
    picture = opened(path, megapixels)
    width, height = picture.size
    # Every pixel is decoded even without a hash: a header alone promises nothing.
    if picture.format == "JPEG":
        picture.draft("RGB", (_HASHED_SIDE, _HASHED_SIDE))
    colour = in_colour(picture)
    if not hashed:
        return msgspec.json.encode(PictureFacts(width, height))
    import numpy as np
    import pdqhash

    bits, quality = pdqhash.compute(np.asarray(colour))
    value = np.packbits(bits).tobytes().hex()
    return msgspec.json.encode(PictureFacts(width, height, value, int(quality)))


@decoder
def seconds_of(payload: bytes, path: str) -> bytes:
    """Measure how long a recording is, from the file alone: no playlist may send us elsewhere."""
    del payload
    said = subprocess.run(
        ["ffprobe", *_ASK_LENGTH, f"file:{path}"],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        return msgspec.json.encode(float(said.stdout))
    except ValueError as error:
        reason = " ".join(said.stderr.split())[-200:].replace(path, "the file")
        raise BadInput(
            Phrase("the recording has no length that ffprobe can tell: %(reason)s", reason=reason)
        ) from error
