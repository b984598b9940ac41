"""A bundle as a web archive and as a research object holds the same evidence."""

import io
import json
import random
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import bagit
import pytest

from marsad import preserve
from marsad.errors import BadInput
from marsad.model import Media, Place, Post
from marsad.plugins import Clocks, Fetched, Gathered
from marsad.preserve.bundle_zip import write_zip

ArchiveIterator = pytest.importorskip("warcio.archiveiterator").ArchiveIterator
NOW = datetime(2024, 5, 14, 12, tzinfo=UTC)
CHANNEL = Place("telegram:8", "Telegram", "Notices")
PAGE = "<html><p>افتتحت البلدية حديقة عامة</p></html>".encode()
PICTURE = b"\x89PNG not really"


class ByHand:
    name = "by-hand"
    version = "1"


@pytest.fixture
def both(collected):
    """Posts of an export, and one of a page with a picture."""
    headers = (("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip"))
    page = Fetched(
        "https://www.example.org/s/notices?before=7",
        200,
        PAGE,
        Clocks(NOW, 12.5),
        response_headers=headers,
        address="192.0.2.1",
    )
    media = (Media("", "a.png", kind="photo", mime="image/png"),)
    post = Post("", CHANNEL.id, "", "1", NOW, "خبر", media=media)
    item = Gathered(CHANNEL, post, files={"a.png": PICTURE}, fetched=page)
    list(preserve.seal(collected, ByHand(), collected.captures()[0], [item], "r"))
    return collected


@pytest.fixture
def wacz(both, tmp_path):
    return preserve.bundle(both, preserve.choose(both, "all"), tmp_path / "out.wacz", form="wacz")


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_what_a_server_answered_is_a_response_and_the_rest_are_resources(wacz):
    records = {}
    for record in ArchiveIterator(
        io.BytesIO(members(wacz)["archive/data.warc"]), check_digests=True
    ):
        url = record.rec_headers.get_header("WARC-Target-URI")
        records[url] = (record, record.raw_stream.read())
        assert record.digest_checker.passed is not False
    response, body = records["https://www.example.org/s/notices?before=7"]
    assert (response.rec_type, body) == ("response", PAGE)
    assert response.http_headers.get_header("X-Archive-Orig-Content-Encoding") == "gzip"
    assert response.http_headers.get_header("Content-Encoding") is None
    assert response.rec_headers.get_header("WARC-IP-Address") == "192.0.2.1"
    assert response.rec_headers.get_header("WARC-Date") == "2024-05-14T12:00:00Z"
    picture, body = records[f"urn:sha256:{sha256(PICTURE).hexdigest()}"]
    assert (picture.rec_type, body, picture.content_type) == ("resource", PICTURE, "image/png")
    assert len(records) == 3


def test_the_index_leads_to_each_record(wacz):
    import gzip

    files = members(wacz)
    lines = gzip.decompress(files["indexes/index.cdx.gz"]).decode().splitlines()
    assert lines == sorted(lines)
    assert lines[0].startswith("org,example)/s/notices?before=7 20240514120000 {")
    for line in lines:
        said = json.loads(line.split(" ", 2)[2])
        start, length = int(said["offset"]), int(said["length"])
        (record,) = ArchiveIterator(io.BytesIO(files["archive/data.warc"][start : start + length]))
        assert record.rec_headers.get_header("WARC-Target-URI") == said["url"]
    pages = [json.loads(line) for line in files["pages/pages.jsonl"].decode().splitlines()]
    assert {page["url"] for page in pages[1:]} == {
        json.loads(line.split(" ", 2)[2])["url"] for line in lines
    }


def test_the_package_lists_every_file_with_its_digest(wacz):
    files = members(wacz)
    package = json.loads(files["datapackage.json"])
    listed = {each["path"]: each for each in package["resources"]}
    assert set(files) - set(listed) == {"datapackage.json", "datapackage-digest.json"}
    for name, each in listed.items():
        assert each["hash"] == f"sha256:{sha256(files[name]).hexdigest()}"
        assert each["bytes"] == len(files[name])


@pytest.mark.skipif(not shutil.which("wacz"), reason="py-wacz is not installed here")
def test_py_wacz_finds_it_valid(wacz):
    command = ["wacz", "validate", "-f", str(wacz)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "is valid" in done.stdout


def test_a_web_archive_is_verified_with_the_bag_inside(wacz, tmp_path):
    assert preserve.verify_bundle(wacz).state == "VERIFIED"
    with zipfile.ZipFile(io.BytesIO(members(wacz)["evidence/bundle.zip"])) as packed:
        packed.extractall(tmp_path / "bag")
    assert bagit.Bag(str(tmp_path / "bag")).validate()


def test_any_random_bit_of_a_web_archive_is_noticed(wacz):
    """A1, the packing of the file included."""
    chance, whole = random.Random(11), wacz.read_bytes()
    for _ in range(120):
        altered, at = bytearray(whole), chance.randrange(len(whole) * 8)
        altered[at // 8] ^= 1 << at % 8
        wacz.write_bytes(altered)
        assert preserve.verify_bundle(wacz).state in ("INVALID", "INCOMPLETE"), at


def packed_again(wacz: Path, files: dict[str, bytes], folder: Path) -> Path:
    """What whoever altered it does next: digests and packing that fit."""
    if "datapackage.json" in files:
        package = json.loads(files["datapackage.json"])
        for each in package["resources"]:
            if each["path"] in files:
                each["hash"] = f"sha256:{sha256(files[each['path']]).hexdigest()}"
                each["bytes"] = len(files[each["path"]])
        files["datapackage.json"] = json.dumps(package, indent=1).encode() + b"\n"
        digest = f"sha256:{sha256(files['datapackage.json']).hexdigest()}"
        said = {"path": "datapackage.json", "hash": digest}
        files["datapackage-digest.json"] = json.dumps(said, indent=1).encode() + b"\n"
    paths = []
    for number, (name, data) in enumerate(files.items()):
        (path := folder / f"member-{number}").write_bytes(data)
        paths.append((name, path))
    write_zip(wacz, paths)
    return wacz


@pytest.mark.parametrize("name", ["extra.txt", "archive/other.warc", "../outside", "evidence/x"])
def test_a_file_that_is_not_listed_makes_it_invalid(wacz, tmp_path, name):
    files = {**members(wacz), name: b"slipped in"}
    assert preserve.verify_bundle(packed_again(wacz, files, tmp_path)).state == "INVALID"
    assert not (tmp_path.parent / "outside").exists()


def test_a_name_that_is_there_twice_makes_it_invalid(wacz):
    with (
        pytest.warns(UserWarning, match="Duplicate"),
        zipfile.ZipFile(wacz, "a") as packed,
    ):
        packed.writestr("archive/data.warc", b"another")
    assert preserve.verify_bundle(wacz).state == "INVALID"


@pytest.mark.parametrize("name", ["archive/data.warc", "evidence/bundle.zip", "datapackage.json"])
def test_a_file_that_is_gone_makes_it_incomplete(wacz, tmp_path, name):
    files = {key: data for key, data in members(wacz).items() if key != name}
    assert preserve.verify_bundle(packed_again(wacz, files, tmp_path)).state == "INCOMPLETE"


def test_an_archive_that_the_bag_does_not_answer_for_is_invalid(wacz, tmp_path):
    files = members(wacz)
    other = files["archive/data.warc"].replace("حديقة".encode(), "مدرسة".encode())
    assert other != files["archive/data.warc"]
    files["archive/data.warc"] = other
    assert preserve.verify_bundle(packed_again(wacz, files, tmp_path)).state == "INVALID"


def test_what_is_no_zip_is_invalid(tmp_path):
    (path := tmp_path / "some.wacz").write_bytes(b"nothing of the kind")
    assert preserve.verify_bundle(path).state == "INVALID"


def test_what_is_no_bundle_is_refused(tmp_path):
    with pytest.raises(BadInput, match="no bundle"):
        preserve.verify_bundle(tmp_path)
    assert not preserve.is_bundle(tmp_path)


def test_a_lab_is_not_a_bundle_and_a_bundle_is_one(both, wacz, tmp_path):
    made = preserve.bundle(both, preserve.choose(both, "all"), tmp_path / "bag")
    assert (preserve.is_bundle(both.lab), preserve.is_bundle(made)) == (False, True)
    assert preserve.is_bundle(wacz)


def test_a_research_object_describes_every_file_of_the_bag(both, tmp_path):
    made = preserve.bundle(both, preserve.choose(both, "all"), tmp_path / "ro", form="ro-crate")
    crate = json.loads((made / "data" / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    things = {each["@id"]: each for each in crate["@graph"]}
    assert things["ro-crate-metadata.json"]["conformsTo"]["@id"].endswith("/ro/crate/1.1")
    parts = {each["@id"] for each in things["./"]["hasPart"]}
    payload = {
        path.relative_to(made / "data").as_posix()
        for path in (made / "data").rglob("*")
        if path.is_file()
    }
    assert parts == payload - {"ro-crate-metadata.json"}
    assert set(things["./"]) >= {"name", "description", "datePublished", "license"}
    picture = things[f"blobs/{sha256(PICTURE).hexdigest()}"]
    assert (picture["encodingFormat"], picture["name"]) == ("image/png", "a.png")
    assert preserve.verify_bundle(made).state == "VERIFIED"
    assert bagit.Bag(str(made)).validate()


def test_no_other_form_is_known_and_nothing_is_written_over(both, wacz, tmp_path):
    with pytest.raises(BadInput, match="bagit, ro-crate, wacz"):
        preserve.bundle(both, [], tmp_path / "x", form="tar")
    with pytest.raises(BadInput, match="there already"):
        preserve.bundle(both, [], wacz, form="wacz")
