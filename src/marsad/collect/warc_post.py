"""From a page that can be taken to a post: read again, unpacked, its text taken out."""

import json
import re
import zlib
from dataclasses import dataclass
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from marsad.collect.warc_record import Record, answer_header, next_record
from marsad.collect.warc_scan import PAGES, Entry, mime, zipped
from marsad.collect.warc_stream import Stream, Unzipped
from marsad.engine.capped import Capped, Limits
from marsad.errors import BadInput
from marsad.model import Entity, Place, Post
from marsad.phrase import Phrase
from marsad.plugins import Gathered

LARGEST = 16 << 20
"""A page above this is refused."""
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_LIMITS = Limits(seconds=5.0, megabytes=1024, file_megabytes=16, answer_megabytes=64)


@dataclass(frozen=True, slots=True)
class Page:
    """The bytes of a page as a browser got them, and what it was told about them."""

    body: bytes
    type: str
    encoding: str


def text_reader() -> Capped:
    """A child that takes the text out of pages; to be closed when it is no longer needed."""
    return Capped("marsad.collect.warc_page:page_text", _LIMITS)


def gathered(file: BinaryIO, entry: Entry, reader: Capped, marks: tuple[Entity, ...]) -> Gathered:
    """The post of a page; ``marks`` say what is known about the file as a whole."""
    record = _record(file, entry)
    uri, page = _uri(record), _page(record)
    text = _text(reader, page, uri)
    place = _place(uri)
    cut = (Entity("truncated", 0, 0, record.said("WARC-Truncated")[:40]),)
    post = Post(
        id="",
        place=place.id,
        capture="",
        native_id=f"{entry.date:%Y%m%d%H%M%S}/{uri}",
        posted_at=entry.date,
        text=text,
        entities=marks + (cut if record.said("WARC-Truncated") else ()),
    )
    return Gathered(place, post)


def page_at(file: BinaryIO, entry: Entry) -> tuple[str, Page]:
    """The address and the page of an entry."""
    record = _record(file, entry)
    return _uri(record), _page(record)


def _uri(record: Record) -> str:
    return record.uri.replace(" ", "%20")


def _record(file: BinaryIO, entry: Entry) -> Record:
    stream = (Unzipped if zipped(file) else Stream)(file, entry.offset)
    record = next_record(stream)
    if record is None:
        raise BadInput(Phrase("it changed while it was read"))
    return record


def _page(record: Record) -> Page:
    if record.said("WARC-Type") == "resource":
        return Page(record.content.read_all(LARGEST), record.said("Content-Type"), "")
    answer = answer_header(record)
    body = record.content.read_all(LARGEST)
    if (answer.get_header("Transfer-Encoding") or "").strip().lower() == "chunked":
        body = unchunked(body)
    return Page(body, _field(answer, "Content-Type"), _field(answer, "Content-Encoding"))


def unchunked(body: bytes) -> bytes:
    """The content without its chunk lengths; as it is, when the writer took them out already."""
    from io import BytesIO

    from warcio.bufferedreaders import ChunkedDataException, ChunkedDataReader  # type: ignore[import-untyped]

    head = body[:64].partition(b"\r\n")[0].partition(b";")[0].strip()
    if not re.fullmatch(rb"[0-9a-fA-F]{1,8}", head):
        return body
    try:
        return bytes(ChunkedDataReader(BytesIO(body), raise_exceptions=True).read())
    except ChunkedDataException as error:
        raise BadInput(
            Phrase("the chunks of its content do not have the lengths they claim")
        ) from error


def _field(answer: Any, name: str) -> str:
    return str(answer.get_header(name) or "")


def _text(reader: Capped, page: Page, uri: str) -> str:
    charset = _CHARSET.search(page.type)
    said = reader.call(
        page.body,
        html=PAGES.get(mime(page.type)) == "html",
        charset=charset[1] if charset else "",
        encoding=page.encoding[:100],
        url=uri,
    )
    read = json.loads(said)
    title, text = str(read["title"]), str(read["text"])
    if not (title or text):
        raise BadInput(Phrase("the page holds no text"))
    return text if title in text else "\n\n".join(filter(None, (title, text)))


def _place(uri: str) -> Place:
    host = (urlsplit(uri).hostname or "").lower()
    return Place(f"web:{host}", "Web", host, address=f"https://{host}/")


def checksum(file: BinaryIO) -> list[int]:
    """How many bytes there are, and their checksum: tells whether a later run sees the same."""
    file.seek(0)
    made = size = 0
    while data := file.read(1 << 18):
        made, size = zlib.crc32(data, made), size + len(data)
    return [size, made]
