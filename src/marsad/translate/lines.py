"""The shape of a translation file: JSON lines, one translation each, and where its words stand."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import msgspec

from marsad.errors import BadInput
from marsad.model import Media, Post, Segment
from marsad.phrase import Phrase

LONGEST_LINE = 32 * 2**20
"""Bytes; a longer line is refused unread."""
OCR = "ocr:"
"""Begins ``of`` when a medium is named instead of a finding."""


class Piece(msgspec.Struct, frozen=True, omit_defaults=True):
    """A stretch of source and what it says."""

    source: str
    target: str
    start: int | None = None
    end: int | None = None


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """A translation as a file tells it. What it says of states or approval is not read."""

    of: str
    source_language: str
    language: str
    translator: str
    segments: tuple[Piece, ...]
    post: str = ""
    place: str = ""
    native_id: str = ""
    reviewer: str = ""
    fiction: bool = False


_decoder = msgspec.json.Decoder(Line)


def read(path: Path) -> Iterator[tuple[int, Line | BadInput]]:
    """Yield each line with its number; what is no translation comes as the reason why not."""
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(_raw(file), 1):
                if raw.strip():
                    yield number, _parsed(raw)
    except OSError as error:
        raise BadInput(
            Phrase(
                "%(path)s cannot be read: %(strerror)s; name a file",
                path=path.name,
                strerror=error.strerror,
            )
        ) from error


def named(media: tuple[Media, ...], name: str) -> Media:
    """The one medium with this name, or with this last part of its name."""
    found = [each for each in media if each.name == name] or [
        each for each in media if PurePosixPath(each.name).name == name
    ]
    if len({each.sha256 for each in found}) == 1:
        return found[0]
    names = ", ".join(repr(each.name) for each in media) or "none"
    many = "several media are" if found else "no medium is"
    raise BadInput(
        Phrase(
            "%(often)s called %(name)s; the post has %(names)s",
            often=many,
            name=repr(name),
            names=names,
        )
    )


def located(pieces: tuple[Piece, ...], text: str) -> tuple[Segment, ...]:
    """The pieces as segments of a text, each found after the one before it."""
    after, found = 0, []
    for number, piece in enumerate(pieces, 1):
        start = text.find(piece.source, after) if piece.start is None else piece.start
        end = start + len(piece.source)
        misplaced = start < after or text[start:end] != piece.source or piece.end not in (None, end)
        if misplaced or not piece.source.strip():
            raise BadInput(
                Phrase(
                    "segment %(number)s: %(source)s is not in the source after character "
                    "%(after)s; copy it from the source, in order",
                    number=number,
                    source=repr(piece.source[:40]),
                    after=after,
                )
            )
        found.append(Segment(start, end, piece.source, piece.target))
        after = end
    return tuple(found)


def _raw(file: BinaryIO) -> Iterator[bytes]:
    while raw := file.readline(LONGEST_LINE + 1):
        if len(raw) > LONGEST_LINE:
            while (rest := file.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
        yield raw


def _parsed(raw: bytes) -> Line | BadInput:
    if len(raw) > LONGEST_LINE:
        return BadInput(
            Phrase(
                "longer than %(longest_line)s bytes; cut it into several translations",
                longest_line=f"{LONGEST_LINE:,}",
            )
        )
    try:
        line = _decoder.decode(raw.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        return BadInput(
            Phrase("no translation: %(error)s; write one JSON object a line", error=error)
        )
    if not (line.language.strip() and line.source_language.strip()):
        return BadInput(
            Phrase("language or source_language is empty; name both, such as 'ar' and 'en'")
        )
    if not any(piece.target.strip() for piece in line.segments):
        return BadInput(Phrase("no segment says anything; give at least one target"))
    return line


def source_name(post: Post, sha256: str) -> str:
    """How a file names a medium of a post."""
    for media in post.media:
        if media.sha256 == sha256:
            return OCR + media.name
    return ""
