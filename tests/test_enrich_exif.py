"""What a camera wrote into a picture: told as text, a place to a named person only. BATTERY C13."""

import io
from datetime import UTC, datetime

import msgspec
import pytest
import report_lab as lab
from desk_client import seated
from media_samples import claims_on
from PIL import Image
from typer.testing import CliRunner

from marsad.cli.app import app as commands
from marsad.enrich.exif import Exif, _checked, place
from marsad.enrich.exif_decode import Written
from marsad.enrich.exif_samples import pictured
from marsad.errors import BadInput, NotFound, Withheld
from marsad.model import Claim, sign
from marsad.report.picture import encoded
from marsad.settings import Settings
from marsad.testing import check_enricher
from marsad.web import app

SOUTH = {1: "S", 2: (31.0, 57.0, 18.0), 3: "E", 4: (35.0, 56.0, 0.0)}
SCRIPT = "<script>alert(1)</script>\x1b[2J\u202e"
XXE = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/">&e;</x:xmpmeta>'
)


@pytest.fixture(scope="module")
def exif():
    made = Exif()
    yield made
    made.close()


def values(exif, tmp_path, content: bytes) -> list[str]:
    (tmp_path / "a.jpg").write_bytes(content)
    return [claim.value for claim in claims_on(exif, tmp_path / "a.jpg")]


def test_the_contract_is_kept(exif):
    check_enricher(exif)


def test_a_place_is_said_to_be_there_and_stands_in_no_finding(exif, tmp_path):
    said = values(exif, tmp_path, pictured({0x010F: "Fiction"}, SOUTH))
    assert said == ["make: Fiction", "gps: present"]
    assert not any("31" in value or "35" in value for value in said)


def test_hostile_text_becomes_one_short_line(exif, tmp_path):
    (said,) = values(exif, tmp_path, pictured({0x010F: SCRIPT + "x" * 5000}))
    assert said.startswith("make: <script>alert(1)</script> [2J")
    assert len(said) <= len("make: ") + 200
    assert said.isprintable()


def test_five_megabytes_of_exif_are_measured_and_not_read(exif, tmp_path):
    written, raw = io.BytesIO(), Image.Exif()
    raw[0x010F] = "x" * 5_000_000
    Image.new("RGB", (8, 8)).save(written, "PNG", exif=raw)
    (said,) = values(exif, tmp_path, written.getvalue())
    assert said.startswith("exif: 5000")
    assert said.endswith("bytes, not read")


def test_xmp_is_measured_and_never_parsed(exif, tmp_path):
    written = io.BytesIO()
    Image.new("RGB", (8, 8)).save(written, "JPEG", xmp=XXE)
    assert values(exif, tmp_path, written.getvalue()) == [f"xmp: {len(XXE)} bytes, not read"]


@pytest.mark.parametrize("cut", [30, 60, 100, 150])
def test_damaged_exif_stops_nothing(exif, tmp_path, cut):
    whole = bytearray(pictured({0x010F: "Fiction", 0x0110: "Camera"}, SOUTH))
    whole[cut : cut + 8] = b"\xff" * 8
    (tmp_path / "good.jpg").write_bytes(pictured({0x010F: "Fiction"}))
    (tmp_path / "bad.jpg").write_bytes(whole)
    claims = claims_on(exif, tmp_path / "bad.jpg", tmp_path / "good.jpg")
    assert claims[-1].value == "make: Fiction"


def test_an_answer_of_the_wrong_shape_is_not_believed():
    for bad in (Written({"make": "a\nb"}), Written({"make": "x" * 201}), Written(exif_bytes=-1)):
        with pytest.raises(BadInput, match="no picture has"):
            _checked(msgspec.json.encode(bad))
    with pytest.raises(BadInput, match="no facts"):
        _checked(b"[]")


@pytest.fixture
def store(tmp_path):
    with lab.fill(tmp_path / "lab") as opened:
        yield opened


def acts(store) -> int:
    return sum("read a place" in line for line in map(str, store.rows("select act from act")))


def test_the_place_is_read_for_a_named_person_and_the_reading_is_logged(store):
    media = store.keep(pictured({0x010F: "Fiction"}, SOUTH))
    before = acts(store)
    assert place(store, media, "person:Nadia", "to warn the family") == (-31.955, 35.933333)
    assert acts(store) == before + 1
    for by, why in (("exif/1", "curious"), ("person:", "curious"), ("person:Nadia", " ")):
        with pytest.raises(Withheld):
            place(store, media, by, why)
    assert acts(store) == before + 1
    with pytest.raises(NotFound, match="does not say where"):
        place(store, lab.sha256_of(store), "person:Nadia", "to be sure")
    asked = ["location", str(store.lab), media, "--by", "Nadia", "--why", "to warn the family"]
    told = CliRunner().invoke(commands, asked)
    assert told.output.startswith("-31.955000, 35.933333")


def test_public_pictures_have_none_of_it_and_the_original_keeps_it():
    original = pictured({0x010F: "Fiction", 0x0131: SCRIPT}, SOUTH)
    public = encoded(original, Settings())
    with Image.open(io.BytesIO(public)) as seen:
        assert not seen.getexif()
        assert not {"exif", "xmp", "comment"} & set(seen.info)
    assert b"Fiction" not in public
    assert b"Fiction" in original


def test_the_desk_shows_it_as_text(store):
    post = next(each for each in store.posts() if each.media)
    said = Claim(post.id, "exif", "make: <img src=x onerror=alert(1)>", media=post.media[0].sha256)
    store.add(sign(said, "exif/1", datetime.now(UTC)))
    desk = seated(app(store.lab))
    page = desk.get(f"/post/{post.id}").text
    assert "make: &lt;img src=x onerror=alert(1)&gt;" in page
    assert "<img src=x" not in page
