"""A picture is recognised when it was cut, framed or signed, and a shared logo makes no copy."""

import io
import json
import random
from base64 import b64encode
from datetime import timedelta

import pytest
from PIL import Image, ImageDraw
from test_enrich_copies import HASHES, lab, originals, post, said_of  # noqa: F401 - a fixture

from marsad import evaluation
from marsad.enrich.copies import find_copies
from marsad.enrich.copies_points import common_part, sure, unpacked
from marsad.enrich.points import Points
from marsad.model import Media
from marsad.testing import check_enricher


def scene(seed):
    """A drawing with enough corners: coloured boxes and lines at random."""
    dice, made = random.Random(seed), Image.new("RGB", (480, 360), "white")
    pen = ImageDraw.Draw(made)
    for _ in range(60):
        x, y = dice.randrange(440), dice.randrange(320)
        colour = tuple(dice.randrange(256) for _ in range(3))
        pen.rectangle((x, y, x + dice.randrange(8, 60), y + dice.randrange(8, 60)), colour)
    return made


def with_logo(picture):
    made = picture.copy()
    pen = ImageDraw.Draw(made)
    pen.rectangle((380, 10, 470, 60), "darkred")
    for n in range(4):
        pen.rectangle((388 + 20 * n, 20, 398 + 20 * n, 50), "gold")
    return made


def framed(picture):
    made = Image.new("RGB", (560, 460), "navy")
    made.paste(picture, (40, 30))
    return made


@pytest.fixture(scope="module")
def points():
    enricher = Points()
    yield enricher
    enricher.close()


@pytest.fixture
def shape(points, tmp_path):
    def of(picture):
        path = tmp_path / "picture.png"
        picture.save(path)
        return unpacked(points.of(path))

    return of


def test_the_contract():
    check_enricher(Points())


@pytest.mark.parametrize(
    "repost",
    [
        with_logo,
        framed,
        lambda picture: picture.crop((40, 30, 440, 330)),
        lambda picture: picture.crop((0, 0, 320, 360)),
        lambda picture: picture.resize((300, 225)),
        lambda picture: framed(with_logo(picture).crop((20, 0, 480, 340)).resize((480, 360))),
    ],
)
def test_a_cut_framed_or_signed_picture_is_recognised(shape, repost):
    one, other = shape(scene(1)), shape(repost(scene(1)))
    assert 0.6 < sure(common_part(other, one)) <= 0.95


def test_other_pictures_with_the_same_frame_and_logo_are_not(shape):
    made = [shape(framed(with_logo(scene(seed)))) for seed in range(5)]
    shares = [common_part(one, other) for one in made for other in made if one is not other]
    assert {sure(share) for share in shares} == {0}


def test_a_picture_without_points_matches_nothing(shape):
    plain = shape(Image.new("RGB", (400, 300), "white"))
    assert common_part(plain, shape(scene(1))) == common_part(plain, plain) == 0


def keep(lab, points, number, picture, minutes=None):  # noqa: F811
    made = io.BytesIO()
    picture.save(made, "PNG")
    sha = lab.keep(made.getvalue())
    each = post(number, "", minutes, media=(Media(sha, "p.png", "photo"),))
    lab.add(each)
    said_of(lab, each, "pdq", HASHES[number], media=sha)
    said_of(lab, each, "picture-points", b64encode(points.of(lab.path(sha))).decode(), media=sha)


def test_parts_are_found_among_stored_pictures_run_after_run(lab, points):  # noqa: F811
    for number, seed in enumerate((1, 2, 3), 1):
        keep(lab, points, number, scene(seed))
    assert find_copies(lab) == 0
    keep(lab, points, 4, framed(scene(2)))
    keep(lab, points, 5, with_logo(scene(3)))
    assert find_copies(lab) == 2
    assert originals(lab) == {"4": "2", "5": "3"}
    assert find_copies(lab) == 0
    keep(lab, points, 6, scene(3).crop((30, 30, 450, 330)), minutes=-5)
    find_copies(lab)
    assert originals(lab) == {"3": "6", "4": "2", "5": "6"}


def test_the_task_counts_pairs_of_pictures_with_parts_and_without(tmp_path):
    pytest.importorskip("pdqhash")
    lines = []
    for name, picture, group in (
        ("one.png", scene(1), "one"),
        ("cut.png", scene(1).crop((50, 40, 440, 330)), "one"),
        ("other.png", scene(2), None),
    ):
        picture.save(tmp_path / name)
        lines.append(json.dumps({"id": name, "image": name, "group": group}))
    lines.append(json.dumps({"id": "gone", "image": "gone.png", "group": None}))
    found = evaluation.evaluate("images", lines, tmp_path, {})
    assert (found["precision"], found["recall"], found["lines_failed"]) == (1, 1, 1)
    whole = evaluation.evaluate("images", lines, tmp_path, {"parts": "no"})
    assert whole["recall"] == 0
    assert timedelta(seconds=found["seconds"]) < timedelta(minutes=1)
