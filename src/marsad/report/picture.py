"""A stranger's picture, made fit to print: decoded in a capped child, re-encoded from pixels."""

import io
import struct
import zlib
from dataclasses import dataclass

from marsad.engine.capped import Capped, Limits, decoder
from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.settings import Settings

LONGEST_SIDE = 1400
QUALITY = 85
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
"""Formats that platforms show as pictures. Pillow reads many more, and more is more to attack."""

_BROKEN = (
    OSError, ValueError, SyntaxError, EOFError, TypeError, LookupError, OverflowError,
    struct.error, zlib.error,
)  # fmt: skip
"""What Pillow's decoders were seen to raise on broken files."""


@dataclass(frozen=True, slots=True)
class Pixels:
    """A JPEG made from what is seen: no metadata, no place, no second file within."""

    data: bytes
    width: int
    height: int
    mime: str = "image/jpeg"


NOTHING = Pixels(b"", 0, 0, "")


def encoded(content: bytes, settings: Settings) -> bytes:
    """Decode a picture in a child of its own and encode it anew; to be ``checked``."""
    limits = Limits(seconds=settings.decoder_seconds, megabytes=settings.decoder_megabytes)
    with Capped("marsad.report.picture:as_jpeg", limits) as child:
        made: bytes = child.call(content, max_megapixels=settings.max_megapixels)
        return made


@decoder
def as_jpeg(payload: bytes, max_megapixels: int) -> bytes:
    """Decode within the cap, turn upright, scale, lay on white, encode: runs in the child."""
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(payload), formats=FORMATS) as opened:
            width, height = opened.size
            if width * height > max_megapixels * 1_000_000:
                raise BadInput(
                    Phrase(
                        "the picture has %(width)s x %(height)s pixels, above the "
                        "%(max_megapixels)s megapixels of setting max_megapixels",
                        width=width,
                        height=height,
                        max_megapixels=max_megapixels,
                    )
                )
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except _BROKEN as error:
        raise BadInput(
            Phrase("the picture cannot be decoded (%(name)s)", name=type(error).__name__)
        ) from error
    except Image.DecompressionBombError as error:
        raise BadInput(Phrase("the picture is larger than any that is decoded here")) from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    flat = Image.new("RGB", upright.size, "white")
    flat.paste(upright, mask=upright.getchannel("A"))
    written = io.BytesIO()
    flat.save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue()


def checked(data: bytes) -> Pixels:
    """Trust the child with no more than a JPEG of a size we asked for."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("JPEG",)) as opened:
            width, height = opened.size
    except _BROKEN as error:
        raise BadInput(Phrase("the decoder answered with something that is no picture")) from error
    if max(width, height) > LONGEST_SIDE or min(width, height) < 1:
        raise BadInput(
            Phrase(
                "the decoder answered with %(width)s x %(height)s pixels",
                width=width,
                height=height,
            )
        )
    return Pixels(data, width, height)
