"""Shapes and shaped Arabic on a picture, drawn at twice the size so that edges come out smooth."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import fontpkg_amiri
import fontpkg_noto_sans_arabic
from PIL import Image, ImageDraw, ImageFilter, ImageFont

ZOOM = 2
MARK = "FICTION — عينة خيالية — Marsad sample"

Colour = tuple[int, ...]
Point = tuple[float, float]
Box = tuple[float, float, float, float]


def _folder(package) -> Path:
    return Path(next(iter(package.__path__))) / "files"


@lru_cache
def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    if name == "amiri":
        return ImageFont.truetype(str(_folder(fontpkg_amiri) / "Amiri-Bold.ttf"), size * ZOOM)
    path = _folder(fontpkg_noto_sans_arabic) / "NotoSansArabic[wdth,wght].ttf"
    made = ImageFont.truetype(str(path), size * ZOOM)
    made.set_variation_by_axes({"black": [850, 100], "bold": [650, 100]}[name])
    return made


def _mix(one: Colour, other: Colour, share: float) -> Colour:
    return tuple(round(a + (b - a) * share) for a, b in zip(one, other, strict=True))


class Canvas:
    """A picture in the making. Coordinates are those of the finished picture."""

    def __init__(self, width: int, height: int, *stops: Colour):
        """Start from a vertical gradient through the stops."""
        self.width, self.height = width, height
        ramp = Image.new("RGB", (1, height * ZOOM))
        for y in range(height * ZOOM):
            at = y / (height * ZOOM - 1) * (len(stops) - 1)
            k = min(int(at), len(stops) - 2)
            ramp.putpixel((0, y), _mix(stops[k], stops[k + 1], at - k))
        self.image = ramp.resize((width * ZOOM, height * ZOOM))

    def _pen(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.image, "RGBA")

    def rect(
        self, box: Box, fill: Colour, radius: float = 0, rim: Colour | None = None, wide: float = 0
    ):
        self._pen().rounded_rectangle(
            [v * ZOOM for v in box], radius * ZOOM, fill, rim, round(wide * ZOOM)
        )

    def oval(
        self, box: Box, fill: Colour | None = None, rim: Colour | None = None, wide: float = 0
    ):
        self._pen().ellipse([v * ZOOM for v in box], fill, rim, round(wide * ZOOM))

    def disc(self, at: Point, radius: float, fill: Colour):
        self.oval((at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius), fill)

    def shape(self, points: list[Point], fill: Colour):
        self._pen().polygon([(x * ZOOM, y * ZOOM) for x, y in points], fill)

    def line(self, points: list[Point], fill: Colour, wide: float):
        self._pen().line(
            [(x * ZOOM, y * ZOOM) for x, y in points], fill, round(wide * ZOOM), joint="curve"
        )

    def arc(self, box: Box, start: float, end: float, fill: Colour, wide: float):
        self._pen().arc([v * ZOOM for v in box], start, end, fill, round(wide * ZOOM))

    def glow(self, at: Point, radius: float, fill: Colour, strength: float = 0.6):
        """Lighten a round patch softly."""
        mask = Image.new("L", self.image.size)
        x, y, r = at[0] * ZOOM, at[1] * ZOOM, radius * ZOOM / 2
        ImageDraw.Draw(mask).ellipse((x - r, y - r, x + r, y + r), fill=round(255 * strength))
        mask = mask.filter(ImageFilter.GaussianBlur(r / 2))
        self.image.paste(Image.new("RGB", self.image.size, fill), mask=mask)

    def words(self, at: Point, text: str, face: str, size: int, fill: Colour, anchor: str = "mm"):
        """Write one line; the shaping and the order of the letters are HarfBuzz's and FriBidi's."""
        self._pen().text(
            (at[0] * ZOOM, at[1] * ZOOM), text, fill, font(face, size), anchor, language="ar"
        )

    def mark(self):
        """Say on the picture that it is fiction."""
        band = self.height * 0.032 + 8
        self.rect((0, self.height - band, self.width, self.height), (12, 14, 20, 235))
        self.words(
            (self.width / 2, self.height - band / 2),
            MARK,
            "amiri",
            max(11, round(band * 0.5)),
            (226, 228, 232),
        )

    def finished(self) -> Image.Image:
        return self.image.resize((self.width, self.height), Image.Resampling.LANCZOS)
