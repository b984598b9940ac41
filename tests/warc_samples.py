"""Web archives written by hand: right ones, and wrong in one thing at a time."""

import base64
import gzip
import hashlib
import io
import json
import zipfile
import zlib
from pathlib import Path

import pytest

ARTICLE = """<!doctype html><html lang="ar"><head><meta charset="utf-8"><title>{title}</title>
<script>var hidden = 1;</script></head><body><nav><a href="/">menu</a></nav><article>
<h1>{title}</h1><p>{text}</p></article></body></html>"""
TEXT = (
    "افتتحت بلدية سلوان حديقة عامة جديدة في وسط المدينة صباح اليوم، وقال رئيس البلدية إن الحديقة "
    "ستبقى مفتوحة للعائلات طوال أيام الأسبوع، وإن فيها ملعبا للأطفال ومكتبة صغيرة."
)


def packed(encoding: str, data: bytes) -> bytes:
    """What a server sends under this encoding; skips the test where its library is not there."""
    if encoding == "br":
        return pytest.importorskip("brotli").compress(data, quality=5)
    if encoding == "zstd":
        return pytest.importorskip("zstandard").ZstdCompressor().compress(data)
    return zlib.compress(data) if encoding == "deflate" else gzip.compress(data, 9, mtime=0)


def sha1(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode()


def page(title: str = "حديقة سلوان", text: str = TEXT) -> bytes:
    return ARTICLE.format(title=title, text=text).encode()


def http(body: bytes, *headers: str, status: str = "200 OK", type: str = "text/html") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {type}; charset=utf-8", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def record(
    content: bytes,
    number: int = 1,
    uri: str = "http://salwan.example/news/1",
    date: str = "2024-03-03T10:00:00Z",
    type: str = "response",
    **changed: str | None,
) -> bytes:
    """One record; ``changed`` puts another value into a field, or leaves it out."""
    body = content.partition(b"\r\n\r\n")[2] if type == "response" else content
    fields = {
        "WARC-Type": type,
        "WARC-Record-ID": f"<urn:uuid:00000000-0000-4000-8000-{number:012d}>",
        "WARC-Target-URI": uri,
        "WARC-Date": date,
        "WARC-Payload-Digest": sha1(body),
        "WARC-Block-Digest": sha1(content),
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(content)),
        **{name.replace("_", "-"): value for name, value in changed.items()},
    }
    lines = [f"{name}: {value}" for name, value in fields.items() if value is not None]
    return "\r\n".join(["WARC/1.1", *lines]).encode() + b"\r\n\r\n" + content + b"\r\n\r\n"


def pages(*numbers: int) -> list[bytes]:
    """An answer for each number, captured a minute after the other."""
    return [
        record(
            http(page(f"خبر رقم {n}")),
            n,
            uri=f"http://salwan.example/news/{n}",
            date=f"2024-03-03T10:{n:02d}:00Z",
        )
        for n in numbers
    ]


def write(path: Path, *records: bytes) -> Path:
    """A file of these records; each in a gzip member of its own when the name ends in gz."""
    zipped = path.suffix == ".gz"
    path.write_bytes(b"".join(gzip.compress(each, mtime=0) if zipped else each for each in records))
    return path


def package(archive: bytes, signed: dict[str, object] | None = None) -> dict[str, bytes]:
    """The files of a WACZ, in order."""
    files = {
        "archive/data.warc.gz": archive,
        "pages/pages.jsonl": b'{"format": "json-pages-1.0"}\n',
    }
    resources = [
        {
            "name": name.rpartition("/")[2],
            "path": name,
            "hash": "sha256:" + hashlib.sha256(data).hexdigest(),
            "bytes": len(data),
        }
        for name, data in files.items()
    ]
    listed = json.dumps({"profile": "data-package", "resources": resources}).encode()
    files["datapackage.json"] = listed
    digest = "sha256:" + hashlib.sha256(listed).hexdigest()
    said = {"path": "datapackage.json", "hash": digest}
    if signed is not None:
        said["signedData"] = {"hash": digest, **signed}
    files["datapackage-digest.json"] = json.dumps(said).encode()
    return files


def zip_of(files: dict[str, bytes], *more: tuple[str, bytes]) -> bytes:
    """A zip file; ``more`` may repeat a name."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in (*files.items(), *more):
            info = zipfile.ZipInfo(name, (2024, 3, 3, 0, 0, 0))
            zipped.writestr(info, data, zipfile.ZIP_DEFLATED)
    return made.getvalue()
