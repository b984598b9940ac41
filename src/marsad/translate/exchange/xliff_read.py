"""Units from XLIFF 2, as any tool of that family gives them back."""

from collections.abc import Iterator
from pathlib import Path

from marsad.errors import BadInput
from marsad.plugins import Refused
from marsad.translate.exchange.inline import decoded
from marsad.translate.exchange.unit import STATES, Unit, parse_key
from marsad.translate.exchange.xliff_write import OWN
from marsad.translate.exchange.xml_read import Node, records


def read_xliff(path: Path) -> Iterator[Unit | Refused]:
    """Yield each unit, or why it is none; a fault of the file ends it with the reason."""
    try:
        with path.open("rb") as file:
            for node in records(file, path.name, "unit", "trans-unit"):
                yield _read(node, path.name)
    except BadInput as fault:
        yield Refused(path.name, str(fault))


def _read(node: Node, called: str) -> Unit | Refused:
    where = f"{called}, file {_around(node, 'file', 'id')!r}, unit {node.attributes.get('id')!r}"
    if not _around(node, "xliff", "version").startswith("2") or node.name != "unit":
        return Refused(where, "is of XLIFF 1; have it given back in the form it was sent, XLIFF 2")
    key = parse_key(f"{_around(node, 'file', 'id')}.{node.attributes.get('id', '')}")
    if key is None:
        return Refused(where, "has an id that no export of ours gives; keep the ids as they were")
    data = {
        each.attributes.get("id", ""): decoded(each, {})
        for holder in node.all("originalData")
        for each in holder.all("data")
    }
    parts = node.all("segment", "ignorable")
    said = _metadata(node)
    return Unit(
        translation=key[0],
        number=key[1],
        source="".join(_content(part, "source", data) for part in parts),
        target="".join(_content(part, "target", data) for part in _in_order(parts)),
        start=_number(said.get("start", "")),
        end=_number(said.get("end", "")),
        state=_state(parts),
        post=said.get("post", ""),
        of=said.get("of", ""),
        source_language=_language(node, parts, "source", "srcLang"),
        language=_language(node, parts, "target", "trgLang"),
        digest=said.get("digest", ""),
        where=where,
    )


def _around(node: Node, name: str, attribute: str) -> str:
    return next(
        (each.attributes.get(attribute, "") for each in node.around if each.name == name), ""
    )


def _content(part: Node, name: str, data: dict[str, str]) -> str:
    # Space between sentences is translated as itself where a tool gives no other.
    held = part.first(name) or (part.first("source") if part.name == "ignorable" else None)
    return decoded(held, data) if held else ""


def _in_order(parts: list[Node]) -> list[Node]:
    def place(numbered: tuple[int, Node]) -> int:
        target = numbered[1].first("target")
        stated = _number(target.attributes.get("order", "")) if target else None
        return stated or numbered[0]

    return [part for _, part in sorted(enumerate(parts, 1), key=place)]


def _language(node: Node, parts: list[Node], name: str, attribute: str) -> str:
    for part in parts:
        held = part.first(name)
        if held and "xml:lang" in held.attributes:
            return held.attributes["xml:lang"]
    return _around(node, "xliff", attribute)


def _metadata(node: Node) -> dict[str, str]:
    return {
        meta.attributes.get("type", ""): meta.text()
        for held in node.all("metadata")
        for group in held.all("metaGroup")
        if group.attributes.get("category") == OWN
        for meta in group.all("meta")
    }


def _state(parts: list[Node]) -> str:
    ranks = [
        STATES.index(said)
        for part in parts
        if part.name == "segment" and (said := part.attributes.get("state", "initial")) in STATES
    ]
    return STATES[min(ranks)] if ranks else ""


def _number(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 12 else None
