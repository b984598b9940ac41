"""C11: what is two things at once is kept as it came and given out as neither."""

from pathlib import Path
from urllib.parse import quote

import pytest
from conftest import message, write_export
from desk_client import seated

from marsad import pipeline, preserve
from marsad.enrich import enrich
from marsad.store import Store
from marsad.web import app

SCRIPT = b"<script>alert(1)</script>"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\2\0\0\0\x90wS\xde"
POLYGLOTS = {
    "a.gif": b"GIF89a/*\x01\0\0\0\0*/=1;alert(1)//" + bytes(20) + b";",
    "b.jpg": b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xd9"
    b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0" + bytes(16) + b"PK\x05\x06" + bytes(18),
    "c.pdf": b"%PDF-1.4\n%" + SCRIPT + b"\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript"
    b"/JS(app.alert(1))>>>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
    "d.jpg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>",
    "e.png": PNG + SCRIPT + b"<html><body onload=alert(1)>",
    "f.html": b"   %PDF-1.7\n<html>" + SCRIPT,
}


@pytest.fixture
def lab(store: Store, tmp_path: Path) -> Store:
    folder = tmp_path / "export"
    (folder / "files").mkdir(parents=True)
    said = []
    for id, (name, data) in enumerate(POLYGLOTS.items(), start=1):
        (folder / "files" / name).write_bytes(data)
        field = "photo" if name == "d.jpg" else "file"
        said.append(message(id, f"ملف {id}", **{field: f"files/{name}"}))
    pipeline.collect(store, [str(write_export(folder, said))])
    enrich(store)
    return store


def test_polyglots_are_kept_byte_for_byte(lab: Store) -> None:
    kept = [lab.read(media.sha256) for post in lab.posts() for media in post.media]
    assert kept == list(POLYGLOTS.values())
    assert preserve.verify(lab).state == preserve.VERIFIED


def test_polyglots_are_saved_and_never_shown(lab: Store) -> None:
    """Whatever a name or the first bytes say: an attachment of no type, in a sandbox."""
    desk = seated(app(lab.lab))
    asked = 0
    for post in lab.posts():
        at = f"/post/{quote(post.id, safe='')}"
        page = desk.get(at)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        for media in post.media:
            answer = desk.get(f"{at}/original/{media.sha256}")
            assert answer.url.host == "evidence.localhost"
            assert answer.headers["content-type"] == "application/octet-stream"
            assert answer.headers["content-disposition"].startswith("attachment")
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert "sandbox" in answer.headers["content-security-policy"]
            shown = desk.get(f"{at}/picture/{media.sha256}")
            if shown.status_code == 200:
                assert shown.headers["content-type"] in ("image/jpeg", "image/png")
                assert b"alert" not in shown.content
            asked += 1
    assert asked == len(POLYGLOTS)
