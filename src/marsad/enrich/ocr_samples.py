"""Pictures that show what the text reader must and must not say, drawn when asked for."""

import random
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from marsad.plugins import Example

if TYPE_CHECKING:
    from PIL.Image import Image


def examples() -> tuple[Example, ...]:
    """Two lettered pictures, a blank one and one of noise."""
    return (
        Example(
            files=(("dark.png", _lettered("افتتاح المكتبة العامة", (12, 30, 60), "white")),),
            says=("افتتاح المكتبة العامة",),
        ),
        Example(
            files=(("light.png", _lettered("درس في اللغة العربية", "white", "black")),),
            says=("درس في اللغة العربية",),
        ),
        Example(files=(("blank.png", _png(_canvas("white"))),)),
        Example(files=(("noise.png", _png(_noise())),)),
    )


def _lettered(text: str, ground: str | tuple[int, int, int], ink: str) -> bytes:
    import fontpkg_amiri
    from PIL import ImageDraw, ImageFont

    font_file = Path(str(fontpkg_amiri.__file__)).parent / "files" / "Amiri-Bold.ttf"
    font = ImageFont.truetype(font_file, 64, layout_engine=ImageFont.Layout.RAQM)
    picture = _canvas(ground)
    ImageDraw.Draw(picture).text(
        (400, 150), text, font=font, fill=ink, direction="rtl", language="ar", anchor="mm"
    )
    return _png(picture)


def _canvas(colour: str | tuple[int, int, int]) -> "Image":
    from PIL import Image

    return Image.new("RGB", (800, 300), colour)


def _noise() -> "Image":
    from PIL import Image

    # Not for secrets: the same noise each time.
    return Image.frombytes("L", (320, 240), random.Random(7).randbytes(320 * 240))


def _png(picture: "Image") -> bytes:
    made = BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()
