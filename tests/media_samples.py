"""Films, sounds and traps made on the spot, and a shelf for an enricher to take them from."""

import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

import fontpkg_amiri
from PIL import Image, ImageDraw, ImageFont

from marsad.enrich.loose import Loose, loose_post
from marsad.model import Claim, Media

WHO = "test/1"


def ffmpeg(*asked: str, given: bytes = b"") -> None:
    subprocess.run(["ffmpeg", "-v", "error", "-y", *asked], check=True, input=given)


def poster(words: str, ground: str = "#0c1e3c", size: tuple[int, int] = (800, 450)) -> Image.Image:
    file = Path(fontpkg_amiri.__file__).parent / "files" / "Amiri-Bold.ttf"
    font = ImageFont.truetype(file, 64, layout_engine=ImageFont.Layout.RAQM)
    picture, middle = Image.new("RGB", size, ground), (size[0] // 2, size[1] // 2)
    drawn = ImageDraw.Draw(picture)
    drawn.text(middle, words, "white", font, anchor="mm", direction="rtl", language="ar")
    return picture


def film(path: Path, scenes: Sequence[tuple[Image.Image, float]], rate: int = 10) -> Path:
    """A film in which each picture stands for so many seconds; the first gives the size."""
    size = scenes[0][0].size
    raw = (picture.resize(size).tobytes() * round(seconds * rate) for picture, seconds in scenes)
    shape = ("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{size[0]}x{size[1]}", "-r", str(rate))
    made = ("-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", str(path))
    ffmpeg(*shape, "-i", "-", *made, given=b"".join(raw))
    return path


def claims_on(enricher, *paths: Path, language: str = "") -> list[Claim]:
    """What is said of one post with these files, whatever they are called."""
    known = Loose()
    media = [Media(known.add_file(path), path.name, "video") for path in paths]
    post = loose_post("", 1, media)
    if language:
        known.add_claims([Claim(post.id, "language", language)], WHO)
    return list(enricher.enrich([post], known))


class Timed:
    """How long something took."""

    def __enter__(self):
        self._began = time.monotonic()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = time.monotonic() - self._began
