"""Where the names in a network stand, so that none lies on another one or on a mark."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from marsad.track.picture_layout import Point

LETTER, LINE = 8.2, 19.0
"""Pixels: a letter of the widest font that a browser may set names in, and the height of a line."""
WIDEST = 190.0
"""Beyond which the drawer cuts a name."""
MARK = 12.0
"""How far a mark reaches from its middle."""
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def placed(
    order: Sequence[str],
    at: Mapping[str, Point],
    said: Mapping[str, str],
    size: float,
    reach: float,
) -> dict[str, Point]:
    """The middle of the name of each mark that has room for it; the first ones choose first.

    ``at`` counts from ``-reach`` to ``reach``, in a square of ``size`` pixels.
    """
    scale = size / (2 * reach)
    spots = {id: ((x + reach) * scale, (reach - y) * scale) for id, (x, y) in at.items()}
    marks = {id: _box(*spot, 2 * MARK, 2 * MARK) for id, spot in spots.items()}
    taken: list[Box] = []
    found: dict[str, Point] = {}
    for id in order:
        wide = width(said[id])
        others = [box for other, box in marks.items() if other != id]
        for x, y in _beside(spots[id], wide):
            box = _box(x, y, wide, LINE)
            inside = box[0] >= 0 and box[1] >= 0 and box[2] <= size and box[3] <= size
            if inside and not any(_meet(box, other) for other in (*taken, *others)):
                taken.append(box)
                found[id] = round(x / scale - reach, 4), round(reach - y / scale, 4)
                break
    return found


def width(name: str) -> float:
    """How much room a name takes at most; marks above letters and signs of direction take none."""
    letters = sum(unicodedata.category(each) not in ("Mn", "Me", "Cf") for each in name)
    return min(WIDEST, letters * LETTER)


def _beside(spot: Point, wide: float) -> Iterator[Point]:
    x, y = spot
    yield x, y - MARK - LINE / 2
    yield x, y + MARK + LINE / 2
    yield x + MARK + wide / 2, y
    yield x - MARK - wide / 2, y
    for left in (1, -1):
        for up in (-1, 1):
            yield x + left * (MARK / 2 + wide / 2), y + up * (MARK / 2 + LINE / 2)


def _box(x: float, y: float, wide: float, high: float) -> Box:
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
