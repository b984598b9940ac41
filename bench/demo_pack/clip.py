"""The clip of the sample: an anchor fades into an account book, and a stamp comes down on it."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from demo_pack.canvas import Canvas
from demo_pack.props import CREAM, GOLD, anchor
from PIL import Image

WIDTH, HEIGHT, RATE, SECONDS = 640, 360, 12, 5
STAMP = "مباع"
CODING = (
    "-c:v libx264 -pix_fmt yuv420p -crf 27 -preset slow -threads 1 "
    "-flags +bitexact -fflags +bitexact -movflags +faststart"
)
"""Leaves out the coder's version and the time, and keeps to one thread: the same bytes each run."""


def _sea() -> Canvas:
    c = Canvas(WIDTH, HEIGHT, (28, 110, 136), (12, 58, 88), (6, 26, 48))
    for k in range(5):
        x = 60 + 130 * k
        c.shape([(x, 0), (x + 46, 0), (x - 60, HEIGHT), (x - 150, HEIGHT)], (255, 255, 255, 14))
    return c


def _anchor(drop: float) -> Image.Image:
    c = _sea()
    y = 60 + 110 * drop
    c.line([(320, 0), (320, y - 100)], (150, 160, 170), 5)
    anchor(c, 320, y, 210, (206, 212, 218))
    c.mark()
    return c.finished()


def _book(fall: float | None) -> Image.Image:
    c = Canvas(WIDTH, HEIGHT, (84, 60, 44), (58, 40, 30))
    for left, right in ((90, 318), (322, 550)):
        c.rect((left, 40, right, 318), CREAM, 6)
        c.line([(left + 150, 52), (left + 150, 306)], (200, 60, 60), 2)
        for k in range(10):
            y = 66 + 25 * k
            c.line([(left + 12, y + 12), (right - 12, y + 12)], (150, 180, 196), 1)
            c.rect((left + 24, y, left + 70 + (k * 37) % 60, y + 7), (70, 76, 88), 3)
            c.rect((left + 164, y, left + 184 + (k * 23) % 28, y + 7), GOLD, 3)
    if fall is not None:
        grow = 1 + 1.6 * (1 - fall)
        w, h = 108 * grow, 50 * grow
        c.rect(
            (320 - w, 180 - h, 320 + w, 180 + h), (255, 255, 255, 60), 12, (196, 26, 34), 8 * grow
        )
        c.words((320, 180), STAMP, "black", round(56 * grow), (196, 26, 34))
    c.mark()
    return c.finished()


def frames() -> Iterator[Image.Image]:
    sunk, empty = _anchor(1), _book(None)
    for k in range(20):
        yield _anchor(min(1, k / 16))
    for k in range(12):
        yield Image.blend(sunk, empty, (k + 1) / 12)
    yield from [empty] * 6
    for k in range(6):
        yield _book((k + 1) / 6)
    yield from [_book(1)] * (RATE * SECONDS - 44)


def film(target: Path) -> None:
    """Write the clip, without sound."""
    with tempfile.TemporaryDirectory() as folder:
        for k, frame in enumerate(frames()):
            frame.save(Path(folder) / f"{k:03}.png", compress_level=1)
        command = f"ffmpeg -y -loglevel error -framerate {RATE} -i {folder}/%03d.png {CODING}"
        subprocess.run([*command.split(), str(target)], check=True)
