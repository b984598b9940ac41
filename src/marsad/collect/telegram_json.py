"""Reads a ``result.json`` of any size as runs of messages, chat by chat."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from marsad.collect.telegram_chat import Chat
from marsad.collect.telegram_frame import Frame
from marsad.collect.telegram_message import Damaged, Message, decode
from marsad.collect.telegram_split import split
from marsad.collect.telegram_window import Tally, Window
from marsad.errors import BadInput
from marsad.phrase import Phrase

EXPECTED = "expected the result.json of a Telegram Desktop export"
_BOM = b"\xef\xbb\xbf"
_OPENING = re.compile(rb'"messages"[ \t\r\n]{0,100}:[ \t\r\n]{0,100}\[')
# Longer than any opening, so that one the window cuts off is seen when it is whole.
_HELD = 256


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive messages of a chat, and what was read of the file up to here."""

    chat: Chat | None
    """Nothing when the head of the chat does not say which it is."""
    number: int
    """Of the chat in this export, from 1."""
    messages: list[Message | Damaged]
    mark: tuple[int, int]


def read_runs(path: Path, tally: Tally) -> Iterator[Run]:
    """Yield the messages in the order of the file, and raise at the end if the file is damaged."""
    with path.open("rb") as file:
        window = Window(file, path.name, tally)
        frame = Frame(path.name)
        _begin(window)
        while opening := _next_opening(window, frame):
            chat = frame.chat()
            for stretch in split(window, opening):
                if stretch.text:
                    yield Run(chat, frame.chats, decode(stretch), window.mark)
        frame.close(window.start)
    if not frame.chats:
        raise BadInput(
            Phrase("%(path)s holds no chats; %(expected)s", path=path.name, expected=EXPECTED)
        )


def _begin(window: Window) -> None:
    window.read_on()
    if window.bytes.startswith(_BOM):
        window.take(len(_BOM))
    if not window.bytes.strip():
        raise BadInput(
            Phrase("%(window)s is empty; %(expected)s", window=window.name, expected=EXPECTED)
        )


def _next_opening(window: Window, frame: Frame) -> bytes:
    """Feed the frame up to the next messages array; what stands before it, or nothing."""
    while True:
        opening = _OPENING.search(window.bytes)
        if opening:
            head = _feed(window, frame, opening.end())
            if frame.at_messages:
                return head
        elif window.ended:
            _feed(window, frame, len(window.bytes))
            return b""
        else:
            _feed(window, frame, max(0, len(window.bytes) - _HELD))
            window.read_on()


def _feed(window: Window, frame: Frame, length: int) -> bytes:
    offset = window.start
    data = window.take(length)
    frame.feed(data, offset)
    return data
