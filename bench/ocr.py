"""Our reading of pictures beside tesseract as it ships, on the same pictures, in one run.

python bench/ocr.py [--make N --seed S] [--every K] [--unknown] [SET ...]

Sets: ``posters`` (40 made ones), ``print`` (lines of printed Arabic books) and ``fresh``, made on
the spot from the TICO-19 sentences in fonts and styles of its own, with a seed of your choice.
"""

import argparse
import gzip
import json
import random
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from marsad.enrich.evaluate_ocr import errors, letters
from marsad.enrich.ocr import Ocr

DATA = Path(__file__).parents[1].parent / "shared" / "data"
FONTS = Path("/usr/share/fonts/truetype")
MODELS = {"ar": "ara", "fa": "fas", "ur": "urd", "ps": "pus", "en": "eng"}
FACES = {
    "ar": (
        "noto/NotoKufiArabic-Regular.ttf",
        "noto/NotoNaskhArabic-Bold.ttf",
        "dejavu/DejaVuSans-Bold.ttf",
        "dejavu/DejaVuSans.ttf",
    ),
    "fa": (
        "dejavu/DejaVuSans.ttf",
        "noto/NotoKufiArabic-Bold.ttf",
        "noto/NotoNaskhArabic-Regular.ttf",
    ),
    "ur": (
        "noto/NotoNastaliqUrdu-Regular.ttf",
        "noto/NotoNaskhArabic-Bold.ttf",
        "noto/NotoSansArabic-Regular.ttf",
    ),
    "ps": ("noto/NotoNaskhArabic-Bold.ttf", "noto/NotoSansArabic-Bold.ttf"),
}
STYLES = ("plain", "dark", "photo", "lowcon", "small", "band")


@dataclass(frozen=True)
class Picture:
    path: Path
    text: str
    language: str
    style: str


def posters() -> Iterator[Picture]:
    folder = DATA / "posters"
    named = {model: language for language, model in MODELS.items()}
    for each in json.loads((folder / "posters.json").read_text(encoding="utf-8")):
        yield Picture(folder / each["image"], each["text"], named[each["lang"]], each["style"])


def printed() -> Iterator[Picture]:
    for path in sorted((DATA / "ocr_gs_arabic_print").rglob("*.png")):
        truth = path.with_suffix(".gt.txt").read_text(encoding="utf-8")
        if truth.strip():
            yield Picture(path, truth, "ar", path.parent.name.split(".")[0])


def sentences(language: str) -> list[str]:
    path = DATA / "parallel" / f"tico19.{language}-en.tsv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        texts = dict.fromkeys(row.split("\t")[0].strip() for row in rows)
    return [t for t in texts if 60 < len(t) < 170 and not re.search("[A-Za-z–—-]", t)]


def fresh(folder: Path, number: int, seed: int) -> Iterator[Picture]:
    dice = random.Random(seed)
    languages = dice.choices(("ar", "fa", "ur", "ps"), (5, 2, 2, 1), k=number)
    texts = {language: sentences(language) for language in FACES}
    for count, language in enumerate(languages):
        style = STYLES[count % len(STYLES)]
        face = FONTS / dice.choice(FACES[language])
        path = folder / f"{count}.jpg"
        text = draw(path, dice.sample(texts[language], 3), language, style, face, dice)
        yield Picture(path, text, language, style)


def ground(style: str, size: tuple[int, int], dice: random.Random):
    from PIL import Image, ImageDraw, ImageFilter

    flat = {
        "plain": "#faf8f0",
        "dark": "#0f2a38",
        "small": "#14281e",
        "band": "#f0f0f0",
        "lowcon": "#78909a",
        "photo": "#335577",
    }[style]
    picture = Image.new("RGB", size, flat)
    pen = ImageDraw.Draw(picture)
    if style in ("dark", "photo"):
        for _ in range(14 if style == "dark" else 120):
            left, top, side = (
                dice.randrange(size[0]),
                dice.randrange(size[1]),
                dice.randrange(20, 200),
            )
            most = 70 if style == "dark" else 255
            colour = tuple(dice.randrange(5, most) for _ in range(3))
            pen.ellipse((left, top, left + side, top + side), fill=colour)
        picture = picture.filter(ImageFilter.GaussianBlur(8 if style == "dark" else 2))
    if style == "lowcon":
        picture = Image.blend(picture, Image.effect_noise(size, 60).convert("RGB"), 0.2)
    if style == "band":
        pen.rectangle((0, size[1] // 2, *size), fill="#143c6e")
    return picture


def draw(
    path: Path, texts: list[str], language: str, style: str, face: Path, dice: random.Random
) -> str:
    from PIL import ImageDraw, ImageFont

    size = dice.choice(((1080, 1080), (1280, 720), (800, 1000), (1600, 900)))
    picture = ground(style, size, dice)
    pen, top, truth = ImageDraw.Draw(picture), size[1] // 20, []
    script = {"direction": "rtl", "language": language}
    inks = {"plain": "#1e143c", "band": "#191919", "lowcon": "#d4dce0", "small": "#f0e6d2"}
    outline = {"stroke_width": 3, "stroke_fill": "black"} if style == "photo" else {}
    texts = [" ".join(texts[0].split()[:5]), *texts[1:]]
    for place, text in enumerate(texts):
        font = ImageFont.truetype(str(face), size[0] // (25 if place else 15))
        ink = "#fff078" if style == "band" and place == 2 else inks.get(style, "white")
        step = int(sum(font.getmetrics()) * 1.05)
        if style == "band" and place == 2:
            top = max(top, size[1] // 2 + 20)
        floor = size[1] // 2 if style == "band" and place < 2 else size[1] * 0.97
        for line in wrapped(pen, text, font, size[0] * 0.85, script):
            if top + step > floor:
                break
            spot = (size[0] * 0.93, top)
            pen.text(spot, line, font=font, fill=ink, anchor="ra", **script, **outline)
            truth.append(line)
            top += step
        top += size[0] // 30
    if style == "small":
        picture = picture.resize((size[0] * 4 // 9, size[1] * 4 // 9))
    picture.save(path, quality=dice.choice((55, 70, 88)))
    return "\n".join(truth)


def wrapped(pen, text: str, font, width: float, script: dict) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and pen.textlength(longer, font=font, **script) > width:
            yield line
            longer = word
        line = longer
    yield line


def as_shipped(picture: Picture) -> str:
    said = subprocess.run(
        ["tesseract", str(picture.path), "stdout", "-l", MODELS[picture.language]],
        capture_output=True,
        check=False,
        env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/bin"},
    )
    return said.stdout.decode("utf-8", "replace")


def measure(name: str, pictures: list[Picture], told: bool) -> None:
    rows = []
    with_children = Ocr()
    for each in pictures:
        started = time.perf_counter()
        lines = with_children.lines(str(each.path), each.language if told else "")
        ours = time.perf_counter() - started
        plain = as_shipped(each)
        shipped = time.perf_counter() - started - ours
        read = "\n".join(line.text for line in lines)
        rows.append((each, cost(each.text, read), cost(each.text, plain), ours, shipped))
    with_children.close()
    show(name, "all", rows)
    for key in ("language", "style"):
        for value in sorted({getattr(row[0], key) for row in rows}):
            show(name, value, [row for row in rows if getattr(row[0], key) == value])


def cost(truth: str, read: str) -> tuple[tuple[int, int], tuple[int, int]]:
    raw = errors(" ".join(truth.split()), " ".join(read.split()))
    return raw, errors(letters(truth), letters(read))


def show(name: str, group: str, rows: list) -> None:
    figures = [
        sum(row[side][kind][0] for row in rows) / max(1, sum(row[side][kind][1] for row in rows))
        for side in (1, 2)
        for kind in (0, 1)
    ]
    ours, shipped = (sum(row[side] for row in rows) / len(rows) for side in (3, 4))
    print(
        f"{name:8} {group:12} n {len(rows):4}  CER {figures[0]:.3f} against {figures[2]:.3f}  "
        f"folded {figures[1]:.3f} against {figures[3]:.3f}  "
        f"{ours:.2f} s a picture against {shipped:.2f}",
        flush=True,
    )


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("sets", nargs="*", default=["posters", "print", "fresh"])
    ask.add_argument("--make", type=int, default=48)
    ask.add_argument("--seed", type=int, default=23)
    ask.add_argument("--every", type=int, default=1, help="only each K-th printed line")
    ask.add_argument("--unknown", action="store_true", help="do not tell the language")
    said = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sets = {
            "posters": lambda: list(posters()),
            "print": lambda: list(printed())[:: said.every],
            "fresh": lambda: list(fresh(Path(folder), said.make, said.seed)),
        }
        for name in said.sets:
            measure(name, sets[name](), not said.unknown)


if __name__ == "__main__":
    main()
