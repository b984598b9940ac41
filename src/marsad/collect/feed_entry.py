"""What a feed says, whichever format it is written in, before anything is made of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from marsad.model import Media
from marsad.phrase import Phrase

_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_MIMES = {"image": "photo", "video": "video", "audio": "audio"}
NOT_FETCHED = Phrase("not fetched: enclosures are fetched on request")


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of text as the feed gives it: plain, or HTML with the address it is relative to."""

    said: str = ""
    html: bool = False
    base: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed; times are still as they were written."""

    id: str = ""
    link: str = ""
    title: Words = Words()
    body: Words = Words()
    published: str = ""
    updated: str = ""
    author: str = ""
    source: str = ""
    """Name of the feed it was taken over from."""
    source_address: str = ""
    media: tuple[Media, ...] = ()


@dataclass(frozen=True, slots=True)
class Damaged:
    """An item that cannot be read at all."""

    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """A feed that was read."""

    title: Words
    address: str
    """Its own address, as it says itself."""
    home: str
    entries: Sequence[Entry | Damaged]
    fault: str = ""
    """Why some of it may be missing; empty when it was read whole."""
    description: Words = Words()
    """What it says it is."""
    picture: str = ""
    """Address of its logo."""


def clean(text: str) -> str:
    """The text with what is no text (control characters, half a surrogate pair) as U+FFFD."""
    return _NO_TEXT.sub("\ufffd", text)


def enclosure(address: str, mime: str, size: object) -> Media:
    """A file that a feed names; it is listed and not fetched."""
    kind = _MIMES.get(mime.partition("/")[0].lower(), "file")
    digits = str(size or "").strip()
    known = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 16 else 0
    mime = clean(mime) or "application/octet-stream"
    return Media("", clean(address), kind, mime, known, NOT_FETCHED)
