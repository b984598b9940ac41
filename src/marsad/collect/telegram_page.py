"""Reads one message of an HTML page."""

import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from marsad.collect.telegram_html_text import read_text
from marsad.collect.telegram_media import Folder, Found
from marsad.errors import BadInput
from marsad.model import Entity, Forward, Media, Poll
from marsad.phrase import Phrase

_TIME = re.compile(r"(\d\d\.\d\d\.\d{4} \d\d:\d\d:\d\d) UTC([+-]\d\d:\d\d)?")
_VIA = re.compile(r"(.*) via (@\w+)", re.DOTALL)
_ANSWERED = re.compile(r"go_to_message(\w+)")
_POINT = re.compile(r"[?&]q=(-?[\d.]+),(-?[\d.]+)")
_KINDS = {
    "photo_wrap": "photo",
    "video_file_wrap": "video",
    "animated_wrap": "animation",
    "sticker_wrap": "sticker",
    "media_photo": "photo",
    "media_video": "video",
    "media_voice_message": "voice",
    "media_audio_file": "audio",
    "media_file": "file",
}
_MARKS = {
    "media_contact": "contact",
    "media_location": "location",
    "media_live_location": "location",
    "media_venue": "location",
    "media_game": "game",
    "media_invoice": "invoice",
}


@dataclass(slots=True)
class Carried:
    """What a joined message shares with the one above it and does not repeat."""

    author: str = ""
    forward: Forward | None = None


@dataclass(slots=True)
class Attached:
    """What hangs on a message besides its words."""

    media: list[Media] = field(default_factory=list)
    files: dict[str, Path | bytes] = field(default_factory=dict)
    marks: list[Entity] = field(default_factory=list)
    poll: Poll | None = None


def words(element: Any) -> str:
    """The text of an element, on one line."""
    return "" if element is None else " ".join(read_text(element)[0].split())


def within(element: Any, name: str, deep: bool = True) -> Iterator[Any]:
    """The elements of a class inside an element, or only its children."""
    candidates = element.iterdescendants() if deep else element.iterchildren()
    for node in candidates:
        if name in classes(node):
            yield node


def first(element: Any, name: str, deep: bool = True) -> Any:
    """The first of them, or nothing."""
    return next(within(element, name, deep), None)


def classes(node: Any) -> list[str]:
    """The classes of an element; none for a comment."""
    return (node.get("class") or "").split() if isinstance(node.tag, str) else []


def moment(element: Any) -> datetime:
    """The time in the title of a date, in UTC. Old pages give no zone, and none is guessed."""
    title = "" if element is None else element.get("title") or ""
    found = _TIME.fullmatch(title.strip())
    if not found:
        raise BadInput(
            Phrase(
                "its time %(title)s has no zone; export the chat again with a "
                "current version of Telegram Desktop, best as JSON",
                title=repr(title[:40]),
            )
        )
    try:
        local = datetime.strptime(f"{found[1]} {found[2] or '+00:00'}", "%d.%m.%Y %H:%M:%S %z")
        return local.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadInput(
            Phrase("its time %(title)s is not a time", title=repr(title[:40]))
        ) from error


def author(body: Any, carried: Carried) -> tuple[str, list[Entity]]:
    """Who wrote it, and the bot it went through."""
    name = first(body, "from_name", deep=False)
    if name is not None:
        carried.author = words(name)
    via = _VIA.fullmatch(carried.author)
    return (via[1], [Entity("via_bot", 0, 0, via[2])]) if via else (carried.author, [])


def forward(body: Any, carried: Carried) -> Forward | None:
    """Where it was forwarded from."""
    forwarded = first(body, "forwarded", deep=False)
    while forwarded is not None and "userpic_wrap" in classes(forwarded):
        forwarded = next(
            (node for node in forwarded.itersiblings() if "forwarded" in classes(node)), None
        )
    if forwarded is None:
        return None
    name = first(forwarded, "from_name", deep=False)
    if name is not None:
        date = first(name, "date")
        said = words(name).removesuffix(words(date)).strip()
        via = _VIA.fullmatch(said)
        carried.forward = Forward(via[1] if via else said, posted_at=_moment_or_none(date))
    return carried.forward


def reply_to(body: Any) -> str:
    """The id of the message it answers."""
    reply = first(body, "reply_to")
    link = None if reply is None else reply.find(".//a")
    found = None if link is None else _ANSWERED.search(link.get("href") or "")
    return found[1] if found else ""


def attached(body: Any, folder: Folder) -> Attached:
    """Media, polls and other things in the message."""
    found = Attached()
    for wrap in within(body, "media_wrap"):
        for node in wrap.iterchildren():
            kind = next((_KINDS[name] for name in classes(node) if name in _KINDS), "")
            mark = next((_MARKS[name] for name in classes(node) if name in _MARKS), "")
            if kind:
                _attach(node, kind, folder, found)
            elif mark:
                found.marks.append(Entity(mark, 0, 0, _address(mark, node.get("href") or "")))
            elif "media_poll" in classes(node):
                found.poll = _poll(node)
    return found


def _attach(node: Any, kind: str, folder: Folder, found: Attached) -> None:
    title, link = words(first(node, "title")), node.get("href")
    kind = {"Sticker": "sticker", "Animation": "animation"}.get(title, kind)
    if link is None:
        said = words(first(node, "description")) or Phrase("no file is linked")
        seen = Found(missing=Phrase("Telegram Desktop left it out: %(said)s", said=said))
    else:
        seen = folder.find(link)
    name = title or kind if link is None else link
    if seen.path:
        found.files[name] = seen.path
    mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
    found.media.append(Media("", name, kind, mime, seen.size, seen.missing))


def _address(mark: str, link: str) -> str:
    point = _POINT.search(link)
    if mark == "location":
        return f"geo:{point[1]},{point[2]}" if point else ""
    return link if mark == "game" else ""


def _poll(node: Any) -> Poll:
    answers = []
    for answer in within(node, "answer"):
        said = words(answer).removesuffix(words(first(answer, "details"))).strip()
        answers.append(said.removeprefix("- "))
    return Poll(words(first(node, "question")), tuple(answers))


def _moment_or_none(date: Any) -> datetime | None:
    try:
        return moment(date)
    except BadInput:
        return None
