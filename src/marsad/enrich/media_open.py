"""Opening a picture that may be a trap; runs inside the capped child only."""

import warnings
from typing import TYPE_CHECKING

from marsad.errors import BadInput
from marsad.phrase import Phrase

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")
"""Few on purpose: each decoder is a door."""


def opened(path: str, megapixels: int, draft: int = 0) -> "Image":
    """Open the header of a picture and judge its size before any pixel is decoded.

    ``draft`` lets a JPEG be decoded smaller, though no smaller than that many pixels a side.
    """
    from PIL import Image, UnidentifiedImageError

    # Our own limit comes first; theirs is only a warning up to twice its size.
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = megapixels * 1_000_000
    try:
        picture = Image.open(path, formats=FORMATS)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise BadInput(
            Phrase("the picture has more than %(megapixels)s million pixels", megapixels=megapixels)
        ) from error
    except UnidentifiedImageError as error:
        raise BadInput(Phrase("the file is no picture that can be opened")) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise BadInput(Phrase("the picture is damaged: %(error)s", error=error)) from error
    if picture.width * picture.height > megapixels * 1_000_000:
        raise BadInput(
            Phrase("the picture has more than %(megapixels)s million pixels", megapixels=megapixels)
        )
    if draft:
        picture.draft("RGB", (draft, draft))
    return picture


def in_colour(picture: "Image") -> "Image":
    """Decode the pixels, on white where the picture is transparent."""
    from PIL import Image

    try:
        picture.load()
        if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
            over = picture.convert("RGBA")
            return Image.alpha_composite(Image.new("RGBA", over.size, "white"), over).convert("RGB")
        return picture.convert("RGB")
    except (
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
        IndexError,
        Image.DecompressionBombError,
    ) as error:
        raise BadInput(Phrase("the picture is damaged: %(error)s", error=error)) from error
