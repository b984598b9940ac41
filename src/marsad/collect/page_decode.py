"""Runs in a capped child: takes a page apart, which its author may have made to be hard."""

import json
from typing import Any
from urllib.parse import urljoin

from lxml import html
from trafilatura import bare_extraction
from trafilatura.settings import Document

from marsad.collect.page_encoding import decode
from marsad.collect.page_time import times
from marsad.collect.page_whole import read_whole
from marsad.collect.page_words import read_words
from marsad.engine.capped import decoder

_LONGEST = 4_000_000
"""Letters of a page that are read."""
_BLOCKS = {
    **dict.fromkeys(("p", "head", "list", "quote", "table", "code"), 2),
    **dict.fromkeys(("item", "row", "cell"), 1),
}
_NO_TEXT = str.maketrans({"\0": "\ufffd"})


@decoder
def words_of(payload: bytes, charset: str = "", url: str = "") -> bytes:
    """Title, main text, links, author and times of a page, as JSON."""
    page = decode(payload, charset).translate(_NO_TEXT)
    told = _told(page[:_LONGEST])
    told["cut"] = len(page) > _LONGEST
    told["links"] = [[start, end, _joined(url, href)] for start, end, href in told["links"]]
    return json.dumps(told).encode()


def _told(page: str) -> dict[str, Any]:
    root = _tree(page)
    published, changed = (None, None) if root is None else times(root)
    found = None if root is None else _main(root)
    text, links = (found.words, found.links) if found else read_whole(page)
    return {
        "title": _line(found.title) if found else "",
        "author": _line(found.author) if found else "",
        "text": text,
        "links": links,
        "published": published,
        "changed": changed,
        "whole": found is None,
    }


class _Main:
    def __init__(self, document: Document) -> None:
        self.title, self.author = document.title or "", document.author or ""
        self.words, entities = read_words(
            document.body, _BLOCKS, ("ref",), lambda node, _said: ("", node.get("target") or "")
        )
        self.links = [(each.start, each.end, each.href) for each in entities if each.href]


def _tree(page: str) -> Any:
    """The page as a tree; nothing when there is none, or the parser would leave out a part."""
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_pis=True)
    whole = page.encode("utf-8", "replace")
    root = html.fromstring(whole, parser=parser) if page.strip() else None
    cut_off = any(fault.type_name == "ERR_RESOURCE_LIMIT" for fault in parser.error_log)
    return None if cut_off else root


def _main(root: Any) -> _Main | None:
    document = bare_extraction(
        root, include_comments=False, include_links=True, include_tables=True, with_metadata=True
    )
    if not isinstance(document, Document) or document.body is None:
        return None
    made = _Main(document)
    return made if made.words else None


def _line(said: str) -> str:
    return " ".join(said.split())


def _joined(url: str, href: str) -> str:
    try:
        return urljoin(url, href.strip())
    except ValueError:
        return href
