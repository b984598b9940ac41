"""Entries of a memory that another tool wrote: TMX 1.1 to 1.4b, at either level, as a stream.

Tags that stand for a tool's formatting are left out of the words. A pair is kept in the direction
of the file; where its source is the language of the lab it is turned around, and says so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from marsad.plugins import Refused
from marsad.translate.exchange.xml_read import Node, records
from marsad.translate.nearby import key
from marsad.vocabulary.languages import canonical

LONGEST = 10_000
"""Characters of a segment; one that is longer is no sentence but somebody's whole file."""
MOST = 60
"""Languages of an entry."""
CODES = ("bpt", "ept", "ph", "it", "ut")
"""Elements that hold the tool's own codes and no words."""
BREAKS = ("lb", "br", "x-lb", "x-br")
_OVERRIDES = re.compile("[\u202d\u202e]")


@dataclass(frozen=True, slots=True)
class Pair:
    """A source and what it was translated as."""

    source_language: str
    source: str
    language: str
    target: str
    by: str
    """Who changed it last, else who made it, as the file has it."""
    at: datetime | None
    tool: str
    turned: bool
    """The file has it the other way round."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What one entry of the file gave."""

    pairs: tuple[Pair, ...] = ()
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True)
class _Side:
    node: Node
    language: str
    text: str


def units(path: Path, called: str, home: str) -> Iterator[Unit]:
    """Yield what each entry gave; ``home`` is the language of the lab. A fault ends by raising."""
    tool = language = ""
    with path.open("rb") as file:
        for node in records(file, called, "header", "tu"):
            if node.name == "header":
                said = (node.said("creationtool"), node.said("creationtoolversion"))
                tool, language = " ".join(filter(None, said)), node.said("srclang")
            else:
                yield _unit(node, called, tool, node.said("srclang") or language, home)


def spoken(tag: str) -> str:
    """The language of a tag such as ``ar-SA``, as a lab says it."""
    return canonical(re.split("[-_]", tag.strip().casefold())[0])


def _unit(node: Node, called: str, tool: str, srclang: str, home: str) -> Unit:
    refused: list[Refused] = []
    sides: list[_Side] = []
    for each in node.all("tuv"):
        side = _side(each)
        if isinstance(side, str):
            refused.append(Refused(f"{called}, line {each.line}", side))
        else:
            sides.append(side)
    if len(sides) > MOST:
        refused.append(Refused(f"{called}, line {node.line}", f"more than {MOST} languages"))
        return Unit((), tuple(refused))
    pairs = tuple(_pairs(node, sides, tool, spoken(srclang), home))
    if not pairs and not refused:
        why = "has no two languages that say something; complete it in your tool"
        refused.append(Refused(f"{called}, line {node.line}", why))
    return Unit(pairs, tuple(refused))


def _side(node: Node) -> _Side | str:
    """One language of an entry, or why it is left out."""
    language = spoken(node.attributes.get("xml:lang") or node.attributes.get("lang", ""))
    segment = node.first("seg")
    text = "" if segment is None else _words(segment)
    if not language:
        return "names no language (xml:lang), and was left out"
    if len(text) > LONGEST:
        return f"a segment of {len(text):,} characters is no sentence, and was left out"
    if _OVERRIDES.search(text):
        return "shows its letters in another order than they stand (U+202D, U+202E); left out"
    if not key(text):
        return f"says nothing in {language}, and was left out"
    return _Side(node, language, text)


def _words(segment: Node) -> str:
    found: list[str] = []
    waiting: list[Node | str] = [segment]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            found.append(part)
        elif part.name not in CODES:
            waiting.extend(reversed(part.parts))
        elif part.attributes.get("type", "") in BREAKS:
            found.append(" ")
    return " ".join("".join(found).split())


def _pairs(node: Node, sides: list[_Side], tool: str, srclang: str, home: str) -> Iterator[Pair]:
    if not sides:
        return
    source = next((each for each in sides if each.language == srclang), None)
    if source is None:
        # "*all*": whichever was first, the lab translates into its own language.
        source = next((each for each in sides if each.language == home), sides[0])
    turned = source.language == home
    for other in sides:
        if other.language != source.language:
            start, end = (other, source) if turned else (source, other)
            by, at = _signed(other.node, node)
            sources = (start.language, start.text, end.language, end.text)
            yield Pair(*sources, by, at, tool, turned and srclang == source.language)


def _signed(*nodes: Node) -> tuple[str, datetime | None]:
    """Who answers for it when, from the language on to the entry, changed before made."""
    said = [
        (node.attributes.get(f"{deed}id", ""), _moment(node.attributes.get(f"{deed}date", "")))
        for deed in ("change", "creation")
        for node in nodes
    ]
    return next((by for by, _ in said if by), ""), next((at for _, at in said if at), None)


def _moment(said: str) -> datetime | None:
    try:
        return datetime.strptime(said.strip(), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
