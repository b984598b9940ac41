"""Gold for ``marsad evaluate images``: pictures, reposts of them, and what only looks like one.

    python bench/images_gold.py HALF FOLDER

HALF is ``chosen`` (limits were chosen on it) or ``judged``: every other picture of what lies in
``../shared/data``: UKBench as imagededup ships it, the test pictures of perception and of PDQ,
Marsad's own demo photos and posters. FOLDER gets the pictures and ``images.jsonl``. Reposts are
encoded again, made smaller, cut, framed, signed with a logo or a caption, or several of these.
Apart stay other pictures of the same frame and logo, and posters of one layout with other words.
"""

import argparse
import io
import json
import random
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw, ImageEnhance

REPOSITORY = Path(__file__).resolve().parents[1]
DATA = REPOSITORY.parent / "shared" / "data"
SOURCES = (
    (DATA / "imagededup_ukbench/tests/data/base_images", "*.jpg"),
    (DATA / "thorn_perception/perception/testing/images", "*.jpg"),
    (DATA / "pdq_vpdq/pdq_data/reg-test-input/labelme-subset", "*.jpg"),
    (DATA / "pdq_vpdq/pdq_data/bridge-mods", "aaa-orig.jpg"),
    (REPOSITORY / "src/marsad/demo/pack/export/photos", "*.jpg"),
    (DATA / "posters", "*.jpg"),
)
Picture = Image.Image
Dice = random.Random


def encoded(picture: Picture, dice: Dice) -> Picture:
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=dice.randint(25, 70))
    return Image.open(made).convert("RGB")


def smaller(picture: Picture, dice: Dice) -> Picture:
    share = dice.uniform(0.5, 0.9)
    return picture.resize((round(picture.width * share), round(picture.height * share)))


def cut(picture: Picture, dice: Dice) -> Picture:
    """Up to an eighth off each side."""
    left, top, right, bottom = (dice.uniform(0, 0.125) for _ in range(4))
    width, height = picture.size
    box = (left * width, top * height, (1 - right) * width, (1 - bottom) * height)
    return picture.crop(tuple(map(round, box)))


def framed(picture: Picture, dice: Dice) -> Picture:
    border = round(picture.width * dice.uniform(0.02, 0.1))
    colour = dice.choice(("white", "black", "navy"))
    made = Image.new("RGB", (picture.width + 2 * border, picture.height + 2 * border), colour)
    made.paste(picture, (border, border))
    return made


def captioned(picture: Picture, dice: Dice) -> Picture:
    """A bar below, with something like words on it."""
    high = round(picture.height * dice.uniform(0.08, 0.2))
    made = Image.new("RGB", (picture.width, picture.height + high), "black")
    made.paste(picture, (0, 0))
    words, at = ImageDraw.Draw(made), high // 2
    while at < picture.width - high:
        wide = dice.randint(high // 3, high)
        words.rectangle(
            (at, picture.height + high // 3, at + wide, picture.height + high // 2), "white"
        )
        at += wide + high // 4
    return made


def signed(picture: Picture, dice: Dice) -> Picture:
    """A logo in a corner."""
    made, size = picture.copy(), round(picture.width * dice.uniform(0.1, 0.22))
    left = dice.choice((6, picture.width - size - 6))
    mark = ImageDraw.Draw(made)
    mark.rectangle((left, 6, left + size, 6 + size // 2), "darkred")
    mark.ellipse((left + 4, 10, left + size // 2, size // 2), "gold")
    return made


def lighter(picture: Picture, dice: Dice) -> Picture:
    return ImageEnhance.Brightness(picture).enhance(dice.uniform(0.75, 1.3))


EDITS: tuple[Callable[[Picture, Dice], Picture], ...] = (
    *(encoded, smaller, cut, framed, captioned, signed, lighter),
)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("half", choices=("chosen", "judged"))
    parser.add_argument("folder", type=Path)
    said = parser.parse_args()
    half = ("chosen", "judged").index(said.half)
    dice = random.Random(31 + half)
    said.folder.mkdir(parents=True, exist_ok=True)
    bases = [path for folder, names in SOURCES for path in sorted(folder.glob(names))][half::2]
    lines = []
    for number, path in enumerate(bases):
        picture = Image.open(path).convert("RGB")
        lines.append(kept(said.folder, f"{number}.jpg", picture, str(number)))
        for copy in range(5):
            made = picture
            for edit in dice.sample(EDITS, dice.choice((1, 1, 2, 3))):
                made = edit(made, dice)
            lines.append(kept(said.folder, f"{number}-{copy}.jpg", made, str(number)))
    text = "".join(f"{json.dumps(line)}\n" for line in lines)
    (said.folder / "images.jsonl").write_text(text, encoding="utf-8")


def kept(folder: Path, name: str, picture: Picture, group: str) -> dict[str, str]:
    picture.save(folder / name, quality=85)
    return {"id": name, "image": name, "group": group}


if __name__ == "__main__":
    main()
