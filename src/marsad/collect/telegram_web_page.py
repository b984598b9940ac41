"""Reads a page of t.me: which channel it is of, and the messages that stand on it."""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from marsad.collect.telegram_page import classes, first, within, words
from marsad.collect.telegram_web_checkpoint import HIGHEST
from marsad.plugins import Fetched

_POST = re.compile(r"(\w+)/(\d{1,10})", re.ASCII)
_RAW = re.compile(rb'data-post="(\w+)/(\d{1,10})"', re.ASCII)
_SINGLE = re.compile(r"/(\d{1,10})\?single$")
_PEER = re.compile(r"c(\d{1,19})_")


class _View(msgspec.Struct):
    """What a message tells the counter of views, of which only the channel is wanted."""

    c: int = 0


@dataclass(frozen=True, slots=True)
class Bubble:
    """A message as it is shown, which may stand for an album."""

    id: int
    ids: tuple[int, ...]
    """Of every message shown in it, the lowest first."""
    element: Any
    """Nothing where the parser gave up."""


@dataclass(frozen=True, slots=True)
class Page:
    """What one answer of t.me shows."""

    fetched: Fetched
    root: Any
    name: str
    """As the messages call the channel; as it was asked for where there are none."""
    channel: str
    """The number of the channel, the same as in an export; empty when the page does not tell."""
    title: str
    bubbles: tuple[Bubble, ...]
    strangers: tuple[str, ...] = ()
    """Messages of other channels, which do not belong here."""

    @property
    def shows_channel(self) -> bool:
        """It is the preview of a channel, even if an empty one."""
        return first(self.root, "tgme_channel_info") is not None or bool(self.bubbles)

    @property
    def highest(self) -> int:
        """The highest id on it; 0 for an empty page."""
        return max((bubble.ids[-1] for bubble in self.bubbles), default=0)


def read_page(fetched: Fetched, asked: str) -> Page:
    """Read what came; a page that is no preview has no bubbles."""
    root = parse(fetched.body)
    elements = [node for node in within(root, "tgme_widget_message") if node.get("data-post")]
    names = [found[1] for node in elements if (found := _POST.fullmatch(node.get("data-post")))]
    alike = (name for name in names if name.lower() == asked.lower())
    name = next(alike, names[0] if names else asked)
    own = {bubble.id: bubble for bubble in _bubbles(elements, name)}
    for post, number in _RAW.findall(fetched.body):
        # The parser gives up in silence where a page is nested too deep.
        if post.decode() == name and 0 < int(number) <= HIGHEST:
            own.setdefault(int(number), Bubble(int(number), (int(number),), None))
    return Page(
        fetched=fetched,
        root=root,
        name=name,
        channel=next(filter(None, map(_channel, _of(elements, name))), ""),
        title=words(first(root, "tgme_channel_info_header_title")) or name,
        bubbles=tuple(own[id] for id in sorted(own)),
        strangers=tuple(
            node.get("data-post")[:80]
            for node in elements
            if not node.get("data-post").startswith(f"{name}/")
        ),
    )


def parse(body: bytes) -> Any:
    """The page as a tree; an empty one where it cannot be read."""
    from lxml import etree, html

    text = body.decode("utf-8", "replace").replace("\0", "\ufffd")
    parser = html.HTMLParser(encoding="utf-8", no_network=True)
    try:
        return html.document_fromstring(text.encode(), parser=parser)
    except etree.LxmlError:
        return html.Element("html")


def _of(elements: list[Any], name: str) -> Iterator[Any]:
    return (node for node in elements if node.get("data-post").startswith(f"{name}/"))


def _bubbles(elements: list[Any], name: str) -> Iterator[Bubble]:
    for node in _of(elements, name):
        found = _POST.fullmatch(node.get("data-post"))
        if found and 0 < int(found[2]) <= HIGHEST:
            id = int(found[2])
            yield Bubble(id, tuple(sorted({id, *_album(node, id)})), node)


def _album(node: Any, id: int) -> Iterator[int]:
    """Ids of the other messages of an album: each of its pictures links to its own."""
    for link in node.iter("a"):
        found = _SINGLE.search(link.get("href") or "")
        # An album has at most ten; a reply or a preview may show one of another time.
        if found and id < int(found[1]) < id + 100 and not _apart(link, node):
            yield int(found[1])


def _apart(link: Any, node: Any) -> bool:
    while link is not None and link is not node:
        if not APART.isdisjoint(classes(link)):
            return True
        link = link.getparent()
    return False


APART = frozenset(
    {
        "tgme_widget_message_user",
        "tgme_widget_message_reply",
        "tgme_widget_message_link_preview",
        "media_not_supported_cont",
    }
)
"""Parts of a message that show something else: the channel, another post, another site."""


def _channel(node: Any) -> str:
    peer = _PEER.match(node.get("data-peer") or "")
    if peer:
        return peer[1]
    said = node.get("data-view") or ""
    try:
        view = msgspec.json.decode(
            base64.urlsafe_b64decode(said + "=" * (-len(said) % 4)), type=_View
        )
    except (binascii.Error, ValueError, msgspec.DecodeError):
        return ""
    return str(-view.c) if view.c < 0 else ""
