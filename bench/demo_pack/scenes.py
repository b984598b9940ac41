"""The pictures of the sample, a poster and four drawn photos, and the words printed on them."""

from __future__ import annotations

import math
from collections.abc import Callable

from demo_pack.canvas import Canvas
from demo_pack.props import CREAM, GOLD, crane, flag, person, portrait, ship

WALNUT = (92, 58, 38)
RED = (220, 28, 36)

POSTER_LINES = (
    "باعوا الميناء",
    "ونسوا قسم البحر",
    "وجلسوا إلى مائدة تلمارا",
    "حزب الرصيف: رصيف لمن؟",
)
POSTER_BRAND = "قنديل المرسى"
TABLE_LINES = ("ميناء النورسة",)
OFFICE_LINES = ("مكتب الميناء",)
STALL_LINES = ("معرض الكتاب",)
HALL_LINES = ("قاعة البلدية القديمة",)


def _key(c: Canvas, x: float, y: float, long: float):
    c.oval((x, y - long * 0.13, x + long * 0.3, y + long * 0.13), None, GOLD, long * 0.055)
    c.rect((x + long * 0.28, y - long * 0.035, x + long, y + long * 0.035), GOLD, 4)
    for at, tall in ((0.74, 0.13), (0.84, 0.1), (0.93, 0.14)):
        c.rect((x + long * at, y, x + long * (at + 0.05), y + long * tall), GOLD, 2)


def _water(c: Canvas, top: float, foot: float, fill: tuple[int, ...]):
    for k in range(14):
        y = top + (foot - top) * (k + 0.5) / 14
        for j in range(5):
            x = (j * 263 + k * 149) % c.width
            c.line([(x, y), (x + 60 + 9 * (k % 4), y)], fill, 2)


def poster() -> Canvas:
    c = Canvas(1080, 1350, (8, 16, 38), (14, 34, 66), (22, 62, 88), (206, 116, 64), (20, 28, 44))
    c.glow((790, 900), 420, (255, 190, 110), 0.5)
    c.disc((790, 900), 66, (255, 222, 160))
    sea = 985
    for x, tall, flip in ((120, 250, 1), (330, 205, 1), (985, 245, -1)):
        crane(c, x, sea, tall, (16, 24, 42), flip)
    ship(c, 430, sea + 6, 400, (20, 28, 48), ((150, 62, 48), (40, 98, 104), (188, 132, 60)))
    c.rect((0, sea, 1080, 1350), (16, 34, 54))
    _water(c, sea + 8, 1110, (214, 140, 90, 110))
    for x, tall in ((270, 300), (540, 330), (810, 300)):
        person(c, x, 1200, tall, (24, 30, 44), (52, 58, 74), (92, 98, 114))
    c.shape([(90, 1196), (990, 1196), (1080, 1262), (0, 1262)], (112, 70, 44))
    c.shape([(0, 1262), (1080, 1262), (1080, 1350), (0, 1350)], (70, 42, 28))
    _key(c, 560, 1230, 210)
    flag(c, 330, 1246, 190)
    for k, (line, size) in enumerate(zip(POSTER_LINES, (128, 128, 92, 66), strict=True)):
        y = (130, 288, 436, 568)[k]
        if k == 3:
            c.rect((110, y - 50, 970, y + 56), (158, 24, 32), 14)
        c.words((543, y + 4), line, "black", size, (0, 0, 0, 120))
        c.words((540, y), line, "black", size, GOLD if k < 2 else (255, 255, 255))
    c.words((540, 672), POSTER_BRAND, "bold", 40, (255, 240, 214))
    c.line([(330, 676), (410, 676)], GOLD, 3)
    c.line([(670, 676), (750, 676)], GOLD, 3)
    c.mark()
    return c


def _room(c: Canvas, floor: float):
    for x in range(0, c.width, 160):
        c.line([(x, 0), (x, floor)], (0, 0, 0, 14), 2)
    c.rect((0, floor - 10, c.width, floor), (84, 70, 60))
    c.rect((0, floor, c.width, c.height), (120, 104, 92))


def _coast_map(c: Canvas, points: list[tuple[float, float]], label: float = 0):
    """A sea chart spread over four corners, clockwise from the upper left."""

    def at(u: float, v: float) -> tuple[float, float]:
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = points
        top, foot = (
            (ax + (bx - ax) * u, ay + (by - ay) * u),
            (dx + (cx - dx) * u, dy + (cy - dy) * u),
        )
        return top[0] + (foot[0] - top[0]) * v, top[1] + (foot[1] - top[1]) * v

    c.shape(points, (244, 236, 208))
    c.shape(
        [at(u, v) for u, v in ((0.04, 0.06), (0.96, 0.06), (0.96, 0.94), (0.04, 0.94))],
        (150, 196, 210),
    )
    coast = [
        (0.04, 0.4),
        (0.2, 0.46),
        (0.33, 0.36),
        (0.45, 0.5),
        (0.5, 0.72),
        (0.62, 0.74),
        (0.66, 0.5),
        (0.82, 0.42),
        (0.96, 0.5),
    ]
    c.shape([at(u, v) for u, v in [*coast, (0.96, 0.94), (0.04, 0.94)]], (214, 196, 144))
    c.line([at(u, v) for u, v in coast], (120, 98, 60), 3)
    for k in (0.3, 0.56, 0.8):
        c.line([at(k, 0.06), at(k + 0.03, 0.94)], RED, 3)
    if label:
        c.words(at(0.5, 0.22), TABLE_LINES[0], "bold", round(label), (24, 56, 84))


def _chair(c: Canvas, x: float, y: float, tall: float):
    """A high-backed chair seen from behind."""
    w = tall * 0.34
    c.rect(
        (x - w, y - tall, x + w, y - tall * 0.2),
        (128, 34, 38),
        tall * 0.1,
        (72, 46, 30),
        tall * 0.035,
    )
    for k in (-0.4, 0, 0.4):
        c.disc((x + w * k, y - tall * 0.6), tall * 0.02, GOLD)
    c.rect((x - w * 1.05, y - tall * 0.22, x + w * 1.05, y - tall * 0.12), (72, 46, 30), 4)
    for side in (-0.9, 0.9):
        c.rect(
            (x + side * w - tall * 0.03, y - tall * 0.14, x + side * w + tall * 0.03, y),
            (72, 46, 30),
        )


def table() -> Canvas:
    c = Canvas(1280, 853, (214, 206, 190), (196, 184, 164), (170, 154, 134))
    _room(c, 420)
    c.rect((430, 60, 850, 300), (70, 92, 112), 4, (230, 224, 210), 12)
    c.rect((442, 224, 838, 288), (54, 120, 142))
    for x in (520, 760):
        crane(c, x, 232, 120, (44, 56, 70), 1 if x < 600 else -1)
    c.line([(640, 66), (640, 294)], (230, 224, 210), 8)
    flag(c, 340, 410, 340)
    flag(c, 890, 410, 340)
    tones = ((44, 52, 70), (58, 48, 60), (38, 62, 66))
    for side in (-1, 1):
        for k, (dx, y, tall) in enumerate(((205, 470, 200), (290, 545, 245), (390, 640, 300))):
            wide = tall * 0.3
            c.rect(
                (640 + side * dx - wide, y - 40, 640 + side * dx + wide, y + tall * 0.42),
                (62, 44, 34),
                10,
            )
            person(c, 640 + side * dx, y, tall, tones[(k + side) % 3], (198, 158, 126))
    c.shape([(500, 410), (780, 410), (1010, 700), (270, 700)], (134, 86, 54))
    c.shape([(270, 700), (1010, 700), (1010, 736), (270, 736)], WALNUT)
    _coast_map(c, [(540, 452), (740, 452), (850, 640), (430, 640)], 36)
    for x, y in ((505, 470), (775, 470), (400, 600), (880, 600)):
        c.rect((x - 7, y - 26, x + 7, y), (206, 232, 240, 200), 3)
    for x in (480, 800):
        _chair(c, x, 818, 226)
    c.mark()
    return c


def office() -> Canvas:
    c = Canvas(1280, 853, (206, 214, 206), (188, 198, 190), (164, 172, 166))
    _room(c, 640)
    flag(c, 250, 640, 500)
    portrait(c, (545, 70, 735, 318))
    _coast_map(c, [(850, 120), (1160, 120), (1160, 320), (850, 320)])
    c.rect((842, 112, 1168, 328), (0, 0, 0, 0), 2, (110, 84, 52), 8)
    c.rect((950, 340, 1066, 376), (240, 236, 222), 4)
    c.words((1008, 356), OFFICE_LINES[0], "bold", 20, (60, 60, 60))
    tones = ((52, 58, 74), (66, 54, 52), (40, 56, 62), (60, 60, 68))
    for k, x in enumerate((290, 520, 760, 1000)):
        person(c, x, 690, 300 + 12 * (k % 2), tones[k], ((204, 164, 132), (180, 138, 106))[k % 2])
    c.rect((150, 680, 1140, 720), (148, 98, 62), 6)
    c.rect((170, 720, 1120, 853), WALNUT)
    for x in (330, 560, 800, 1010):
        c.shape([(x - 44, 700), (x + 30, 700), (x + 44, 688), (x - 30, 688)], CREAM)
    for k in range(3):
        c.oval((480 - k, 18 - k, 800 + k, 372 + k), None, RED, 9)
    c.mark()
    return c


def _books(c: Canvas, left: float, right: float, y: float, tall: float, seed: int):
    tones = (
        (166, 60, 52),
        (42, 96, 110),
        (206, 156, 70),
        (74, 110, 74),
        (92, 70, 110),
        (222, 210, 184),
    )
    x, k = left, seed
    while x < right - 12:
        wide = 16 + (k * 7) % 15
        high = tall * (0.78 + 0.2 * abs(math.sin(k * 1.7)))
        c.rect((x, y - high, min(x + wide, right), y), tones[(k * 5 + seed) % 6], 2)
        c.rect(
            (x + 3, y - high * 0.8, min(x + wide, right) - 3, y - high * 0.72), (255, 255, 255, 110)
        )
        x, k = x + wide + 2, k + 1


def _banner(c: Canvas, box: tuple[float, float, float, float], text: str, size: int):
    c.rect(box, (24, 88, 92), 8)
    c.words(((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), text, "bold", size, CREAM)


def stall() -> Canvas:
    c = Canvas(960, 720, (244, 232, 206), (226, 206, 172))
    for row, y in enumerate((310, 450, 590)):
        c.rect((80, y - 126, 880, y), (196, 158, 112))
        _books(c, 92, 868, y, 110, row * 4 + 1)
        c.rect((72, y, 888, y + 14), (124, 84, 52))
    for x in (72, 876):
        c.rect((x, 170, x + 14, 640), (124, 84, 52))
    c.rect((0, 640, 960, 720), (150, 120, 96))
    _banner(c, (230, 40, 730, 140), STALL_LINES[0], 54)
    c.mark()
    return c


def hall() -> Canvas:
    c = Canvas(960, 720, (236, 226, 208), (204, 186, 158))
    for x in (60, 340, 620):
        c.rect((x, 250, x + 280, 560), (176, 150, 118))
        c.oval((x + 40, 180, x + 240, 400), (128, 176, 190))
        c.rect((x + 40, 290, x + 240, 560), (128, 176, 190))
        c.line([(x + 140, 182), (x + 140, 560)], (236, 226, 208), 6)
    c.rect((0, 555, 960, 720), (158, 122, 92))
    for k, x in enumerate((130, 300, 480, 660, 830)):
        c.rect((x - 70, 560, x + 70, 660), (112, 74, 48), 4)
        _books(c, x - 62, x + 62, 562, 54, k + 2)
    _banner(c, (200, 50, 760, 150), HALL_LINES[0], 48)
    c.mark()
    return c


SCENES: dict[str, tuple[Callable[[], Canvas], tuple[str, ...]]] = {
    "poster": (poster, (*POSTER_LINES, POSTER_BRAND)),
    "table": (table, TABLE_LINES),
    "office": (office, OFFICE_LINES),
    "stall": (stall, STALL_LINES),
    "hall": (hall, HALL_LINES),
}
