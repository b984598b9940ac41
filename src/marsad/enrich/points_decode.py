"""Looking for the striking points of a picture, inside the capped child."""

from typing import TYPE_CHECKING, Any

from marsad.engine.capped import decoder
from marsad.enrich.media_open import in_colour, opened

if TYPE_CHECKING:
    from PIL.Image import Image

MOST = 96
"""Points of a picture."""
SIDE = 400
_GRID = 6
_PLENTY = 6
"""Times the points that are kept: enough to choose from in every size and corner."""


@decoder
def points_of(payload: bytes, path: str, megapixels: int) -> bytes:
    """Positions and descriptors of the points, as ``copies_points`` unpacks them."""
    del payload
    import numpy as np

    picture = opened(path, megapixels, draft=SIDE)
    grey = in_colour(picture).convert("L")
    _fit(grey)
    points, descriptors = _found(np.asarray(grey))
    made = np.zeros(len(points), [("x", "<u2"), ("y", "<u2"), ("descriptor", "u1", (32,))])
    made["x"], made["y"] = ([round(point.pt[axis]) for point in points] for axis in (0, 1))
    made["descriptor"] = descriptors
    return made.tobytes()


def _fit(grey: "Image") -> None:
    grey.thumbnail((SIDE, SIDE))


def _found(pixels: Any) -> tuple[list[Any], Any]:
    """The strongest points of each size, spread over the picture: any part may be cut out."""
    import cv2

    orb = cv2.ORB.create(nfeatures=MOST * _PLENTY, edgeThreshold=16, fastThreshold=10)
    points, descriptors = orb.detectAndCompute(pixels, None)
    if descriptors is None:
        return [], []
    rank: dict[int, int] = {}
    order = []
    for n in sorted(range(len(points)), key=lambda n: -points[n].response):
        size = points[n].octave
        rank[size] = rank.get(size, 0) + 1
        order.append((rank[size], n))
    chosen = _spread([(n, points[n].pt) for _, n in sorted(order)], *pixels.shape)
    return [points[n] for n in chosen], descriptors[chosen]


def _spread(order: list[tuple[int, tuple[float, float]]], height: int, width: int) -> list[int]:
    chosen: dict[int, None] = {}
    cells: dict[tuple[int, int], int] = {}
    for crowd in (1, 2, 3, 6, MOST):
        for n, (x, y) in order:
            cell = int(x * _GRID / width), int(y * _GRID / height)
            if len(chosen) < MOST and n not in chosen and cells.get(cell, 0) < crowd:
                cells[cell] = cells.get(cell, 0) + 1
                chosen[n] = None
    return list(chosen)
