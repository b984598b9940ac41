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


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that a feed tells; what others call it and say of it was made harmless before."""

    id: str
    title: str
    at: datetime
    path: str
    """Where the desk shows it."""
    said: str
    published: datetime | None = None
    """When it came about, where that is not when it was told."""


def atom(
    title: str, id: str, told: Iterable[Told], places: Mapping[str, str], desk: str = ""
) -> bytes:
    """The feed; with the address of a ``desk``, entries lead to the posts there."""
    entries = [_of_post(each, places.get(each.post.place, each.post.place)) for each in told]
    return feed(title, id, entries, desk)


def feed(title: str, id: str, entries: Iterable[Entry], desk: str = "") -> bytes:
    """Entries as a feed, dated by the last of them."""
    ElementTree.register_namespace("", SPACE)
    every = list(entries)
    made = ElementTree.Element(_name("feed"))
    _put(made, "title", harmless(title))
    _put(made, "id", id)
    _put(made, "updated", _instant(max((each.at for each in every), default=_START)))
    _put(_put(made, "author"), "name", "Marsad")
    for each in every:
        _entry(made, each, id, desk)
    written: bytes = ElementTree.tostring(made, encoding="utf-8", xml_declaration=True)
    return written


def harmless(text: str) -> str:
    """One line of somebody else's words: no live link, nothing that moves its surroundings."""
    return isolate(visible_controls(defang(" ".join(text.split()))))


def why(reason: Reason) -> str:
    """Where a post says what was asked for, in its own words."""
    found = passage(reason)
    words = "".join(piece.text for piece in found.pieces)
    cut = f"{'' if found.begins else '…'}{words}{'' if found.ends else '…'}"
    return f"{reason.source}: {harmless(cut)}"


def _of_post(told: Told, place: str) -> Entry:
    post = told.post
    first = next((line for line in post.text.splitlines() if line.strip()), "no text")
    said = "\n".join(why(reason) for reason in told.reasons) or "it is one of those asked for"
    title = f"{harmless(place)}: {harmless(_cut(first))}"
    return Entry(post.id, title, told.at, f"/post/{post.id}", said, post.posted_at)


def _entry(feed: ElementTree.Element, told: Entry, id: str, desk: str) -> None:
    entry = _put(feed, "entry")
    _put(entry, "title", told.title)
    _put(entry, "id", f"{id}:{told.id}")
    _put(entry, "updated", _instant(told.at))
    if told.published:
        _put(entry, "published", _instant(told.published))
    if desk:
        _put(entry, "link").set("href", f"{desk}{told.path}")
    _put(entry, "summary", told.said)


def _cut(line: str) -> str:
    return line if len(line) <= LONGEST_TITLE else f"{line[:LONGEST_TITLE]}…"


def _put(under: ElementTree.Element, name: str, text: str = "") -> ElementTree.Element:
    made = ElementTree.SubElement(under, _name(name))
    made.text = _NOT_XML.sub("\ufffd", text) or None
    return made


def _name(name: str) -> str:
    return f"{{{SPACE}}}{name}"


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


_START = datetime(1970, 1, 1, tzinfo=UTC)
