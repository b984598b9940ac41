"""What is done to a picture before it is read; runs inside the capped child only.

Each pass brings out one kind of lettering. Pixels are only handled here, never words.
"""

from typing import TYPE_CHECKING, Any

from marsad.enrich.media_open import in_colour, opened
from marsad.model import Box

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[Any]

SIDE = 1600
"""Pictures smaller than 1000 pixels are enlarged to this many."""
_SMALL, _LARGE, _ENLARGED = 1000, 3000, 4.0
_WHITE, _OUTLINE = 200, 120
_LINE_HEIGHT, _MARGIN = 36, 10


def grey(path: str, megapixels: int) -> "tuple[Pixels, float]":
    """The picture as it is shown, in grey, and its scale; giants are reduced to 3000 pixels."""
    import cv2
    import numpy as np
    from PIL import ImageOps

    cv2.setNumThreads(1)
    picture = in_colour(ImageOps.exif_transpose(opened(path, megapixels)))
    plane = cv2.cvtColor(np.asarray(picture), cv2.COLOR_RGB2GRAY)
    return _scaled(plane, min(1.0, _LARGE / max(plane.shape)))


def smoothed(plane: "Pixels", side: int = 0) -> "tuple[Pixels, float]":
    """Pass (a): noise smoothed while edges stay, dark letters on light."""
    import cv2

    large, scale = _enlarged(plane, side)
    return _dark_on_light(cv2.bilateralFilter(large, 9, 60, 60)), scale


def adaptive(plane: "Pixels") -> "tuple[Pixels, float]":
    """Pass (b): each pixel judged against its neighbourhood, for uneven backgrounds."""
    import cv2

    clean, scale = smoothed(plane)
    method, kind = cv2.ADAPTIVE_THRESH_GAUSSIAN_C, cv2.THRESH_BINARY
    return cv2.adaptiveThreshold(clean, 255, method, kind, 51, 15), scale


def white(plane: "Pixels") -> "tuple[Pixels, float]":
    """Pass (c): white letters alone."""
    import cv2

    large, scale = _enlarged(plane)
    return 255 - cv2.threshold(large, 225, 255, cv2.THRESH_BINARY)[1], scale


def outlined(plane: "Pixels") -> "tuple[Pixels, float]":
    """Pass (d): white shapes of a letter's size with darkness around them, as captions have.

    A plain white mask keeps the clouds and shirts of a photograph, too: on photographs this
    reads with a third of its errors.
    """
    import cv2
    import numpy as np

    shapes, label, stats, _ = cv2.connectedComponentsWithStats(
        (plane > _WHITE).astype(np.uint8), connectivity=8
    )
    marks = label.astype(np.float32)
    near = cv2.dilate(marks, np.ones((7, 7), np.uint8)).astype(np.int64)
    ring = (near > 0) & (cv2.dilate(marks, np.ones((3, 3), np.uint8)) == 0)
    around = np.bincount(near[ring], minlength=shapes)
    dark = np.bincount(near[ring], weights=plane[ring] < _OUTLINE, minlength=shapes)
    height, width = plane.shape
    kept = (
        (dark > 0.7 * np.maximum(around, 1))
        & (stats[:, cv2.CC_STAT_AREA] >= 6)
        & (stats[:, cv2.CC_STAT_HEIGHT] <= 0.2 * height)
        & (stats[:, cv2.CC_STAT_WIDTH] <= 0.6 * width)
    )
    kept[0] = False
    return cv2.GaussianBlur(np.where(kept[label], 0, 255).astype(np.uint8), (3, 3), 0), 1.0


def strip(plane: "Pixels", box: Box, height: int = _LINE_HEIGHT) -> "tuple[Pixels, float]":
    """One line cut out, at the height that the engine was trained on."""
    import cv2

    edge, left = _edge(box), strip_left(box)
    top = max(0, box.top - edge)
    cut = plane[top : box.top + box.height + edge, left : box.left + box.width + 2 * edge]
    scale = height / cut.shape[0]
    line, _ = _scaled(cut, scale)
    return cv2.copyMakeBorder(
        _dark_on_light(line), _MARGIN, _MARGIN, _MARGIN, _MARGIN, cv2.BORDER_REPLICATE
    ), scale


def strip_left(box: Box, scale: float = 0.0) -> int:
    """Where a cut-out line begins in the picture; given its scale, where its margin would."""
    margin = round(_MARGIN / scale) if scale else 0
    return max(0, box.left - 2 * _edge(box)) - margin


def _edge(box: Box) -> int:
    return int(box.height * 0.1)


def is_strip(plane: "Pixels") -> bool:
    """Say whether the picture is one line of text rather than a page."""
    height, width = plane.shape
    return bool(height <= 150 and width >= 5 * height)


def _enlarged(plane: "Pixels", side: int = 0) -> "tuple[Pixels, float]":
    longest = max(plane.shape)
    wanted = side or (SIDE if longest < _SMALL else longest)
    return _scaled(plane, min(_ENLARGED, max(1.0, wanted / longest)))


def _scaled(plane: "Pixels", scale: float) -> "tuple[Pixels, float]":
    import cv2

    if scale == 1.0:
        return plane, 1.0
    height, width = plane.shape
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    how = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    made: Any = cv2.resize(plane, size, interpolation=how)
    return made, scale


def _dark_on_light(plane: "Pixels") -> "Pixels":
    import numpy as np

    return 255 - plane if np.median(plane) < 128 else plane
