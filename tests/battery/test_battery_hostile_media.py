"""BATTERY C1, C2, C11, C12: files made to break decoders, through a whole lab.

Each is stored as it came, what cannot be opened is said to be unreadable with its reason, and the
posts after it are looked at.
"""

import io
import struct
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from battery.lab_samples import CAPTURE, PLACE
from PIL import Image

from marsad.enrich import enrich
from marsad.model import Media, Post
from marsad.store import Store

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "hostile" / "pillow-bad"
ENRICHERS = ("media", "exif")
THEN = datetime(2024, 5, 1, tzinfo=UTC)


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, *more: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + b"".join(more) + chunk(b"IEND", b"")


def rows(width: int, height: int) -> bytes:
    return chunk(b"IDAT", zlib.compress(bytes((width + 7) // 8 + 1) * height, 9))


def good() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(written, "PNG")
    return written.getvalue()


def gif(width: int, height: int, frames: int) -> bytes:
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + bytes(6)
    frame = b"," + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\x02\x02\x4c\x01\x00"
    return head + frame * frames + b";"


BOMBS = {
    "20000 x 20000.png": png(20_000, 20_000, rows(20_000, 20_000)),
    "10000 x 10000.png": png(10_000, 10_000, rows(10_000, 10_000)),
    "65535.png": png(65_535, 65_535),
    "text.png": png(
        40, 30, chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(200_000_000), 9)), rows(40, 30)
    ),
    "wide.gif": gif(65_535, 65_535, 1),
    "cut.gif": gif(200, 200, 5)[:40],
}
POLYGLOTS = {
    "script.gif": (b"GIF89a/*" + bytes(30) + b"*/=1;alert(1)//", "image/gif"),
    "zip.jpg": (b"\xff\xd8\xff\xe0" + bytes(60) + b"PK\x03\x04" + bytes(60), "image/jpeg"),
    "html.pdf": (b"%PDF-1.7\n<html><script>alert(1)</script>", "application/pdf"),
    "drawing.jpg": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', ""),
    "page.png": (b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script>", "image/png"),
}


def filled(store: Store, files: dict[str, bytes]) -> dict[str, str]:
    """A post for each file, and a good picture in the last; the digests by name."""
    digests = {}
    for number, (name, content) in enumerate([*files.items(), ("good.png", good())]):
        digests[name] = store.keep(content)
        media = (Media(digests[name], name, "photo"),)
        id = f"p{number}"
        store.add(Post(id, PLACE.id, CAPTURE.id, str(number), THEN, "", media=media))
    return digests


@pytest.fixture
def store(tmp_path):
    with Store.create(tmp_path / "lab") as made:
        made.add(PLACE, CAPTURE)
        yield made


def said_of(store: Store, digest: str) -> dict[str, str]:
    (post,) = store.posts_with(digest)
    return {each.kind: each.value for each in store.findings(post.id) if each.media == digest}


def is_looked_at(store: Store, digests: dict[str, str]) -> None:
    """The good picture at the end was measured, no post is set apart, all is as it came."""
    assert said_of(store, digests["good.png"])["dimensions"] == "40x30"
    assert store.quarantined() == []


def test_bombs_are_refused_with_a_reason_and_the_rest_goes_on(store):
    digests = filled(store, BOMBS)
    enrich(store, ENRICHERS)
    for name in ("20000 x 20000.png", "10000 x 10000.png", "65535.png", "wide.gif"):
        assert "million pixels" in said_of(store, digests[name])["unreadable"], name
    for name in ("text.png", "cut.gif"):
        said = said_of(store, digests[name])
        assert said.get("unreadable") or said.get("dimensions"), name
    is_looked_at(store, digests)


def test_polyglots_are_kept_as_bytes_and_named_by_what_they_begin_with(store):
    digests = filled(store, {name: content for name, (content, _) in POLYGLOTS.items()})
    enrich(store, ENRICHERS)
    for name, (content, mime) in POLYGLOTS.items():
        assert said_of(store, digests[name]).get("mime", "") == mime, name
        assert store.path(digests[name]).read_bytes() == content
    is_looked_at(store, digests)


@pytest.mark.slow
def test_pictures_that_broke_decoders_break_nothing(store):
    files = sorted(each for each in DATA.rglob("*") if each.is_file())
    if not files:
        pytest.skip("the damaged pictures in shared/data/hostile are not here")
    digests = filled(store, {str(each): each.read_bytes() for each in files})
    enrich(store, ENRICHERS)
    for name, digest in digests.items():
        said = said_of(store, digest) if len(store.posts_with(digest)) == 1 else {}
        if said.get("mime", "").startswith("image/"):
            assert ("dimensions" in said) != ("unreadable" in said), name
    is_looked_at(store, digests)
