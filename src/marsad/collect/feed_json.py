"""Reads JSON Feed, versions 1 and 1.1, item by item: a bad one does not spoil the rest."""

import re
from typing import Annotated, Any

import msgspec

from marsad.collect.feed_entry import Damaged, Document, Entry, Words, clean, enclosure
from marsad.collect.feed_guard import LARGEST
from marsad.errors import BadInput
from marsad.model import Media
from marsad.phrase import Phrase

_MOST = 50_000
_SIGN = "jsonfeed.org/version/"
# A pair of halves, half a pair, or any other escape: each backslash is read once.
_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F]\w\w)|.)",
    re.DOTALL,
)


class _Attachment(msgspec.Struct):
    url: str
    mime_type: str = ""
    size_in_bytes: Annotated[float, msgspec.Meta(ge=0, lt=1e15)] | None = None


class _Author(msgspec.Struct):
    name: str | None = None


class _Item(msgspec.Struct):
    id: str | int | None = None
    url: str | None = None
    external_url: str | None = None
    title: str | None = None
    content_html: str | None = None
    content_text: str | None = None
    summary: str | None = None
    date_published: str | None = None
    date_modified: str | None = None
    author: _Author | None = None
    authors: list[_Author] | None = None
    attachments: list[_Attachment] | None = None


class _Feed(msgspec.Struct):
    version: str
    items: list[msgspec.Raw]
    title: str = ""
    feed_url: str = ""
    home_page_url: str = ""
    description: str | None = None
    icon: str | None = None


def read_json(data: bytes, address: str) -> Document:
    """The feed in ``data``, which was found at ``address``."""
    if len(data) > LARGEST:
        raise BadInput(
            Phrase("a feed of more than %(largest)s MB is not read", largest=LARGEST >> 20)
        )
    whole, fault = _mended(data.removeprefix(b"\xef\xbb\xbf"))
    feed: _Feed = _decoded(whole, _Feed)
    if _SIGN not in feed.version:
        raise BadInput(
            Phrase(
                "it is JSON, and no JSON Feed: its version is %(version)s",
                version=repr(feed.version[:40]),
            )
        )
    if len(feed.items) > _MOST:
        raise BadInput(Phrase("a feed of more than %(most)s items is not read", most=f"{_MOST:,}"))
    base = feed.home_page_url or address
    return Document(
        title=Words(clean(feed.title)),
        address=clean(feed.feed_url),
        home=clean(feed.home_page_url),
        entries=[_entry(each, base) for each in feed.items],
        fault=fault,
        description=Words(clean(feed.description or "")),
        picture=clean(feed.icon or ""),
    )


def _mended(data: bytes) -> tuple[bytes, str]:
    """Text with what is no text as U+FFFD: one bad letter must not cost the whole feed."""
    text = data.decode("utf-8", "replace").encode()
    whole = _ESCAPE.sub(lambda found: rb"\ufffd" if found[1] else found[0], text)
    return whole, "" if whole == data else Phrase(
        "it holds what is no text; each was replaced by U+FFFD"
    )


def _decoded(data: bytes | msgspec.Raw, shape: Any) -> Any:
    try:
        return msgspec.json.decode(data, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadInput(
            Phrase("it is not as JSON Feed has it: %(error)s", error=str(error)[:120])
        ) from error


def _entry(raw: msgspec.Raw, base: str) -> Entry | Damaged:
    try:
        said: _Item = _decoded(raw, _Item)
    except BadInput as error:
        return Damaged(str(error))
    link = clean(said.url or said.external_url or "")
    author = next(iter(said.authors or ()), None) or said.author or _Author()
    return Entry(
        id=clean("" if said.id is None else str(said.id)),
        link=link,
        title=Words(clean(said.title or "")),
        body=_body(said, link or base),
        published=clean(said.date_published or ""),
        updated=clean(said.date_modified or ""),
        author=clean(author.name or ""),
        media=_media(said),
    )


def _body(said: _Item, base: str) -> Words:
    if said.content_html:
        return Words(said.content_html, html=True, base=base)
    return Words(said.content_text or said.summary or "")


def _media(said: _Item) -> tuple[Media, ...]:
    found = (
        enclosure(each.url, each.mime_type, int(each.size_in_bytes or 0))
        for each in said.attachments or ()
    )
    return tuple({each.name: each for each in found}.values())
