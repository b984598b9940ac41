"""Reads the text of a message on a page of t.me, with what its stretches mean."""

from typing import Any
from urllib.parse import unquote

from marsad.model import Entity

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "s": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
}
_SEARCHES = {"#": "hashtag", "$": "cashtag"}


def read_text(element: Any) -> tuple[str, tuple[Entity, ...]]:
    """The text of an element and its entities, in code points."""
    # lxml is heavy: loaded when a page is read. Walked, not recursed into: depth is hostile data.
    from lxml import etree

    words: list[str] = []
    length = pictures = 0
    opened: list[tuple[int, int]] = []
    found: list[Entity] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            opened.append((length, len(words)))
            pictures += _is_picture(node)
            said = "\n" if node.tag == "br" else _words(node)
        else:
            start, index = opened.pop()
            pictures -= _is_picture(node)
            if node is element:
                break
            # An emoji is drawn as <i class="emoji"><b>🌿</b></i>: neither italic nor bold.
            if not pictures and not _is_picture(node) and start < length:
                found += _entity(node, start, length, words, index)
            said = node.tail or ""
        words.append(said)
        length += len(said)
    return "".join(words), tuple(sorted(found, key=lambda each: (each.start, -each.end)))


def _is_picture(node: Any) -> bool:
    return node.tag == "i" and "emoji" in (node.get("class") or "").split()


def _words(node: Any) -> str:
    # A comment has text too, but nobody reads it.
    return (node.text or "") if isinstance(node.tag, str) else ""


def _entity(node: Any, start: int, end: int, words: list[str], index: int) -> list[Entity]:
    if node.tag in _TAGS:
        return [Entity(_TAGS[node.tag], start, end)]
    if node.tag == "a" and node.get("href"):
        kind, href = _link(node.get("href"), "".join(words[index:]))
        return [Entity(kind, start, end, href)]
    return []


def _link(href: str, said: str) -> tuple[str, str]:
    if href.startswith("?q="):
        return _SEARCHES.get(unquote(href[3:])[:1], "hashtag"), ""
    if href.startswith("mailto:"):
        return "email", ""
    if href.startswith("tel:"):
        return "phone", ""
    if said.startswith("@"):
        return "mention", ""
    shown = href.removeprefix("https://").removeprefix("http://").rstrip("/")
    if said == href or said.rstrip("/") == shown:
        return "link", "" if said == href else href
    return "text_link", href
