"""What an XML document must pass before a parser reads it as a feed.

Parsers differ in which declarations and encodings they act on, so the document is first turned
into UTF-8, and the check and the parser see the same bytes.
"""

import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from xml.parsers import expat

from marsad.errors import BadInput
from marsad.phrase import N_, Phrase

LARGEST = 8 << 20
"""Bytes. Reading 8 MB of ordinary entries takes about a second."""
LARGEST_BROKEN = 1 << 20
"""Bytes of what is not well-formed: the loose reading takes about ten times as long."""
TOO_LARGE = N_("a feed of more than %(most)s MB is not read")
TOO_BROKEN = N_("a feed that is not well-formed of more than %(most)s MB is not read")
DEEPEST = 1000
"""Nested elements: the time of feedparser grows with the square."""
MOST_ATTRIBUTES = 200
"""Of one element: here, too, time grows with the square."""
MOST_NAMESPACES = 200
LONGEST_TAG = 20_000
"""Bytes, in what is not well-formed: attributes cannot be counted there."""
MOST_ELEMENTS = 100_000
MOST_LINES = 1_000_000
"""Each is a call of its own for a parser that streams."""
MOST_BROKEN = 50_000
_TAG = re.compile(rb"<(/?)([A-Za-z_][\w:.-]*+)[^<>]*+(?<=(/))?>?")
_HEAD = b'<?xml version="1.0" encoding="utf-8"?>\n'
_PIECE = 1 << 16
_FIRST = re.compile(rb"<\w")
_VOID = frozenset(b"area base br col embed hr img input link meta param source wbr".split())


@dataclass(frozen=True, slots=True)
class Checked:
    """A document that is safe to read, in UTF-8."""

    data: bytes
    fault: str = ""
    """Why some of it may be lost."""


def check(data: bytes, content_type: str = "") -> Checked:
    """Refuse what is too large, too deep, or declares entities; say what is not well-formed."""
    whole, fault = _in_utf8(_within(data, LARGEST), content_type)
    whole = _without_prologue(_within(whole, LARGEST))
    broken = _examine(whole)
    if broken:
        _examine_loosely(_within(whole, LARGEST_BROKEN, TOO_BROKEN))
    return Checked(whole, fault or broken)


def _within(data: bytes, most: int, what: str = TOO_LARGE) -> bytes:
    if len(data) > most:
        raise BadInput(Phrase(what, most=most >> 20))
    return data


def _without_prologue(data: bytes) -> bytes:
    """The document from its first element on, so that no document type is left to act upon."""
    first: list[int] = []
    parser = expat.ParserCreate("utf-8")
    parser.EntityDeclHandler = _refuse_entities

    def opened(_name: str, _attributes: dict[str, str]) -> None:
        if not first:
            first.append(parser.CurrentByteIndex)

    parser.StartElementHandler = opened
    for start in range(0, len(data), _PIECE):
        with suppress(expat.ExpatError):
            parser.Parse(data[start : start + _PIECE])
            if not first:
                continue
        break
    found = _FIRST.search(data)
    at = first[0] if first else found.start() if found else 0
    if data.count(b"\n") > MOST_LINES:
        raise BadInput(
            Phrase(
                "it has more than %(most_lines)s lines; it is not read",
                most_lines=f"{MOST_LINES:,}",
            )
        )
    return _HEAD + data[at:]


def _in_utf8(data: bytes, content_type: str) -> tuple[bytes, str]:
    from feedparser.encodings import (  # type: ignore[import-untyped]
        convert_to_utf8,
    )

    said: dict[str, object] = {}
    try:
        whole: bytes = convert_to_utf8({"content-type": content_type}, data, said)
    except (ValueError, LookupError) as error:
        raise BadInput(
            Phrase("its encoding cannot be read: %(error)s", error=str(error)[:80])
        ) from error
    if said.get("encoding"):
        return whole, ""
    text = data.decode("utf-8", "replace")
    return text.encode(), Phrase(
        "its encoding is not known; what is not UTF-8 was replaced by U+FFFD"
    )


def _examine(data: bytes) -> str:
    """Read it once without keeping anything; what is wrong with it, if anything."""
    depth = elements = 0
    spaces: set[tuple[str, str]] = set()

    def opened(_name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, elements
        spaces.update(each for each in attributes.items() if each[0].startswith("xmlns"))
        if len(attributes) > MOST_ATTRIBUTES or len(spaces) > MOST_NAMESPACES:
            raise BadInput(
                Phrase(
                    "it has more than %(most_attributes)s namespaces, or attributes of one element",
                    most_attributes=MOST_ATTRIBUTES,
                )
            )
        depth += 1
        elements += 1
        _bounded(depth, elements, MOST_ELEMENTS)

    def closed(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.EntityDeclHandler = _refuse_entities
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        return Phrase(
            "not well-formed XML (%(error)s); only what could be read was taken",
            error=str(error)[:80],
        )
    return ""


def _examine_loosely(data: bytes) -> None:
    """The same for what expat gives up on and the loose reading does not."""
    if b"<!entity" in data.lower():
        _refuse_entities()
    if data.count(b"xmlns:") > MOST_NAMESPACES * 10:
        raise BadInput(Phrase("it declares more namespaces than a feed has; it is not read"))
    opened: Counter[bytes] = Counter()
    depth = elements = 0
    for match in _TAG.finditer(data):
        name = match[2].lower()
        if match.end() - match.start() > LONGEST_TAG:
            raise BadInput(
                Phrase(
                    "a tag has more than %(longest_tag)s bytes; it is not read",
                    longest_tag=f"{LONGEST_TAG:,}",
                )
            )
        if name in _VOID or (match[3] and match[0].endswith(b">")):
            continue
        elements += 1
        # An end closes only what was opened, or ends of nothing would hide the depth.
        step = 1 if not match[1] else -min(1, opened[name])
        opened[name] += step
        depth += step
        _bounded(depth, elements, MOST_BROKEN)


def _bounded(depth: int, elements: int, most: int) -> None:
    if depth > DEEPEST:
        raise BadInput(
            Phrase(
                "its elements are nested more than %(deepest)s deep; it is not read",
                deepest=DEEPEST,
            )
        )
    if elements > most:
        raise BadInput(Phrase("it has more than %(most)s elements; it is not read", most=most))


def _refuse_entities(*_declared: object) -> None:
    raise BadInput(Phrase("it declares entities, which can blow up or read files; it is not read"))
