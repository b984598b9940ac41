"""Which stills of a video are worth looking at."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_SMALL = (160, 96)
_BLOCK = 8
_MEAN, _ONE_BLOCK = 2.0, 14.0
"""Shades of grey, of 255, up to which two stills are the same: on the whole, and in any block."""

T = TypeVar("T")


def distinct(stills: Sequence[tuple[float, Path]]) -> list[tuple[float, Path]]:
    """Leave out stills that look like the one before them.

    By blocks, and not by a hash of the whole: a new caption on a standing picture is small.
    """
    kept: list[tuple[float, Path]] = []
    last: npt.NDArray[np.float32] | None = None
    for at, still in stills:
        seen = _blocks(still)
        if last is not None:
            apart = abs(seen - last)
            if apart.mean() < _MEAN and apart.max() < _ONE_BLOCK:
                continue
        kept.append((at, still))
        last = seen
    return kept


def evenly(all: Sequence[T], most: int) -> list[T]:
    """At most so many of them, the first always, evenly spread."""
    if len(all) <= most:
        return list(all)
    return [all[number * len(all) // most] for number in range(most)]


def _blocks(still: Path) -> "npt.NDArray[np.float32]":
    """Mean grey of each small square."""
    import numpy as np
    from PIL import Image

    with Image.open(still, formats=("JPEG",)) as opened:
        opened.draft("L", _SMALL)
        grey = np.asarray(opened.convert("L").resize(_SMALL), dtype=np.float32)
    rows, columns = _SMALL[1] // _BLOCK, _SMALL[0] // _BLOCK
    means: npt.NDArray[np.float32] = grey.reshape(rows, _BLOCK, columns, _BLOCK).mean(axis=(1, 3))
    return means
