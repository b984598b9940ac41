"""Goes through a WARC file once: which records can be taken, which are refused, where they stand.

Where a record ends is told by its Content-Length, or by the end of its gzip member. When neither
holds, the reading ends there: searching for the next thing that looks like a record would let a
page forge one, since a page may contain whatever its author likes.
"""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, BinaryIO, NamedTuple
from urllib.parse import urlsplit

from marsad.collect.warc_digest import Digest
from marsad.collect.warc_record import (
    FramingError,
    NoRecordError,
    Record,
    answer_header,
    next_record,
    skip_request,
)
from marsad.collect.warc_stream import Stream, Unzipped
from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.plugins import Refused

PAGES = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "plain"}
_SILENT = ("warcinfo", "request", "metadata", "")
_MIME = re.compile(r"[a-z0-9.+-]{1,40}/[a-z0-9.+-]{1,60}")
_KINDS = 30
_URI = 2000
_NO_URI = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class Entry(NamedTuple):
    """A page that can be taken. Sorts by the time of its capture."""

    date: datetime
    source: int
    offset: int
    number: int


class Scan:
    """One way through a file; ``entries`` grows as it goes on."""

    def __init__(self, file: BinaryIO, name: str, source: int = 0) -> None:
        """``name`` is how the file is called in what is refused."""
        self.entries: list[Entry] = []
        self.left_out: Counter[str] = Counter()
        self.broken = ""
        self._file = file
        self.name = name
        self._source = source
        self._ids: set[bytes] = set()
        self._number = 0

    def run(self) -> Iterator[Refused]:
        """Yield what is refused; ``broken`` then says why the reading ended before the file did."""
        steps = self._members() if zipped(self._file) else self._plain()
        try:
            yield from (refused for refused in steps if refused)
        except BadInput as error:
            self.broken = Phrase(
                "%(name)s cannot be read on at record %(number)s: %(error)s",
                name=self.name,
                number=self._number,
                error=error,
            )

    def _plain(self) -> Iterator[Refused | None]:
        stream = Stream(self._file, 0)
        record = self._next(stream)
        while record is not None:
            number = self._number
            refused = self._judge(record, record.offset)
            # Only what comes behind a record shows that it ended where it said.
            with self._dropping(number, NoRecordError):
                record = self._next(stream)
            yield refused

    def _members(self) -> Iterator[Refused | None]:
        offset, size = 0, self._file.seek(0, 2)
        while offset < size:
            stream = Unzipped(self._file, offset)
            try:
                record = self._next(stream)
                refused = self._judge(record, offset) if record else None
                with self._dropping(self._number, FramingError):
                    _alone(stream)
                yield refused
            except FramingError as error:
                yield Refused(self._where(""), str(error))
            while stream.read(1 << 16):
                pass
            offset = stream.after

    def _next(self, stream: Stream) -> Record | None:
        self._number += 1
        return next_record(stream)

    @contextmanager
    def _dropping(self, number: int, fault: type[FramingError]) -> Iterator[None]:
        """Take a record back when what comes behind it does not begin like a record."""
        try:
            yield
        except fault:
            if self.entries and self.entries[-1].number == number:
                self.entries.pop()
            raise

    def _where(self, uri: str) -> str:
        return f"{self.name}, record {self._number}" + (f", {uri[:200]}" if uri else "")

    def _judge(self, record: Record, offset: int) -> Refused | None:
        """Read a record to its end and keep or refuse it."""
        try:
            kind, payload = self._kind(record)
            record.content.skip()
            _agree(record, payload)
            self._once(record)
            if kind in PAGES.values():
                objection = _objection(record.uri)
                if objection:
                    raise BadInput(objection)
                self.entries.append(Entry(record.date, self._source, offset, self._number))
            elif kind:
                self.left_out[kind if len(self.left_out) < _KINDS else "of other kinds"] += 1
        except FramingError:
            raise
        except BadInput as error:
            record.content.skip()
            if record.content.left:
                raise FramingError(f"{error}, and the file ends within it") from error
            return Refused(self._where(record.uri), str(error))
        return None

    def _kind(self, record: Record) -> tuple[str, Digest | None]:
        """``html`` or ``plain`` for a page, else in what pile it is counted; and its digest."""
        type_, answer = record.said("WARC-Type"), None
        if type_ == "response" and record.uri.lower().startswith(("http://", "https://")):
            answer = answer_header(record)
        if type_ == "request":
            skip_request(record)
        payload = None
        if (said := record.said("WARC-Payload-Digest")) and type_ != "revisit":
            payload = Digest(said)
            record.content.add(payload)
        if type_ in _SILENT:
            return "", payload
        if type_ not in ("response", "resource"):
            return f"of type {type_}" if _MIME.fullmatch(f"x/{type_}") else Phrase(
                "of no type"
            ), payload
        return _pile(record, answer), payload

    def _once(self, record: Record) -> None:
        id = record.said("WARC-Record-ID").encode("utf-8", "replace")[:500]
        if not id:
            raise BadInput(Phrase("it has no WARC-Record-ID"))
        if id in self._ids:
            raise BadInput(
                Phrase(
                    "its WARC-Record-ID %(id)s stands at an earlier record too", id=id.decode()[:80]
                )
            )
        self._ids.add(id)


def _alone(stream: Stream) -> None:
    if next_record(stream) is not None:
        raise BadInput(
            Phrase(
                "one gzip member holds several records, so none can be found again; "
                "unzip the file with gunzip and collect what comes out"
            )
        )


def zipped(file: BinaryIO) -> bool:
    """The file begins like gzip."""
    file.seek(0)
    return file.read(2) == b"\x1f\x8b"


def mime(said: str) -> str:
    """The type in a Content-Type, without its parameters."""
    return said.partition(";")[0].strip().lower()


def _pile(record: Record, answer: Any) -> str:
    if not record.uri.lower().startswith(("http://", "https://")):
        return "of addresses that are not http"
    if answer is not None:
        status = answer.get_statuscode()
        if status != "200":
            return f"with status {status}" if re.fullmatch(r"\d{3}", status) else "of no status"
        said = mime(answer.get_header("Content-Type") or "")
    else:
        said = mime(record.said("Content-Type"))
    return PAGES.get(said) or (f"of {said}" if _MIME.fullmatch(said) else "of no type")


def _agree(record: Record, payload: Digest | None) -> None:
    if record.content.left:
        raise FramingError(
            f"its Content-Length promises {record.content.left} bytes more than there are"
        )
    for name, digest in (("block", record.block), ("payload", payload)):
        if digest and digest.problem:
            raise BadInput(Phrase("INVALID: %(problem)s", problem=digest.problem))
        if digest and not digest.agrees:
            raise BadInput(
                Phrase(
                    "INVALID: its %(name)s is not what its digest %(said)s says",
                    name=name,
                    said=digest.said,
                )
            )


def _objection(uri: str) -> str:
    try:
        host = urlsplit(uri.replace(" ", "%20")).hostname
    except ValueError:
        host = None
    if not host:
        return Phrase("its address names no host")
    if len(uri) > _URI:
        return Phrase("its address is longer than %(uri)s signs", uri=_URI)
    return (
        Phrase("its address holds invisible signs") if _NO_URI.search(uri.replace(" ", "")) else ""
    )
