"""What hangs on a message besides its words, and where its content can be had."""

import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from marsad.collect.telegram_media import objection
from marsad.model import Entity, Media

_LEFT_OUT = {
    "MessageMediaUnsupported": "Telethon does not know this kind; a newer one may",
    "MessageMediaPaidMedia": "it must be paid for",
}
# Nothing of these is a file, or it is shown elsewhere.
_MARKS = {
    "MessageMediaContact": "contact",
    "MessageMediaGame": "game",
    "MessageMediaInvoice": "invoice",
}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A medium before its content was fetched."""

    media: Media
    location: Any = None
    """What is asked for; nothing where ``media.missing`` says why."""
    dc: int = 0
    """Which of Telegram's data centres has it."""


def attachments(message: Any) -> list[Attachment]:
    """The files of a message, each under a name that no other message has."""
    media, name = message.media, type(message.media).__name__
    if name in _LEFT_OUT:
        return [Attachment(Media("", f"file-{message.id}", missing=_LEFT_OUT[name]))]
    if name == "MessageMediaPhoto":
        return [photo(message.id, media.photo)]
    if name == "MessageMediaDocument":
        return [_document(message.id, media.document)]
    changed = getattr(message.action, "photo", None)
    return [photo(message.id, changed)] if changed is not None else []


def marks(message: Any) -> Iterator[Entity]:
    """What the platform shows without words, as entities of no length.

    Contacts carry a private person's number, so only the fact is kept.
    """
    if message.via_bot_id:
        bot = getattr(message.via_bot, "username", None)
        yield Entity("via_bot", 0, 0, f"@{bot}" if bot else "")
    point: Any = getattr(message.media, "geo", None)
    if type(point).__name__ == "GeoPoint":
        yield Entity("location", 0, 0, f"geo:{point.lat},{point.long}")
    name = type(message.media).__name__
    if name in _MARKS:
        yield Entity(_MARKS[name], 0, 0)


def photo(id: int, photo: Any) -> Attachment:
    """The largest picture of a photo, under the name of what it came with."""
    media = Media("", f"photo-{id}.jpg", "photo", "image/jpeg")
    sizes = sorted(
        (_size(each), each.type) for each in getattr(photo, "sizes", None) or () if _size(each)
    )
    if not sizes:
        return Attachment(_gone(media))
    size, kind = sizes[-1]
    location = import_module("telethon.tl.types").InputPhotoFileLocation(
        photo.id, photo.access_hash, photo.file_reference, kind
    )
    return Attachment(_sized(media, size), location, photo.dc_id)


def _size(each: Any) -> int:
    """Bytes of one of the sizes of a photo; 0 for an outline that is no picture of its own."""
    if type(each).__name__ == "PhotoSizeProgressive":
        return int(max(each.sizes, default=0))
    return int(each.size) if type(each).__name__ == "PhotoSize" else 0


def _document(id: int, document: Any) -> Attachment:
    if type(document).__name__ != "Document":
        return Attachment(_gone(Media("", f"file-{id}")))
    told = {type(each).__name__: each for each in document.attributes}
    kind, mime = _kind(told), document.mime_type or "application/octet-stream"
    said = getattr(told.get("DocumentAttributeFilename"), "file_name", "")
    plain = f"{kind}{mimetypes.guess_extension(mime) or ''}"
    # A name that hides something is not shown either.
    name = f"{id}-{said[:200] if not objection(said) else plain}"
    location = import_module("telethon.tl.types").InputDocumentFileLocation(
        document.id, document.access_hash, document.file_reference, thumb_size=""
    )
    return Attachment(Media("", name, kind, mime, document.size), location, document.dc_id)


def _kind(told: dict[str, Any]) -> str:
    """As Telegram Desktop tells them apart."""
    video, audio = told.get("DocumentAttributeVideo"), told.get("DocumentAttributeAudio")
    if "DocumentAttributeSticker" in told:
        return "sticker"
    if video and video.round_message:
        return "video"
    if audio and audio.voice:
        return "voice"
    if "DocumentAttributeAnimated" in told:
        return "animation"
    return "video" if video else "audio" if audio else "file"


def _sized(media: Media, size: int) -> Media:
    return Media("", media.name, media.kind, media.mime, size)


def _gone(media: Media) -> Media:
    return Media("", media.name, media.kind, media.mime, missing="Telegram no longer has it")
