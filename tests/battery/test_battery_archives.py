"""C4, C5: an archive that somebody hands over as a bundle fills no disk and names no path."""

import struct
import time
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest
from conftest import TEXTS, message, write_export

from marsad import pipeline, preserve
from marsad.store import Store

NOON = (2026, 1, 1, 0, 0, 0)


@pytest.fixture
def wacz(store: Store, tmp_path: Path) -> Path:
    export = write_export(tmp_path / "export", [message(1, TEXTS[0])])
    pipeline.collect(store, [str(export)])
    return preserve.bundle(store, list(store.posts()), tmp_path / "bundle.wacz", form="wacz")


def judged(path: Path) -> preserve.Verification:
    """The verdict, which has to come in seconds and in little memory."""
    tracemalloc.start()
    began = time.monotonic()
    found = preserve.verify_bundle(path)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.monotonic() - began < 30
    assert most < 1 << 30
    return found


def packed(path: Path, *members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as made:
        for name, data in members:
            made.writestr(zipfile.ZipInfo(name, NOON), data, method)
    return path


def test_a_bundle_as_one_file_is_verified(wacz: Path) -> None:
    assert judged(wacz).state == preserve.VERIFIED


def test_bombs_inside_bombs_are_not_opened(tmp_path: Path) -> None:
    """Nested like 42.zip: every layer would grow a thousandfold."""
    layer = packed(tmp_path / "0.zip", ("0", bytes(50 << 20))).read_bytes()
    for depth in range(5):
        layer = packed(tmp_path / "x.zip", *((f"{n}.zip", layer) for n in range(16))).read_bytes()
        assert depth < 5
    path = packed(tmp_path / "bomb.wacz", ("evidence/bundle.zip", layer))
    found = judged(path)
    assert found.state == "INVALID"
    assert any("more than the file has" in each.reason for each in found.problems)


def test_an_archive_that_holds_itself_is_opened_once(tmp_path: Path) -> None:
    """Stored in itself again and again, as a quine would be."""
    inner = b""
    for _ in range(50):
        stored = zipfile.ZIP_STORED
        path = packed(tmp_path / "q.wacz", ("evidence/bundle.zip", inner), method=stored)
        inner = path.read_bytes()
    assert judged(path).state == "INVALID"


def overlapping(path: Path, copies: int, size: int) -> Path:
    """Each member holds all that follow it: a small file that would unpack to a large folder."""
    names = [b"data/records/%d.json" % number for number in range(copies)]
    rest, heads = bytes(size), b""
    for name in reversed(names):
        said = (0, 0, 0, 0, zlib.crc32(rest), len(rest), len(rest), len(name), 0)
        heads = b"".join(
            [
                struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, *said, 0, 0, 0, 0, 0),
                name,
                heads,
            ]
        )
        rest = struct.pack("<4sH4H3L2H", b"PK\x03\x04", 20, *said) + name + rest
    at, whole = 0, bytearray()
    for name in names:
        head = bytearray(heads[: 46 + len(name)])
        heads = heads[46 + len(name) :]
        head[42:46] = struct.pack("<L", at)
        at += 30 + len(name)
        whole += head
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, copies, copies, len(whole), len(rest), 0)
    path.write_bytes(rest + bytes(whole) + end)
    return path


def test_names_that_share_their_bytes_fill_no_disk(tmp_path: Path) -> None:
    path = overlapping(tmp_path / "shared.wacz", 1000, 1 << 20)
    with zipfile.ZipFile(path) as made:
        assert sum(each.file_size for each in made.infolist()) > 1 << 30
        assert made.read("data/records/0.json")[:4] == b"PK\x03\x04"
    found = judged(path)
    assert found.state == "INVALID"
    assert any("more than the file has" in each.reason for each in found.problems)


def test_a_size_that_lies_is_found_out(wacz: Path) -> None:
    whole = bytearray(wacz.read_bytes())
    at = whole.rfind(b"PK\x01\x02")
    whole[at + 24 : at + 28] = struct.pack("<L", 1)
    wacz.write_bytes(bytes(whole))
    assert judged(wacz).state == "INVALID"


@pytest.mark.parametrize(
    "name",
    [
        "../../outside",
        "/tmp/outside",
        "data/../../outside",
        "C:\\outside",
        "..\\outside",
        "data/blobs/a\u202egpj.exe",
        "evidence/" + "x" * 300,
        "archive/data.warc/",
        "con",
    ],
)
def test_a_name_that_has_no_place_is_named_and_not_written(
    wacz: Path, tmp_path: Path, name: str
) -> None:
    with zipfile.ZipFile(wacz, "a") as made:
        made.writestr(zipfile.ZipInfo(name, NOON), b"slipped")
    before = sorted(path for path in tmp_path.rglob("*"))
    found = judged(wacz)
    assert found.state == "INVALID"
    assert any("no place for it" in each.reason for each in found.problems)
    assert sorted(path for path in tmp_path.rglob("*")) == before
    assert not Path("/tmp/outside").exists()


def test_a_link_in_an_archive_is_never_made(wacz: Path) -> None:
    with zipfile.ZipFile(wacz, "a") as made:
        link = zipfile.ZipInfo("data/records/0.json", NOON)
        link.create_system, link.external_attr = 3, 0o120777 << 16
        made.writestr(link, "/etc/passwd")
    found = judged(wacz)
    assert found.state == "INVALID"
    assert "/etc" not in str(found.problems)
