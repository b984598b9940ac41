"""Reads the text of a status, which is a piece of HTML, with what its stretches mean."""

from dataclasses import replace
from typing import Any

from marsad.collect.page_words import read_words
from marsad.errors import BadInput
from marsad.model import Entity
from marsad.phrase import Phrase

_BLOCKS = {
    **dict.fromkeys(("p", "ul", "ol", "blockquote", "pre", "h1", "h2", "h3", "h4", "div"), 2),
    "li": 1,
}
_SILENT = ("script", "style", "template")


def read_text(content: str, warning: str = "") -> tuple[str, tuple[Entity, ...]]:
    """The text of a status and its entities; its content warning stands above it, marked."""
    text, entities = _read(content)
    if not warning:
        return text, entities
    head = Entity("content_warning", 0, len(warning))
    shift = len(warning) + 2
    moved = (replace(each, start=each.start + shift, end=each.end + shift) for each in entities)
    return f"{warning}\n\n{text}" if text else warning, (head, *moved)


def _read(content: str) -> tuple[str, tuple[Entity, ...]]:
    # lxml is heavy: loaded when a status is read.
    from lxml import etree

    # The parser would end the text at a NUL.
    whole = f"<body>{content}</body>".replace("\0", "\ufffd").encode()
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    root = etree.fromstring(whole, parser)
    # The parser drops what lies too deep, and says so only here.
    if any(fault.type_name == "ERR_RESOURCE_LIMIT" for fault in parser.error_log):
        raise BadInput(Phrase("its text is nested too deep to be read whole"))
    return read_words(root, _BLOCKS, ("a",), _link, _SILENT)


def _link(node: Any, said: str) -> tuple[str, str] | None:
    href, names = node.get("href") or "", (node.get("class") or "").split()
    if "hashtag" in names or said.startswith("#"):
        return "hashtag", ""
    if "mention" in names:
        return "mention", href
    if not href:
        return None
    return ("link", "") if href == said else ("text_link", href)
