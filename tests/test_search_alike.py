"""Searching by a picture and by a post: what is near, how near, and what cannot be asked."""

import io
import json

import pytest
import report_lab as lab
from desk_client import seated
from PIL import Image
from typer.testing import CliRunner

from marsad import enrich
from marsad.cli.app import app
from marsad.enrich.copies_hashes import NEAR
from marsad.errors import BadInput, NotFound, NotReady
from marsad.model import Claim, Media, sign
from marsad.web import app as desk_of

pytest.importorskip("pdqhash")


def smaller(data, quality=40):
    picture = Image.open(io.BytesIO(data)).resize((450, 300))
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=quality)
    return written.getvalue()


@pytest.fixture
def filled(tmp_path):
    """A lab with a poster, a smaller copy of it, and another picture."""
    with lab.fill(tmp_path / "lab") as store:
        other = Image.effect_mandelbrot((400, 400), (-2, -1.5, 1, 1.5), 60).convert("RGB")
        written = io.BytesIO()
        other.save(written, "PNG")
        for id, data in (("small", smaller(lab.picture())), ("other", written.getvalue())):
            media = Media(store.keep(data), f"{id}.jpg", "photo", "image/jpeg", len(data))
            store.add(lab.post(id, "telegram:2", 20, "نشر", media))
        enrich.enrich(store, only=["media"])
        yield store


@pytest.fixture
def held(tmp_path):
    """A picture that somebody holds: the poster, compressed once more."""
    path = tmp_path / "held.jpg"
    path.write_bytes(smaller(lab.picture(), 25))
    return path


def run(*words):
    return CliRunner().invoke(app, ["search", *map(str, words)])


def test_the_nearest_pictures_come_first_and_no_other(filled, held):
    found = enrich.pictures_like(filled, held)
    assert {each.post.id for each in found} == {"post-ar", "small"}
    assert [each.distance for each in found] == sorted(each.distance for each in found)
    assert all(each.distance <= NEAR for each in found)
    (first,) = enrich.pictures_like(filled, held, most=1)
    assert first == found[0]


def test_the_file_itself_differs_in_no_bit(filled, tmp_path):
    same = tmp_path / "same.jpg"
    same.write_bytes(lab.picture())
    first = enrich.pictures_like(filled, same)[0]
    assert (first.post.id, first.distance) == ("post-ar", 0)


def test_what_is_no_picture_or_says_too_little_is_refused(filled, tmp_path):
    plain, words = tmp_path / "plain.png", tmp_path / "words.jpg"
    Image.new("RGB", (300, 300), "white").save(plain)
    words.write_text("حديقة", encoding="utf-8")
    for path in (plain, words, tmp_path / "none.jpg"):
        with pytest.raises(BadInput):
            enrich.pictures_like(filled, path)


def test_without_the_part_it_says_what_is_missing(filled, held, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(NotReady, match="pdq"):
        enrich.pictures_like(filled, held)


def test_without_hashes_it_says_how_to_make_them(store, held):
    with pytest.raises(NotFound, match="--only media"):
        enrich.pictures_like(store, held)


def test_the_command_tells_distances(filled, held):
    done = run(filled.lab, "--image", held, "--json")
    said = json.loads(done.stdout)
    assert {each["post"] for each in said} == {"post-ar", "small"}
    assert "bits differ" in run(filled.lab, "--image", held).stdout


def test_a_post_finds_its_copies_and_says_that_meaning_was_not_asked(filled):
    at = filled.post("post-ar").posted_at
    filled.add(
        lab.post("copy", "telegram:3", 21, lab.ARABIC),
        sign(Claim("copy", "near-copy-of", "post-ar", 0.97), "copies/1", at),
    )
    for mine, other in (("copy", "post-ar"), ("post-ar", "copy")):
        said = json.loads(run(filled.lab, "--like", mine, "--json").stdout)
        assert [each["post"] for each in said["copies"]] == [other]
        assert "--only embed" in said["lacking"]
    assert "by meaning nothing was asked" in run(filled.lab, "--like", "post-fa").stdout


@pytest.mark.parametrize("words", [(), ("نهر", "--like", "post-ar")])
def test_one_thing_is_asked_at_a_time(filled, words):
    done = run(filled.lab, *words)
    assert done.exit_code == 1
    assert "one of QUERY, --image and --like" in done.output


def test_the_desk_leads_from_a_picture_to_those_near_it(filled):
    desk = seated(desk_of(filled.lab))
    digest = lab.sha256_of(filled)
    address = f"/post/post-ar/similar/{digest}"
    assert address in desk.get("/post/post-ar").text
    page = desk.get(address).text
    assert 'href="/post/small?show=' in page
    assert "/post/other" not in page
    assert "<img" not in page
    assert desk.get(f"/post/post-fa/similar/{digest}").status_code == 404
