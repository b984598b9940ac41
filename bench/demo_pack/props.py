"""Things that stand in more than one picture: people without faces, ships, cranes, flags."""

from __future__ import annotations

from demo_pack.canvas import Canvas, Colour

GOLD = (244, 190, 84)
CREAM = (250, 243, 226)
# Maroon, cream and ochre: no state flies these three.
TILMARA = ((122, 34, 52), (240, 236, 220), (206, 150, 48))


def person(
    c: Canvas, x: float, y: float, tall: float, suit: Colour, skin: Colour, shirt: Colour = CREAM
):
    """A seated man seen from the chest up, without a face; ``y`` is where the table cuts him."""
    head = tall * 0.2
    top = y - tall
    wide = tall * 0.42
    c.rect((x - head * 0.42, top + head * 1.5, x + head * 0.42, top + head * 2.6), skin)
    c.shape(
        [
            (x - wide, y),
            (x - wide * 0.96, y - tall * 0.38),
            (x - wide * 0.74, y - tall * 0.5),
            (x - head * 0.5, y - tall * 0.58),
            (x + head * 0.5, y - tall * 0.58),
            (x + wide * 0.74, y - tall * 0.5),
            (x + wide * 0.96, y - tall * 0.38),
            (x + wide, y),
        ],
        suit,
    )
    c.shape(
        [
            (x - head * 0.5, y - tall * 0.58),
            (x + head * 0.5, y - tall * 0.58),
            (x, y - tall * 0.26),
        ],
        shirt,
    )
    dark = tuple(round(v * 0.55) for v in suit)
    c.shape(
        [
            (x - head * 0.12, y - tall * 0.53),
            (x + head * 0.12, y - tall * 0.53),
            (x, y - tall * 0.28),
        ],
        dark,
    )
    c.oval((x - head * 0.84, top - head * 0.1, x + head * 0.84, top + head * 1.5), dark)
    c.oval((x - head * 0.74, top + head * 0.32, x + head * 0.74, top + head * 2.05), skin)
    c.oval((x - head * 0.8, top - head * 0.06, x + head * 0.8, top + head * 0.66), dark)


def crane(c: Canvas, x: float, y: float, tall: float, fill: Colour, flip: int = 1):
    """A harbor crane standing on ``y``."""
    w = tall * 0.028
    for dx in (-0.1, 0.1):
        c.line([(x + tall * dx, y), (x + tall * dx * 0.6, y - tall * 0.72)], fill, w)
    c.line([(x - tall * 0.09, y - tall * 0.3), (x + tall * 0.09, y - tall * 0.3)], fill, w)
    c.line([(x - tall * 0.08, y - tall * 0.3), (x + tall * 0.06, y - tall * 0.7)], fill, w * 0.7)
    c.line(
        [(x - flip * tall * 0.28, y - tall * 0.7), (x + flip * tall * 0.55, y - tall * 0.7)],
        fill,
        w * 1.3,
    )
    c.line([(x, y - tall * 0.7), (x, y - tall)], fill, w)
    c.line([(x, y - tall), (x + flip * tall * 0.52, y - tall * 0.71)], fill, w * 0.6)
    c.line([(x, y - tall), (x - flip * tall * 0.26, y - tall * 0.71)], fill, w * 0.6)
    hook = x + flip * tall * 0.4
    c.line([(hook, y - tall * 0.7), (hook, y - tall * 0.4)], fill, w * 0.5)
    c.rect((hook - tall * 0.06, y - tall * 0.4, hook + tall * 0.06, y - tall * 0.32), fill)


def ship(c: Canvas, x: float, y: float, long: float, hull: Colour, loads: tuple[Colour, ...]):
    """A cargo ship with its waterline at ``y``."""
    c.shape(
        [
            (x, y - long * 0.13),
            (x + long, y - long * 0.15),
            (x + long * 0.93, y),
            (x + long * 0.06, y),
        ],
        hull,
    )
    side = long * 0.095
    for k in range(6):
        for row in range(1 + (k % 3 > 0)):
            left, foot = x + long * 0.3 + k * side, y - long * 0.14 - row * side * 0.6
            c.rect(
                (left, foot - side * 0.56, left + side * 0.94, foot), loads[(k + row) % len(loads)]
            )
    c.rect((x + long * 0.1, y - long * 0.33, x + long * 0.24, y - long * 0.13), hull)
    c.rect((x + long * 0.12, y - long * 0.3, x + long * 0.22, y - long * 0.27), (255, 226, 150))
    c.rect((x + long * 0.14, y - long * 0.4, x + long * 0.18, y - long * 0.33), hull)


def flag(c: Canvas, x: float, y: float, tall: float, colours: tuple[Colour, ...] = TILMARA):
    """A standing flag that hangs from its pole; the pole stands on ``y``."""
    c.rect((x - tall * 0.012, y - tall, x + tall * 0.012, y), (176, 148, 92))
    c.disc((x, y - tall), tall * 0.028, GOLD)
    for k, colour in enumerate(colours):
        a = x + tall * (0.012 + 0.085 * k)
        b = a + tall * 0.085
        lean = tall * 0.01 * k
        c.shape(
            [
                (a, y - tall * (0.95 - 0.03 * k)),
                (b, y - tall * (0.92 - 0.03 * k)),
                (b - lean, y - tall * (0.3 - 0.03 * k)),
                (a - lean, y - tall * (0.3 - 0.015 * k)),
            ],
            colour,
        )


def portrait(c: Canvas, box: tuple[float, float, float, float]):
    """A framed official portrait without a face, with the sash of the Tilmaran office."""
    left, top, right, foot = box
    wide, tall = right - left, foot - top
    c.rect((left + 6, top + 8, right + 6, foot + 8), (0, 0, 0, 70), 3)
    c.rect(box, (146, 104, 44), 3)
    inner = (left + wide * 0.07, top + tall * 0.055, right - wide * 0.07, foot - tall * 0.055)
    c.rect(inner, (86, 124, 142))
    person(c, (left + right) / 2, inner[3], tall * 0.74, (34, 40, 54), (196, 160, 130))
    x, y = (left + right) / 2, inner[3]
    for k, colour in enumerate(TILMARA):
        d = wide * 0.06 * k
        c.shape(
            [
                (x - wide * 0.24 + d, y - tall * 0.37),
                (x - wide * 0.18 + d, y - tall * 0.37),
                (x + wide * 0.2 + d * 0.6, y),
                (x + wide * 0.12 + d * 0.6, y),
            ],
            colour,
        )


def anchor(c: Canvas, x: float, y: float, tall: float, fill: Colour):
    """An anchor whose ring is at the top; ``y`` is its middle."""
    top, foot, w = y - tall / 2, y + tall / 2, tall * 0.075
    c.oval((x - w * 1.5, top, x + w * 1.5, top + w * 3), None, fill, w * 0.8)
    c.line([(x, top + w * 2.8), (x, foot - w * 0.4)], fill, w * 1.2)
    c.line([(x - tall * 0.2, top + tall * 0.3), (x + tall * 0.2, top + tall * 0.3)], fill, w)
    c.arc((x - tall * 0.38, y - tall * 0.26, x + tall * 0.38, foot), 20, 160, fill, w * 1.2)
    for side in (-1, 1):
        tip = x + side * tall * 0.36
        c.shape(
            [
                (tip + side * w * 1.2, y + tall * 0.08),
                (tip - side * w * 1.8, y + tall * 0.2),
                (tip + side * w * 0.6, y + tall * 0.32),
            ],
            fill,
        )
