"""What a message of ``result.json`` may hold, and how a damaged one is told from a good one.

A key that stands twice in a message counts as it does for every JSON reader used here: the last
one wins. Fields that are not named here are skipped, but must still be well-formed JSON.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from marsad.collect.telegram_split import Stretch
from marsad.phrase import Phrase


class TextPart(msgspec.Struct, gc=False):
    """A stretch of text with one meaning."""

    type: str = "plain"
    text: str = ""
    href: str | None = None


Text = str | list[str | TextPart]


class PollAnswer(msgspec.Struct, gc=False):
    """One answer of a poll."""

    text: Text


class PollShape(msgspec.Struct, gc=False):
    """A poll as the export writes it."""

    question: Text
    answers: list[PollAnswer]


class Location(msgspec.Struct, gc=False):
    """A point on the map."""

    latitude: float
    longitude: float


class Message(msgspec.Struct, gc=False):
    """A message as the export writes it, in the order in which it writes it: decoded faster."""

    id: int
    type: str
    date_unixtime: str | int | None = None
    edited_unixtime: str | int | None = None
    actor: str | None = None
    actor_id: str | int | None = None
    action: str | None = None
    title: str | None = None
    members: tuple[str | None, ...] = ()
    message_id: int | None = None
    information_text: str | None = None
    from_: str | None = msgspec.field(default=None, name="from")
    from_id: str | int | None = None
    author: str | None = None
    forwarded_from: str | msgspec.UnsetType | None = msgspec.UNSET
    forwarded_from_id: str | int | None = None
    reply_to_message_id: int | None = None
    via_bot: str | None = None
    photo: str | None = None
    photo_file_size: int = 0
    file: str | None = None
    file_name: str | None = None
    file_size: int = 0
    media_type: str | None = None
    mime_type: str | None = None
    contact_information: msgspec.Raw = msgspec.Raw(b"")
    location_information: Location | None = None
    game_title: str | None = None
    game_link: str | None = None
    invoice_information: msgspec.Raw = msgspec.Raw(b"")
    poll: PollShape | None = None
    text: Text = ""
    # Left unparsed: where the text is one string it says nothing new, and that is most messages.
    text_entities: msgspec.Raw = msgspec.Raw(b"")


@dataclass(frozen=True, slots=True)
class Damaged:
    """A message, or a part of one, that could not be read."""

    where: str
    reason: str


_Several = msgspec.json.Decoder(list[Message])
_One = msgspec.json.Decoder(Message)
_ID = re.compile(rb'"id"\s*:\s*(\d+)')
# Telegram Desktop writes control characters as \x0B, which is not JSON.
_BAD_ESCAPE = re.compile(
    rb"(?<!\\)((?:\\\\)*)"
    rb"(?:\\x[0-9A-Fa-f]{2}"
    rb"|\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])"
    rb"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2})"
)
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


def decode(stretch: Stretch) -> list[Message | Damaged]:
    """Read a stretch at once; message by message only when one of them is damaged."""
    try:
        messages: list[Message | Damaged] = [*_Several.decode(b"[" + stretch.text + b"]")]
    except _UNREADABLE:
        return [found for piece in stretch.pieces() for found in _decode_one(*piece)]
    return messages


def _decode_one(offset: int, piece: bytes) -> Iterator[Message | Damaged]:
    try:
        yield _One.decode(piece)
        return
    except _UNREADABLE as error:
        damaged = Damaged(_where(offset, piece), _reason(error))
    mended = _mend(piece)
    if mended == piece:
        yield damaged
        return
    try:
        yield _One.decode(mended)
    except _UNREADABLE:
        yield damaged
        return
    yield Damaged(
        damaged.where,
        Phrase(
            "it holds characters that are no text (a control character, half a "
            "surrogate pair, broken UTF-8); each was replaced by U+FFFD and the "
            "message was taken"
        ),
    )


def _mend(piece: bytes) -> bytes:
    whole = piece.decode("utf-8", "replace").encode()
    return _BAD_ESCAPE.sub(rb"\1\\ufffd", whole)


def _where(offset: int, piece: bytes) -> str:
    found = _ID.search(piece)
    number = f"message {found[1].decode()}, " if found else "a message "
    return f"{number}at byte {offset}"


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return Phrase("it is nested too deep")
    if isinstance(error, UnicodeDecodeError):
        return Phrase("its text is not UTF-8")
    return Phrase("it is no message of Telegram Desktop: %(error)s", error=error)
