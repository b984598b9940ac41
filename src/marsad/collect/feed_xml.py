"""Reads RSS 0.9x, 1.0 and 2.0, Atom, and what is close to them, through feedparser."""

import io
from typing import Any

from marsad.collect.feed_entry import Document, Entry, Words, clean, enclosure
from marsad.collect.feed_guard import Checked
from marsad.errors import BadInput
from marsad.model import Media
from marsad.phrase import Phrase

_HTML = ("text/html", "application/xhtml+xml")


def read_xml(checked: Checked, address: str) -> Document:
    """The feed in a document that was found at ``address``."""
    parsed = _parsed(checked.data, address)
    if not (parsed["version"] or parsed["entries"]):
        raise BadInput(Phrase("it is no RSS, Atom or JSON feed and no OPML list"))
    feed = parsed["feed"]
    return Document(
        title=_words(feed, "title"),
        address=_link(feed, "self"),
        home=_said(feed, "link"),
        entries=[_entry(each) for each in parsed["entries"]],
        fault=checked.fault,
        description=_words(feed, "subtitle"),
        picture=_said(feed.get("image") or {}, "href") or _said(feed, "logo"),
    )


def _parsed(data: bytes, address: str) -> Any:
    import feedparser  # type: ignore[import-untyped]

    headers = {"content-type": "application/xml; charset=utf-8", "content-location": address}
    try:
        # In a BytesIO: bare bytes that spell a path would be opened as a file.
        return feedparser.parse(
            io.BytesIO(data),
            response_headers=headers,
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except (ValueError, LookupError, AttributeError, TypeError, AssertionError) as error:
        # What its loose parser raises on hostile bytes is not written down anywhere.
        raise BadInput(
            Phrase("it cannot be read as a feed: %(error)s", error=str(error)[:80])
        ) from error


def _entry(said: Any) -> Entry:
    source, link = said.get("source") or {}, _said(said, "link")
    return Entry(
        id=_said(said, "id"),
        link=link,
        title=_words(said, "title"),
        body=_body(said, link),
        published=_said(said, "published"),
        updated=_said(said, "updated"),
        author=_said(said, "author"),
        source=_said(source, "title"),
        source_address=_said(source, "href") or _said(source, "link"),
        media=_media(said),
    )


def _body(said: Any, link: str) -> Words:
    """The whole text where there is one, else the summary."""
    for content in said.get("content") or ():
        if str(content.get("type", "")).startswith("text/") or content.get("type") in _HTML:
            return _worded(content, link)
    return _words(said, "summary", link)


def _words(said: Any, key: str, link: str = "") -> Words:
    return _worded(said.get(f"{key}_detail") or {"value": _said(said, key)}, link)


def _worded(said: Any, link: str) -> Words:
    return Words(_said(said, "value"), said.get("type") in _HTML, _said(said, "base") or link)


def _said(said: Any, key: str) -> str:
    # Not said[key]: feedparser lends one date to another.
    value = dict.get(said, key)
    return clean(value).strip() if isinstance(value, str) else ""


def _link(feed: Any, relation: str) -> str:
    links = (each for each in feed.get("links") or () if each.get("rel") == relation)
    return next((_said(each, "href") for each in links), "")


def _media(said: Any) -> tuple[Media, ...]:
    enclosed = [each for each in said.get("links") or () if each.get("rel") == "enclosure"]
    listed = [
        *((_said(each, "href"), each.get("type"), each.get("length")) for each in enclosed),
        *(
            (_said(each, "url"), each.get("type") or each.get("medium"), each.get("filesize"))
            for each in said.get("media_content") or ()
        ),
    ]
    found = (enclosure(where, str(mime or ""), size) for where, mime, size in listed if where)
    return tuple({each.name: each for each in found}.values())
