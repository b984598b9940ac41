"""The originals of a bundle as WARC records, and the index by which viewers find them."""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from marsad.errors import NotReady
from marsad.model import Capture, Post
from marsad.phrase import Phrase
from marsad.store import Store

WARC = "data.warc"
RECORDED = ("content-encoding", "transfer-encoding", "content-length")
"""Headers that spoke of the body as it travelled; it is kept as it was decoded."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """A record of the WARC file, as the index names it."""

    url: str
    at: datetime
    mime: str
    status: int
    digest: str
    offset: int
    length: int

    @property
    def line(self) -> str:
        """The line of the index (CDXJ)."""
        said = {
            "url": self.url,
            "mime": self.mime,
            "status": str(self.status),
            "digest": self.digest,
            "length": str(self.length),
            "offset": str(self.offset),
            "filename": WARC,
        }
        return f"{_key(self.url)} {self.at.astimezone(UTC):%Y%m%d%H%M%S} {json.dumps(said)}\n"


def write_warc(store: Store, posts: Iterable[Post], out: Path) -> list[Indexed]:
    """Write what the posts were read from and their media; exchanges as responses of a server."""
    try:
        from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]
    except ImportError as error:
        raise NotReady(Phrase("WARC files need warcio"), "pip install warcio") from error
    indexed = []
    with out.open("wb") as file:
        writer = WARCWriter(file, gzip=False)
        for url, at, mime, status, record in _records(store, posts, writer):
            start = file.tell()
            writer.write_record(record)
            digest = record.rec_headers.get_header("WARC-Payload-Digest")
            indexed.append(Indexed(url, at, mime, status, digest, start, file.tell() - start))
    return indexed


def _records(
    store: Store, posts: Iterable[Post], writer: Any
) -> Iterator[tuple[str, datetime, str, int, Any]]:
    # Erased originals are not there; the bag holds their tombstones.
    seen, there = set[str](), store.blobs.there
    for post in posts:
        capture = store.capture(post.capture)
        if capture.exchange and capture.id not in seen and there(capture.sha256):
            yield _response(store, capture, writer)
        elif capture.id not in seen and not capture.exchange:
            for sha256 in filter(there, capture.parts or (capture.sha256,)):
                yield _resource(store, sha256, "application/octet-stream", capture, writer)
        seen.add(capture.id)
        for media in post.media:
            if media.sha256 and media.sha256 not in seen:
                seen.add(media.sha256)
                yield _resource(store, media.sha256, media.mime, capture, writer)


def _response(store: Store, capture: Capture, writer: Any) -> tuple[str, datetime, str, int, Any]:
    from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]

    told = json.loads(store.read(capture.exchange))
    pairs = [
        (f"X-Archive-Orig-{name}" if name.lower() in RECORDED else name, value)
        for name, value in told["response_headers"]
    ]
    headers = StatusAndHeaders(
        f"{told['status']} {_phrase(told['status'])}",
        [*pairs, ("Content-Length", str(capture.size))],
        protocol="HTTP/1.1",
    )
    mime = next((value for name, value in pairs if name.lower() == "content-type"), "")
    body = store.read(capture.sha256)
    record = writer.create_warc_record(
        capture.origin,
        "response",
        payload=BytesIO(body),
        length=len(body),
        http_headers=headers,
        warc_headers_dict=_headers(capture, body, told),
    )
    kind = mime.partition(";")[0].strip() or "application/octet-stream"
    return capture.origin, capture.taken_at, kind, int(told["status"]), record


def _resource(
    store: Store, sha256: str, mime: str, capture: Capture, writer: Any
) -> tuple[str, datetime, str, int, Any]:
    body, url = store.read(sha256), f"urn:sha256:{sha256}"
    record = writer.create_warc_record(
        url,
        "resource",
        payload=BytesIO(body),
        length=len(body),
        warc_content_type=mime,
        warc_headers_dict=_headers(capture, body, {}),
    )
    return url, capture.taken_at, mime, 200, record


def _headers(capture: Capture, body: bytes, told: Mapping[str, Any]) -> dict[str, str]:
    """The headers of a record; its digest is the one the store knows the original by."""
    digest = hashlib.sha256(body)
    at = capture.taken_at.astimezone(UTC)
    made = {
        "WARC-Date": f"{at:%Y-%m-%dT%H:%M:%SZ}",
        "WARC-Record-ID": f"<urn:uuid:{uuid5(NAMESPACE_URL, capture.id + digest.hexdigest())}>",
        "WARC-Payload-Digest": f"sha256:{base64.b32encode(digest.digest()).decode()}",
    }
    if told.get("address"):
        made["WARC-IP-Address"] = str(told["address"])
    return made


def _phrase(status: int) -> str:
    from http import HTTPStatus

    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def _key(url: str) -> str:
    """The address with its host turned round, as indexes are sorted by."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return url
    host = ",".join(reversed(parts.hostname.removeprefix("www.").split(".")))
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{port}){parts.path or '/'}{query}".lower()
