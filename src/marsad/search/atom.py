"""Hits as an Atom feed: links made harmless, controls visible, each text in its own direction."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree

from marsad.model import Post
from marsad.search.highlight import Reason
from marsad.search.passage import passage
from marsad.text.bidi import isolate, visible_controls
from marsad.text.links import defang

SPACE = "http://www.w3.org/2005/Atom"
TYPE = "application/atom+xml"
LONGEST_TITLE = 120
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Told:
    """A post that answers a query, why, and since when that is known."""

    post: Post
    reasons: tuple[Reason, ...]
    at: datetime


def atom(
    title: str, id: str, told: Iterable[Told], places: Mapping[str, str], desk: str = ""
) -> bytes:
    """The feed; with the address of a ``desk``, entries lead to the posts there."""
    ElementTree.register_namespace("", SPACE)
    every = list(told)
    feed = ElementTree.Element(_name("feed"))
    _put(feed, "title", harmless(title))
    _put(feed, "id", id)
    _put(feed, "updated", _instant(max((each.at for each in every), default=_START)))
    _put(_put(feed, "author"), "name", "Marsad")
    for each in every:
        _entry(feed, each, places.get(each.post.place, each.post.place), id, desk)
    made: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return made


def harmless(text: str) -> str:
    """One line of somebody else's words: no live link, nothing that moves its surroundings."""
    return isolate(visible_controls(defang(" ".join(text.split()))))


def why(reason: Reason) -> str:
    """Where a post says what was asked for, in its own words."""
    found = passage(reason)
    words = "".join(piece.text for piece in found.pieces)
    cut = f"{'' if found.begins else '…'}{words}{'' if found.ends else '…'}"
    return f"{reason.source}: {harmless(cut)}"


def _entry(feed: ElementTree.Element, told: Told, place: str, id: str, desk: str) -> None:
    post = told.post
    entry = _put(feed, "entry")
    first = next((line for line in post.text.splitlines() if line.strip()), "no text")
    cut = first if len(first) <= LONGEST_TITLE else f"{first[:LONGEST_TITLE]}…"
    _put(entry, "title", f"{harmless(place)}: {harmless(cut)}")
    _put(entry, "id", f"{id}:{post.id}")
    _put(entry, "updated", _instant(told.at))
    _put(entry, "published", _instant(post.posted_at))
    if desk:
        _put(entry, "link").set("href", f"{desk}/post/{post.id}")
    said = "\n".join(why(reason) for reason in told.reasons) or "it is one of those asked for"
    _put(entry, "summary", said)


def _put(under: ElementTree.Element, name: str, text: str = "") -> ElementTree.Element:
    made = ElementTree.SubElement(under, _name(name))
    made.text = _NOT_XML.sub("\ufffd", text) or None
    return made


def _name(name: str) -> str:
    return f"{{{SPACE}}}{name}"


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


_START = datetime(1970, 1, 1, tzinfo=UTC)
