"""Which characters the fonts of the printed report have a shape for.

Read from the fonts themselves (table ``cmap``, formats 4 and 12), because a missing shape prints as
an empty box, and a reader must never take a box for what was posted.
"""

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path


@cache
def covered(fonts: tuple[Path, ...]) -> frozenset[int]:
    """The code points that at least one of the font files has a shape for."""
    return frozenset(code for font in fonts for code in _codes(font.read_bytes()))


def _codes(font: bytes) -> Iterator[int]:
    (tables,) = struct.unpack_from(">H", font, 4)
    for at in range(12, 12 + 16 * tables, 16):
        tag, _, offset, _ = struct.unpack_from(">4sLLL", font, at)
        if tag == b"cmap":
            yield from _subtables(font, offset)


def _subtables(font: bytes, cmap: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">H", font, cmap + 2)
    for at in range(cmap + 4, cmap + 4 + 8 * count, 8):
        start = cmap + struct.unpack_from(">L", font, at + 4)[0]
        (format_,) = struct.unpack_from(">H", font, start)
        if format_ == 4:
            yield from _format_4(font, start)
        elif format_ == 12:
            yield from _format_12(font, start)


def _format_4(font: bytes, start: int) -> Iterator[int]:
    """Segments of the basic plane; the few codes of a segment that map to nothing count as had."""
    size = struct.unpack_from(">H", font, start + 6)[0]
    ends = _shorts(font, start + 14, size)
    starts = _shorts(font, start + 16 + size, size)
    for first, last in zip(starts, ends, strict=True):
        yield from range(first, min(last + 1, 0xFFFF))


def _format_12(font: bytes, start: int) -> Iterator[int]:
    (groups,) = struct.unpack_from(">L", font, start + 12)
    for at in range(start + 16, start + 16 + 12 * groups, 12):
        first, last, _ = struct.unpack_from(">LLL", font, at)
        yield from range(first, last + 1)


def _shorts(font: bytes, start: int, size: int) -> tuple[int, ...]:
    return struct.unpack_from(f">{size // 2}H", font, start)
