"""What was published last, as an Atom feed and as a JSON feed."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree

from marsad.share.issue import Issue

ATOM = "http://www.w3.org/2005/Atom"
JSON_FEED = "https://jsonfeed.org/version/1.1"
MOST = 50
"""Reports in one feed, the latest first."""
_START = datetime(1970, 1, 1, tzinfo=UTC)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Channel:
    """One feed: what it is called, and where it is."""

    title: str
    lab: str
    id: str
    place: str
    """The folder of its files within the tree, such as ``series/daily/``; empty for the first."""
    address: str = ""
    """Where the tree is served; else links are relative."""

    @property
    def root(self) -> str:
        """What leads from a feed to the tree it is of."""
        return self.address or "../" * self.place.count("/")


def atom(channel: Channel, issues: Sequence[Issue]) -> bytes:
    """The feed as Atom (RFC 4287)."""
    ElementTree.register_namespace("", ATOM)
    feed = ElementTree.Element(_name("feed"))
    some = issues[:MOST]
    _put(feed, "title", channel.title)
    _put(feed, "id", channel.id)
    _put(feed, "updated", _instant(max((each.at for each in some), default=_START)))
    _put(_put(feed, "author"), "name", channel.lab)
    _link(feed, "self", f"{channel.root}{channel.place}atom.xml")
    _link(feed, "alternate", f"{channel.root}{channel.place}")
    for issue in some:
        entry = _put(feed, "entry")
        _put(entry, "title", issue.title)
        _put(entry, "id", issue.id)
        _put(entry, "published", _instant(issue.first_at))
        _put(entry, "updated", _instant(issue.at))
        _link(entry, "alternate", f"{channel.root}{issue.latest_place}")
        for tag in _tags(issue):
            _put(entry, "category").set("term", _sayable(tag))
        _put(entry, "summary", issue.summary)
    made: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return made


def json_feed(channel: Channel, issues: Sequence[Issue]) -> bytes:
    """The feed as JSON Feed 1.1."""
    said = {
        "version": JSON_FEED,
        "title": channel.title,
        "home_page_url": f"{channel.root}{channel.place}" or "./",
        "feed_url": f"{channel.root}{channel.place}feed.json",
        "authors": [{"name": channel.lab}],
        "items": [_item(channel, issue) for issue in issues[:MOST]],
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def sitemap(address: str, issues: Sequence[Issue]) -> bytes:
    """The addresses of all versions that the tree holds, for those who index it."""
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    root = ElementTree.Element("urlset", {"xmlns": space})
    for place, at in sorted(
        {(issue.latest_place, issue.at.date()) for issue in issues if issue.latest}
        | {(issue.place, issue.at.date()) for issue in issues}
    ):
        one = ElementTree.SubElement(root, "url")
        ElementTree.SubElement(one, "loc").text = f"{address}{place}"
        ElementTree.SubElement(one, "lastmod").text = str(at)
    made: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _item(channel: Channel, issue: Issue) -> dict[str, object]:
    return {
        "id": issue.id,
        "url": f"{channel.root}{issue.latest_place}",
        "title": issue.title,
        "content_text": issue.summary,
        "date_published": _instant(issue.first_at),
        "date_modified": _instant(issue.at),
        "tags": _tags(issue),
    }


def _tags(issue: Issue) -> list[str]:
    return [issue.series, *(topic.label for topic in issue.topics)]


def _put(under: ElementTree.Element, name: str, text: str = "") -> ElementTree.Element:
    made = ElementTree.SubElement(under, _name(name))
    made.text = _sayable(text) or None
    return made


def _sayable(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


def _link(under: ElementTree.Element, how: str, to: str) -> None:
    link = _put(under, "link")
    link.set("rel", how)
    link.set("href", to or "./")


def _name(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
