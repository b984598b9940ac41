"""What may harm opens by name, covered, once at a time, and each person sees their own count."""

import shutil
import subprocess
from datetime import UTC, datetime

import pytest
import report_lab as lab
from desk_client import Room
from fastapi.testclient import TestClient

from marsad.enrich.video_clip import clip
from marsad.errors import BadInput
from marsad.model import Claim, Media, Seconds, Segment, Translation, sign
from marsad.settings import Settings
from marsad.web import app
from marsad.web.views.looks import OPENED, SEEN, exposures

HERE = "http://127.0.0.1:8200"
NOW = datetime(2024, 5, 15, 7, tzinfo=UTC)
SAID = "هنا وادي السلوان"

needs_ffmpeg = pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed here")


@pytest.fixture(scope="session")
def film(tmp_path_factory):
    """Eight seconds of a test picture with a tone."""
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    order = "ffmpeg -v error -f lavfi -i testsrc=d=8:s=320x240:r=10 -f lavfi -i sine=d=8 -shortest"
    subprocess.run([*order.split(), str(path)], check=True)
    return path


@pytest.fixture
def store(tmp_path):
    with lab.fill(tmp_path / "lab") as made:
        yield made


@pytest.fixture
def desk(store):
    return Room(store.lab, app)


@pytest.fixture
def marked(store, desk):
    """The digest of the poster, marked by a person."""
    digest = lab.sha256_of(store)
    desk.send(f"/post/post-ar/graphic/{digest}", note="a wounded hand", by="Noor Valen")
    return digest


def test_what_was_marked_is_told_in_words_and_opens_by_no_address_alone(desk, marked):
    page = desk.get(f"/post/post-ar?show={marked}").text
    assert "a wounded hand" in page
    assert "You need not look" in page
    assert "<img" not in page
    assert desk.get(f"/post/post-ar/picture/{marked}").status_code == 403
    assert desk.get(f"/post/post-ar/picture/{marked}?look=guessed").status_code == 403


def test_each_opening_is_counted_for_its_person_and_is_good_for_one_view(store, desk, marked):
    answer = desk.send(f"/post/post-ar/look/{marked}", by="Leyla Oram")
    leyla = desk.person("Leyla Oram")
    page = leyla.get(answer.headers["location"].partition("#")[0])
    assert "covered" in page.text
    source = page.text.partition('<img src="')[2].partition('"')[0]
    assert leyla.get(source).headers["content-type"] == "image/jpeg"
    again = leyla.get(answer.headers["location"].partition("#")[0]).text
    assert "<img" not in again, "a second view is a second opening"
    assert "Leyla Oram" in again, "their own count"
    desk.send(f"/post/post-ar/look/{marked}", by="Leyla Oram")
    assert [each["by"] for each in store.acts(OPENED)] == ["person:Leyla Oram"] * 2
    mine, other = (exposures(store, name, marked) for name in ("leyla oram", "Noor Valen"))
    assert (mine.of_this, mine.today, other.of_this, other.today) == (2, 2, 0, 0)


def test_nobody_opens_without_signing_in(store, desk, marked):
    stranger = TestClient(desk.app, base_url=HERE, follow_redirects=False)
    data = {"form_token": desk.app.state.form_token, "by": "Noor Valen"}
    answer = stranger.post(f"/post/post-ar/look/{marked}", data=data, headers={"origin": HERE})
    assert answer.status_code == 401
    assert list(store.acts(OPENED)) == []


def test_a_name_in_the_form_is_not_whoever_opens(store, desk, marked):
    desk.person().fill(f"/post/post-ar/look/{marked}", by="Leyla Oram")
    assert [each["by"] for each in store.acts(OPENED)] == ["person:Noor Valen"]


def test_after_many_openings_in_a_day_the_page_suggests_a_pause(store, desk, marked):
    (store.lab / "marsad.toml").write_text("graphic_a_day = 2\n", encoding="utf-8")
    for _ in range(2):
        desk.send(f"/post/post-ar/look/{marked}", by="Leyla Oram")
    page = desk.get(f"/post/post-ar?show={marked}", by="Leyla Oram").text
    assert "a pause is well earned" in page
    assert "a pause" not in desk.get(f"/post/post-ar?show={marked}").text, "not another's"


def test_what_nobody_marked_is_counted_too(store, desk):
    digest = lab.sha256_of(store)
    desk.get("/post/post-ar", by="Leyla Oram")
    assert list(store.acts(SEEN)) == [], "nothing was opened"
    page = desk.get(f"/post/post-ar?show={digest}", by="Leyla Oram").text
    assert "<img" in page
    assert "1 opened today, 0 of them marked graphic" in page
    answer = desk.send(f"/post/post-ar/look/{digest}", by="Leyla Oram")
    page = desk.get(answer.headers["location"].partition("#")[0], by="Leyla Oram").text
    assert "2 opened today, 0 of them marked graphic" in page
    assert [(each["by"], each["media"]) for each in store.acts(SEEN)] == [
        ("person:Leyla Oram", digest)
    ] * 2
    mine, other = (exposures(store, name, digest) for name in ("leyla oram", "Noor Valen"))
    assert (mine.of_this, mine.seen, mine.today, mine.many) == (2, 2, 0, False)
    assert (other.of_this, other.seen) == (0, 0)
    assert "Leyla" not in desk.get(f"/post/post-ar?show={digest}").text


@needs_ffmpeg
def test_a_clip_that_is_opened_is_counted_where_it_is_translated(store, desk, spoken):
    answer = desk.send(f"/post/post-film/look/{spoken.media}", by="Leyla Oram", back="tr-film")
    leyla = desk.person("Leyla Oram")
    assert "1 opened today" in leyla.get(answer.headers["location"]).text
    assert "2 opened today" in leyla.get("/translation/tr-film?show=1").text
    leyla.get("/translation/tr-film")
    assert exposures(store, "Leyla Oram", spoken.media).of_this == 2


def test_a_pass_opens_nothing_else(store, desk, marked):
    where = desk.send(f"/post/post-ar/look/{marked}", by="Leyla Oram").headers["location"]
    look = where.partition("look=")[2].partition("#")[0]
    digest = store.keep(lab.picture("OTHER"))
    other = Media(digest, "b.jpg", "photo", "image/jpeg", 1)
    store.add(lab.post("post-two", "telegram:1", 20, "اثنان", other))
    desk.send(f"/post/post-two/graphic/{digest}", note="another", by="Noor Valen")
    assert desk.get(f"/post/post-two/picture/{digest}?look={look}").status_code == 403


@needs_ffmpeg
def test_a_clip_is_made_anew_and_holds_its_seconds_only(film, tmp_path):
    made = clip(film, Seconds(3.0, 4.0), Settings())
    (tmp_path / "clip.webm").write_bytes(made)
    asked = ["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0"]
    said = subprocess.run(
        [*asked, str(tmp_path / "clip.webm")], capture_output=True, text=True, check=True
    )
    assert 2.5 < float(said.stdout) < 3.5


@needs_ffmpeg
@pytest.mark.parametrize("content", [b"", b"\x00" * 99, b"#EXTM3U\nfile:///etc/passwd\n"])
def test_what_is_no_recording_gives_a_sentence(content, tmp_path):
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(BadInput, match="cannot be shown"):
        clip(tmp_path / "x", Seconds(0.0, 1.0), Settings())


@pytest.fixture
def spoken(store, film):
    """A translation of what is said in a film, and the finding that it is of."""
    digest = store.keep(film)
    media = Media(digest, "film.mp4", "video", "video/mp4", film.stat().st_size)
    store.add(lab.post("post-film", "telegram:1", 21, "", media))
    said = Claim("post-film", "transcript", SAID, 0.9, digest, seconds=Seconds(2.0, 3.0))
    heard = sign(said, "speech/1", NOW)
    store.add(heard)
    segments = (Segment(0, len(SAID), SAID, "Here is the valley of Salwan"),)
    store.add(
        Translation(
            "tr-film",
            "post-film",
            heard.id,
            "ar",
            "en",
            segments,
            "person:Tamar Iseri",
            "human",
            NOW,
        )
    )
    return heard


@needs_ffmpeg
def test_a_clip_stays_closed_until_asked_for_and_then_is_muted(desk, spoken):
    closed = desk.get("/translation/tr-film").text
    assert "<video" not in closed
    assert "Show the clip in which it is said" in closed
    page = desk.get("/translation/tr-film?show=1").text
    assert '<video controls muted preload="none"' in page
    assert "autoplay" not in page
    answer = desk.get(page.partition('preload="none" src="')[2].partition('"')[0])
    assert answer.headers["content-type"] == "video/webm"
    assert answer.content.startswith(b"\x1aE\xdf\xa3")
    assert desk.get(f"/post/post-ar/clip/{spoken.id}").status_code == 404


@needs_ffmpeg
def test_a_marked_clip_needs_a_pass(desk, spoken):
    desk.send(f"/post/post-film/graphic/{spoken.media}", note="a fire", by="Noor Valen")
    assert "<video" not in desk.get("/translation/tr-film?show=1").text
    assert desk.get(f"/post/post-film/clip/{spoken.id}").status_code == 403
    where = desk.send(f"/post/post-film/look/{spoken.media}", by="Leyla Oram", back="tr-film")
    page = desk.get(where.headers["location"]).text
    assert "covered" in page
    assert desk.get(page.partition('preload="none" src="')[2].partition('"')[0]).status_code == 200
