"""Cuts the messages array of an export into stretches of whole messages, without parsing them.

Telegram Desktop indents by one space a level, so a line break, the indentation of a message and a
brace is always the border of a message: a line break inside a string would be written ``\\n``. A
wrong cut (in a file that only looks like an export) leaves brackets open on both sides and
cannot be decoded, so nothing false gets through. An array without indentation is cut by
counting brackets: about as fast as ijson, and the pieces meet the same decoder, so that a message
gets the same verdict however the file is laid out (ijson would turn a lone surrogate into "?").
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from marsad.collect.telegram_window import Window
from marsad.errors import BadInput
from marsad.phrase import Phrase

_INDENTED = re.compile(rb"\n( +)\{\n")
_OUTER = re.compile(rb"\n( +)\"messages\": \[\Z")
# A string that the window cuts off matches without its closing quote.
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[{}\[\]]', re.DOTALL)
_BEFORE_FIRST = re.compile(rb"[ \t\r\n]*")
_BETWEEN = re.compile(rb"[ \t\r\n]*,[ \t\r\n]*")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Whole messages as they stand in the file, with commas between them."""

    offset: int
    text: bytes
    border: bytes = b""
    """What stands between two messages, for cutting the stretch up; empty for a single one."""

    def pieces(self) -> Iterator[tuple[int, bytes]]:
        """Each message alone, with its offset in the file."""
        if not self.border:
            yield self.offset, self.text
            return
        closing, opening = self.border.split(b",")
        offset = self.offset
        pieces = self.text.split(self.border)
        for number, piece in enumerate(pieces):
            head = opening if number else b""
            tail = closing if number < len(pieces) - 1 else b""
            yield offset, head + piece + tail
            offset += len(head) + len(piece) + len(closing) + 1


def split(window: Window, opening: bytes) -> Iterator[Stretch]:
    """Cut the array that starts here; ``opening`` is what came before it, ``[`` included.

    The window is left at the closing bracket.
    """
    if len(window.bytes) < 1024:
        window.read_on()
    outer, inner = _OUTER.search(opening), _INDENTED.match(window.bytes)
    if outer and inner and len(inner[1]) > len(outer[1]):
        return _by_indentation(window, outer[1], inner[1])
    return _by_brackets(window)


def _by_indentation(window: Window, outer: bytes, inner: bytes) -> Iterator[Stretch]:
    closing = b"\n" + inner + b"}"
    border = closing + b",\n" + inner + b"{"
    # Longer than the bare bracket, so that the search can take longer strides.
    end = closing + b"\n" + outer + b"]"
    while True:
        ended = window.bytes.find(end)
        if ended >= 0:
            yield Stretch(window.start, window.take(ended + len(closing)), border)
            return
        last = window.bytes.rfind(border)
        if last >= 0:
            start = window.start
            yield Stretch(start, window.take(last + len(closing)), border)
            window.take(1)
        if not window.read_on():
            if window.bytes.rstrip().endswith(closing):
                yield Stretch(window.start, window.bytes)
            raise _broken_off(window)


def _by_brackets(window: Window) -> Iterator[Stretch]:
    gap = _BEFORE_FIRST
    while True:
        bounds = _bounds(window)
        if bounds is None:
            return
        start, end = bounds
        if not gap.fullmatch(window.bytes, 0, start):
            raise BadInput(
                Phrase(
                    "%(window)s has something that is not a message near byte %(start)s; "
                    "what came before it was taken; export again with Telegram Desktop",
                    window=window.name,
                    start=window.start,
                )
            )
        window.take(start)
        yield Stretch(window.start, window.take(end - start))
        gap = _BETWEEN


def _bounds(window: Window) -> tuple[int, int] | None:
    """Where the next object of the array starts and ends; nothing when the array ends."""
    start, depth, position = -1, 0, 0
    while True:
        for token in _TOKEN.finditer(window.bytes, position):
            first = token[0][:1]
            if token.end() == len(window.bytes) and first == b'"':
                break
            position = token.end()
            if first in b"{[":
                start = token.start() if depth == 0 else start
                depth += 1
            elif first in b"}]":
                depth -= 1
                if depth < 0:
                    window.take(0)
                    return None
                if depth == 0:
                    return start, position
        if not window.read_on():
            raise _broken_off(window)


def _broken_off(window: Window) -> BadInput:
    end = window.start + len(window.bytes)
    return BadInput(
        Phrase(
            "%(window)s breaks off at byte %(end)s: the export was interrupted "
            "or the file was cut; the messages before that were taken; export "
            "the chat again",
            window=window.name,
            end=end,
        )
    )
