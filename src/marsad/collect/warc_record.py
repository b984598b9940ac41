"""Reads one record of a WARC file: its header, the header of the answer in it, its content."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from marsad.collect.warc_digest import Digest
from marsad.collect.warc_stream import LongLineError, Stream
from marsad.errors import BadInput
from marsad.phrase import Phrase

_VERSIONS = ["WARC/1.1", "WARC/1.0", "WARC/0.17", "WARC/0.18"]
_PROTOCOLS = ["HTTP/1.0", "HTTP/1.1", "HTTP/2", "HTTP/3"]
_AT_ONCE = 1 << 16
_BLANK = 8


class FramingError(BadInput):
    """Where this record ends cannot be known."""


class NoRecordError(FramingError):
    """No record begins where the one before it says that it ends."""


class Content:
    """The content of a record: as long as its header says, with the digests it names."""

    def __init__(self, stream: Stream, length: int, digests: tuple[Digest, ...]) -> None:
        """``stream`` stands behind the header."""
        self._end = stream.tell() + length
        self._stream = stream
        self._digests = list(digests)

    def add(self, digest: Digest) -> None:
        """Make another digest of what comes from here on."""
        self._digests.append(digest)

    @property
    def left(self) -> int:
        """How many bytes are still to come, those of a refused header line not among them."""
        return self._end - self._stream.tell()

    def read(self, length: int = _AT_ONCE) -> bytes:
        """Some bytes, at most ``length``; none at the end."""
        return self._seen(self._stream.read(min(length, self.left)) if self.left else b"")

    def readline(self, length: int | None = None) -> bytes:
        """One header line of the answer."""
        most = self.left if length is None else min(length, self.left)
        return self._seen(self._stream.readline(most) if most else b"")

    def read_all(self, most: int) -> bytes:
        """The rest, which must not be more than ``most``."""
        if self.left > most:
            raise BadInput(Phrase("its content is larger than %(most)s MB", most=most >> 20))
        return b"".join(iter(self.read, b""))

    def skip(self) -> None:
        """Let the rest go by."""
        while self.read():
            pass

    def _seen(self, piece: bytes) -> bytes:
        for digest in self._digests:
            digest.update(piece)
        return piece


@dataclass(frozen=True, slots=True)
class Record:
    """A record that stands open: its header is read, its content is not."""

    header: Any
    offset: int
    """How far into the stream it starts."""
    content: Content
    block: Digest | None

    def said(self, name: str) -> str:
        """A field of its header; empty when it has none."""
        return str(self.header.get_header(name) or "").strip()

    @property
    def uri(self) -> str:
        """What was asked for; Wget 1.19 put it in angle brackets."""
        uri = self.said("WARC-Target-URI")
        return uri[1:-1] if uri.startswith("<") and uri.endswith(">") else uri

    @property
    def date(self) -> datetime:
        """When it was captured, by the clock of whoever captured it."""
        said = self.said("WARC-Date")
        try:
            at = datetime.fromisoformat(said)
        except ValueError as error:
            raise BadInput(
                Phrase("its WARC-Date %(said)s is not a time", said=repr(said[:40]))
            ) from error
        if at.tzinfo is None:
            raise BadInput(Phrase("its WARC-Date %(said)s has no zone", said=repr(said[:40])))
        return at.astimezone(UTC)


def next_record(stream: Stream) -> Record | None:
    """Read the next header; nothing when there is no further record."""
    from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException  # type: ignore[import-untyped]

    stream.begin_headers()
    try:
        line = _first_line(stream)
        if not line:
            return None
        offset = stream.tell() - len(line)
        header = StatusAndHeadersParser(_VERSIONS).parse(stream, line)
    except StatusAndHeadersParserException as error:
        raise NoRecordError("no record begins where one should") from error
    except FramingError:
        raise
    except BadInput as error:
        raise FramingError(str(error)) from error
    said = header.get_header("Content-Length") or ""
    if not (said.isascii() and said.isdigit() and len(said) < 16):
        raise FramingError(f"its Content-Length is {said[:20]!r}")
    named = header.get_header("WARC-Block-Digest")
    block = Digest(named) if named and header.get_header("WARC-Type") != "revisit" else None
    content = Content(stream, int(said), (block,) if block else ())
    return Record(header, offset, content, block)


def answer_header(record: Record) -> Any:
    """The status and header of the answer that a response record holds."""
    from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

    try:
        return StatusAndHeadersParser(_PROTOCOLS).parse(record.content)
    except (StatusAndHeadersParserException, EOFError) as error:
        raise BadInput(Phrase("it holds no HTTP answer")) from error


def skip_request(record: Record) -> None:
    """Let the header of a request go by: a payload digest speaks of what comes behind it."""
    while record.content.readline().strip():
        pass


def _first_line(stream: Stream) -> bytes:
    for _ in range(_BLANK):
        try:
            line = stream.readline()
        except LongLineError as error:
            raise NoRecordError(str(error)) from error
        if not line or line.strip():
            return line
    raise NoRecordError("blank lines stand where a record should begin")
