"""Plain facts about files, whatever their names say."""

import hashlib
import subprocess
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from marsad.enrich.media import MediaFacts, ffprobe_part, pdq_part
from marsad.enrich.media_mime import UNKNOWN, sniffed
from marsad.model import Media, Post

DATA = Path(__file__).parents[1].parent / "shared" / "data"
THEN = datetime(2024, 5, 1, tzinfo=UTC)


class Shelf:
    """Files by digest, as an enricher may see them."""

    def __init__(self) -> None:
        self.files: dict[str, Path] = {}

    def put(self, path: Path) -> Post:
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        self.files[sha256] = path
        return Post("p", "place", "c", "1", THEN, "", media=(Media(sha256, path.name),))

    def path(self, sha256: str) -> Path:
        return self.files[sha256]


@pytest.fixture(scope="module")
def facts():
    made = MediaFacts()
    yield made
    made.close()


def said(facts: MediaFacts, path: Path) -> dict[str, str]:
    shelf = Shelf()
    return {claim.kind: claim.value for claim in facts.enrich([shelf.put(path)], shelf)}


def test_every_example_says_what_it_must(facts, tmp_path):
    for example in facts.examples():
        ((name, content),) = example.files
        (tmp_path / name).write_bytes(content)
        values = said(facts, tmp_path / name)
        assert set(example.says) <= set(values.values())
        assert bool(values) == bool(example.says)


@pytest.mark.parametrize(
    ("start", "mime"),
    [
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"\0\0\0\x18ftypmp42", "video/mp4"),
        (b"\0\0\0\x18ftypM4A ", "audio/mp4"),
        (b"OggS\0", "audio/ogg"),
        (b"", UNKNOWN),
        (b"<html>", UNKNOWN),
    ],
)
def test_a_type_is_told_by_the_first_bytes(start, mime):
    assert sniffed(start) == mime


@pytest.mark.parametrize("name", ["chair-22-sd-grey-bar", "doorknob-hd-no-bar"])
def test_hashes_agree_with_the_reference_implementation(facts, tmp_path, name):
    folder = DATA / "pdq_vpdq"
    film = folder / f"tmk/sample-videos/{name}.mp4"
    if not film.is_file() or not pdq_part().ready or not ffprobe_part().ready:
        pytest.skip("the reference films, pdqhash or ffmpeg are not here")
    still = tmp_path / "still.png"
    subprocess.run(
        ["ffmpeg", "-v", "error", "-i", str(film), "-frames:v", "1", str(still)], check=True
    )
    listed = (folder / f"vpdq/sample-hashes/{name}.txt").read_text(encoding="utf-8")
    reference = listed.split(",", 3)[2]
    apart = (int(said(facts, still)["pdq"], 16) ^ int(reference, 16)).bit_count()
    # Another decoder of the film accounts for a few bits; 31 is where two pictures differ.
    assert apart <= 10


def test_a_flat_picture_has_a_hash_of_no_quality(facts, tmp_path):
    if not pdq_part().ready:
        pytest.skip("pdqhash is not here")
    Image.new("RGB", (300, 200), "navy").save(tmp_path / "flat.png")
    shelf = Shelf()
    (pdq,) = [c for c in facts.enrich([shelf.put(tmp_path / "flat.png")], shelf) if c.kind == "pdq"]
    assert pdq.confidence == 0


def test_a_truncated_picture_is_unreadable_and_still_typed(facts, tmp_path):
    whole = BytesIO()
    Image.effect_noise((300, 200), 80).save(whole, "JPEG")
    (tmp_path / "half.jpg").write_bytes(whole.getvalue()[:4000])
    values = said(facts, tmp_path / "half.jpg")
    assert values["mime"] == "image/jpeg"
    assert "damaged" in values["unreadable"]


def test_a_bomb_is_refused_with_its_reason(facts, tmp_path):
    Image.new("1", (10_000, 10_000)).save(tmp_path / "bomb.png")
    assert "40 million pixels" in said(facts, tmp_path / "bomb.png")["unreadable"]


def test_the_length_of_a_recording_is_told(facts, tmp_path):
    if not ffprobe_part().ready:
        pytest.skip("ffprobe is not here")
    sound = tmp_path / "sound.wav"
    tone = ["-f", "lavfi", "-i", "sine=duration=2.5"]
    subprocess.run(["ffmpeg", "-v", "error", *tone, str(sound)], check=True)
    assert said(facts, sound) == {"mime": "audio/wav", "duration": "2.500"}


def test_a_recording_without_content_is_unreadable(facts, tmp_path):
    if not ffprobe_part().ready:
        pytest.skip("ffprobe is not here")
    (tmp_path / "a.mp4").write_bytes(b"\0\0\0\x18ftypmp42" + bytes(12))
    assert "no length" in said(facts, tmp_path / "a.mp4")["unreadable"]


@pytest.mark.slow
def test_damaged_pictures_of_pillow_are_measured_or_refused(facts):
    files = sorted(each for each in (DATA / "hostile/pillow-bad").rglob("*") if each.is_file())
    if not files:
        pytest.skip("the damaged pictures in shared/data/hostile are not here")
    for file in files:
        values = said(facts, file)
        if values.get("mime", "").startswith("image/"):
            assert ("dimensions" in values) != ("unreadable" in values), file.name
