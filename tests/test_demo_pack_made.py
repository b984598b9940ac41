"""The files of the sample pack are whole and legible, and the generator makes them again."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from rapidfuzz.distance import Levenshtein

ROOT = Path(__file__).parents[1]
PACK = ROOT / "src/marsad/demo/pack"
EXPORT = PACK / "export"
SIZES = ("photo_file_size", "file_size", "thumbnail_file_size")


def load(file: Path) -> dict:
    return json.loads(file.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def again(tmp_path_factory) -> Path:
    """A pack made here and now."""
    if not shutil.which("ffmpeg"):
        pytest.skip("ffmpeg is not installed")
    folder = tmp_path_factory.mktemp("pack")
    subprocess.run([sys.executable, ROOT / "bench/make_demo_pack.py", folder], check=True)
    return folder


def unsized(pack: Path) -> list[dict]:
    """The messages without the sizes of their files, which hang on the coder's version."""
    messages = load(pack / "export/result.json")["messages"]
    return [{key: said for key, said in one.items() if key not in SIZES} for one in messages]


def test_every_file_of_the_export_is_named_by_one_message_and_is_what_it_says():
    named = {}
    for post in load(EXPORT / "result.json")["messages"]:
        for key, size in (
            ("photo", "photo_file_size"),
            ("file", "file_size"),
            ("thumbnail", "thumbnail_file_size"),
        ):
            if key in post:
                named[post[key]] = post[size]
        if "photo" in post:
            with Image.open(EXPORT / post["photo"]) as image:
                assert (image.format, image.size) == ("JPEG", (post["width"], post["height"]))
    files = {
        str(file.relative_to(EXPORT)): file.stat().st_size
        for file in EXPORT.rglob("*")
        if file.is_file() and file.name != "result.json"
    }
    assert named == files


def test_the_poster_can_be_read_by_ocr():
    if not shutil.which("tesseract"):
        pytest.skip("tesseract is not installed")
    poster = load(PACK / "poster_truth.json")["pictures"][0]
    grey = cv2.imread(str(PACK / "export" / poster["file"]), cv2.IMREAD_GRAYSCALE)
    plain = cv2.adaptiveThreshold(
        255 - cv2.bilateralFilter(grey, 7, 50, 50),
        255, cv2.ADAPTIVE_THRESH_GAUSSIAN_C, cv2.THRESH_BINARY, 51, 10,
    )  # fmt: skip
    command = ["tesseract", "stdin", "stdout", "-l", "ara", "--psm", "3"]
    picture = cv2.imencode(".png", plain)[1].tobytes()
    read = subprocess.run(command, input=picture, capture_output=True, check=True).stdout.decode()
    letters = " ".join(re.sub("[\u200e\u200f]", "", read).split())
    truth = " ".join(poster["lines"])
    assert Levenshtein.distance(letters, truth) <= 0.1 * len(truth)


def test_the_generator_writes_the_same_words_again(again):
    assert unsized(again) == unsized(PACK)
    assert load(again / "poster_truth.json") == load(PACK / "poster_truth.json")


def test_the_generator_draws_the_same_pictures_again(again):
    drawn = sorted(file.name for file in (PACK / "export/photos").iterdir())
    assert drawn
    for name in drawn:
        ours, theirs = (cv2.imread(str(pack / "export/photos" / name)) for pack in (PACK, again))
        assert np.abs(ours.astype(int) - theirs.astype(int)).mean() < 1
