"""Finds what hangs on a message besides its words, and where its content can be fetched."""

import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from marsad.collect.telegram_page import classes, first, words
from marsad.collect.telegram_web_page import APART
from marsad.model import Entity, Media
from marsad.phrase import Phrase

_PICTURE = re.compile(r"background-image:\s*url\((['\"]?)(.*?)\1\)")
_SUFFIX = re.compile(r"\.[a-z0-9]{1,5}")
_POINT = re.compile(r"[?&/@](?:q=)?(-?\d{1,3}\.\d+),(-?\d{1,3}\.\d+)")
_NOT_SERVED = Phrase(
    "t.me does not serve the file; it can be had from an export or with an account"
)
_KINDS = {
    "tgme_widget_message_photo_wrap": "photo",
    "tgme_widget_message_service_photo": "photo",
    "tgme_widget_message_video_player": "video",
    "tgme_widget_message_roundvideo_player": "video",
    "tgme_widget_message_voice_player": "voice",
    "tgme_widget_message_audio_player": "audio",
    "tgme_widget_message_document_wrap": "file",
    "tgme_widget_message_sticker_wrap": "sticker",
    "tgme_widget_message_tgsticker_wrap": "sticker",
    "tgme_widget_message_videosticker_wrap": "sticker",
    "message_media_not_supported_wrap": "file",
}
_TYPES = {"photo": "image/jpeg", "video": "video/mp4", "animation": "video/mp4"}
_MARKS = {
    "tgme_widget_message_location_wrap": "location",
    "tgme_widget_message_contact_wrap": "contact",
    "tgme_widget_message_invoice_wrap": "invoice",
    "tgme_widget_message_game_wrap": "game",
}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A medium before its content was fetched."""

    media: Media
    url: str
    """Empty where the page links no content; ``media.missing`` then says why."""
    number: str = ""
    """How Telegram numbers a photo; another one after the picture was changed."""


@dataclass(slots=True)
class Attached:
    """What hangs on a message."""

    attachments: list[Attachment] = field(default_factory=list)
    marks: list[Entity] = field(default_factory=list)


def shown(element: Any) -> Iterator[Any]:
    """The nodes of a message itself, without those that show something else."""
    from lxml import etree

    walk = etree.iterwalk(element, events=("start",))
    for _event, node in walk:
        if APART.isdisjoint(classes(node)):
            yield node
        else:
            walk.skip_subtree()


def attached(element: Any, base: str) -> Attached:
    """Media and other things in the message; ``base`` is the address of the page."""
    from lxml import etree

    found = Attached()
    walk = etree.iterwalk(element, events=("start",))
    for _event, node in walk:
        names = classes(node)
        kind = next((_KINDS[name] for name in names if name in _KINDS), "")
        mark = next((_MARKS[name] for name in names if name in _MARKS), "")
        if kind:
            number = len(found.attachments) + 1
            found.attachments.append(_attachment(node, kind, number, base))
        elif mark:
            found.marks.append(Entity(mark, 0, 0, _address(node) if mark == "location" else ""))
        if kind or mark or not APART.isdisjoint(names):
            walk.skip_subtree()
    return found


def _attachment(node: Any, kind: str, number: int, base: str) -> Attachment:
    kind = _precise(node, kind)
    link = _link(node, kind)
    url = _absolute(base, link)
    title = words(first(node, "tgme_widget_message_document_title"))
    name = title[:200] or f"{kind}-{number}{_suffix(url, kind)}"
    if title and number > 1:
        name = f"{number}-{name}"
    said = words(first(node, "message_media_not_supported_label"))
    missing = (
        ""
        if url
        else (Phrase("t.me does not show it: %(said)s", said=said[:200]) if said else _NOT_SERVED)
    )
    mime = mimetypes.guess_type(name)[0] or _TYPES.get(kind, "application/octet-stream")
    numbered = next((each for each in classes(node) if each.isdecimal() and len(each) > 9), "")
    return Attachment(Media("", name, kind, mime, missing=missing), url, numbered)


def _absolute(base: str, link: str) -> str:
    try:
        return urljoin(base, link) if link else ""
    except ValueError:
        # No address at all: whoever fetches it says so.
        return link


def _precise(node: Any, kind: str) -> str:
    inside = {name for each in node.iter() for name in classes(each)}
    if kind == "file" and "audio" in inside:
        return "audio"
    silent = inside.isdisjoint({"message_video_play", "message_video_duration"})
    moving = "tgme_widget_message_video_player" in inside and "not_supported" not in inside
    return "animation" if moving and silent else kind


def _link(node: Any, kind: str) -> str:
    if kind == "photo":
        return _background(node) or _attribute(node, "img", "src")
    if kind in ("video", "animation"):
        return _attribute(node, "video", "src")
    if kind in ("voice", "audio"):
        return _attribute(node, "audio", "src")
    if kind == "sticker":
        sources = (("i", "data-webp"), ("source", "srcset"), ("video", "src"))
        return next(filter(None, (_attribute(node, *source) for source in sources)), "")
    return ""


def _background(node: Any) -> str:
    found = _PICTURE.search(node.get("style") or "")
    return found[2] if found else ""


def _attribute(node: Any, tag: str, name: str) -> str:
    for each in node.iter(tag):
        said = str(each.get(name) or "").strip()
        if said and not said.startswith("data:"):
            return said
    return ""


def _suffix(url: str, kind: str) -> str:
    try:
        _, dot, suffix = urlsplit(url).path.lower().rpartition(".")
    except ValueError:
        dot, suffix = "", ""
    if dot and _SUFFIX.fullmatch(dot + suffix):
        return dot + suffix
    return {"photo": ".jpg", "video": ".mp4", "animation": ".mp4"}.get(kind, "")


def _address(node: Any) -> str:
    point = _POINT.search(node.get("href") or "")
    return f"geo:{point[1]},{point[2]}" if point else ""
