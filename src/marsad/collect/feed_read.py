"""Tells the formats apart by what is in them; names and content types are often wrong."""

import re

from marsad.collect.feed_entry import Document
from marsad.collect.feed_guard import check
from marsad.collect.feed_json import read_json
from marsad.collect.feed_opml import Listing, read_opml
from marsad.collect.feed_xml import read_xml
from marsad.errors import BadInput
from marsad.phrase import Phrase

_GLANCE = 1 << 14
_SIGN = re.compile(
    rb"<(?:\w{1,20}:)?(?:rss|rdf|feed|opml|channel)[\s>]|\"https?://(?:www\.)?jsonfeed\.org/version/"
    rb"|\"https?:\\/\\/(?:www\.)?jsonfeed\.org\\/version\\/",
    re.IGNORECASE,
)
_OPML = re.compile(rb"(?:\s|<!--.*?-->|<[?!][^>]*>)*<opml[\s>]", re.DOTALL | re.IGNORECASE)
_BOM = b"\xef\xbb\xbf"


def looks_like_feed(beginning: bytes) -> bool:
    """Say whether the beginning of a file has the sign of a format that is read here."""
    # UTF-16 spells the sign with zeros between the letters.
    return bool(_SIGN.search(beginning[:_GLANCE].replace(b"\0", b"")))


def read(data: bytes, address: str, content_type: str = "") -> Document | Listing:
    """The feed or the list in ``data``, which was found at ``address``."""
    if not data.strip():
        raise BadInput(Phrase("it is empty"))
    if data.removeprefix(_BOM).lstrip().startswith(b"{"):
        return read_json(data, address)
    checked = check(data, content_type)
    if _OPML.match(checked.data.removeprefix(_BOM)):
        return read_opml(checked)
    return read_xml(checked, address)
