"""Reads the text of a message on an HTML page, with what its stretches mean."""

from typing import Any

from marsad.model import Entity

_TAGS = {
    "strong": "bold",
    "em": "italic",
    "code": "code",
    "pre": "pre",
    "u": "underline",
    "s": "strikethrough",
    "blockquote": "blockquote",
}
_SCRIPTS = {
    "ShowHashtag": "hashtag",
    "ShowBotCommand": "bot_command",
    "ShowCashtag": "cashtag",
    "ShowMentionName": "mention_name",
    "Emoji": "custom_emoji",
}
# The exporter puts the text on a line of its own; line breaks of the text itself are <br>.
_MARGIN = " \r\n"


def read_text(element: Any) -> tuple[str, tuple[Entity, ...]]:
    """The text of an element and its entities, in code points."""
    # lxml is heavy: loaded when a page is read. Walked, not recursed into: depth is hostile data.
    from lxml import etree

    words: list[str] = []
    length = 0
    opened: list[tuple[int, int]] = []
    found: list[Entity] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            opened.append((length, len(words)))
            said = "\n" if node.tag == "br" else _words(node)
        else:
            start, index = opened.pop()
            entity = None if node is element else _entity(node, start, "".join(words[index:]))
            found += [entity] if entity else []
            said = "" if node is element else node.tail or ""
        words.append(said)
        length += len(said)
    return _trimmed("".join(words), found)


def _words(node: Any) -> str:
    # A comment has text too, but nobody reads it.
    return (node.text or "") if isinstance(node.tag, str) else ""


def _trimmed(text: str, found: list[Entity]) -> tuple[str, tuple[Entity, ...]]:
    margin = len(text) - len(text.lstrip(_MARGIN))
    kept = text.strip(_MARGIN)
    moved = (
        Entity(
            entity.kind,
            min(max(entity.start - margin, 0), len(kept)),
            min(max(entity.end - margin, 0), len(kept)),
            entity.href,
        )
        for entity in found
    )
    return kept, tuple(sorted(moved, key=lambda entity: (entity.start, -entity.end)))


def _entity(node: Any, start: int, said: str) -> Entity | None:
    end = start + len(said)
    if node.tag in _TAGS:
        return Entity(_TAGS[node.tag], start, end)
    if node.tag == "span" and "spoiler" in (node.get("class") or "").split():
        return Entity("spoiler", start, end)
    if node.tag == "a":
        kind, href = _link(node.get("href") or "", node.get("onclick") or "", said)
        return Entity(kind, start, end, href)
    return None


def _link(href: str, script: str, said: str) -> tuple[str, str]:
    for sign, kind in _SCRIPTS.items():
        if sign in script:
            return kind, ""
    if href.startswith("mailto:"):
        return "email", ""
    if href.startswith("tel:"):
        return "phone", ""
    if said.startswith("@"):
        return "mention", ""
    if href == said:
        return "link", ""
    return ("text_link", href) if ":" in href else ("custom_emoji", "")
