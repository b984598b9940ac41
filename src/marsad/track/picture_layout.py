"""Where the marks of a network stand: the same network always looks the same."""

from collections.abc import Sequence
from math import atan2, degrees, hypot

import numpy as np

ROUNDS = 300
GAP = 0.045
"""Kept between an arrow and the mark that it leads to or from."""
Point = tuple[float, float]


def layout(ids: Sequence[str], edges: Sequence[tuple[str, str, float]]) -> dict[str, Point]:
    """Fruchterman and Reingold's springs, from a circle on which those that are joined are near."""
    n = len(ids)
    if n < 2:
        return dict.fromkeys(ids, (0.0, 0.0))
    index = {id: at for at, id in enumerate(ids)}
    turns = np.arange(n) * (2 * np.pi / n)
    at = np.column_stack([np.cos(turns), np.sin(turns)])
    pull = np.zeros((n, n))
    for source, target, weight in edges:
        a, b = index[source], index[target]
        pull[a, b] = pull[b, a] = pull[a, b] + np.log1p(weight)
    pull /= max(1.0, float(pull.max()))
    ideal = 1.3 / np.sqrt(n)
    for heat in np.linspace(0.12, 0.002, ROUNDS):
        gap = at[:, None] - at[None]
        far = np.maximum(np.hypot(gap[..., 0], gap[..., 1]), 1e-3)
        force = ideal**2 / far**2 - pull * far / ideal
        move = (gap * force[..., None]).sum(axis=1) - 0.25 * at
        long = np.maximum(np.hypot(move[:, 0], move[:, 1]), 1e-9)[:, None]
        at = at + move / long * np.minimum(long, heat)
    at -= (at.max(axis=0) + at.min(axis=0)) / 2
    at /= np.maximum(np.abs(at).max(axis=0), 1e-9)
    return {
        id: (round(float(x), 4), round(float(y), 4)) for id, (x, y) in zip(ids, at, strict=True)
    }


def shortened(source: Point, target: Point) -> tuple[Point, Point, float]:
    """An arrow between two marks, touching neither, and the turn of its head, clockwise."""
    dx, dy = target[0] - source[0], target[1] - source[1]
    far = hypot(dx, dy) or 1.0
    ux, uy = dx / far, dy / far
    # Two that repeat each other have two arrows side by side.
    side = (-uy * 0.012, ux * 0.012)
    begin = (source[0] + ux * GAP + side[0], source[1] + uy * GAP + side[1])
    end = (target[0] - ux * GAP + side[0], target[1] - uy * GAP + side[1])
    turn = degrees(atan2(dx, dy))
    return _rounded(begin), _rounded(end), round(turn, 2)


def _rounded(point: Point) -> Point:
    return round(point[0], 4), round(point[1], 4)
