"""The consolidated list of the United Nations Security Council, as XML or as JSON lines."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from lxml import etree

from marsad.errors import BadInput
from marsad.model import AuthorityRecord
from marsad.plugins import Refused
from marsad.track.list_file import apart, clean, lines, opened

LIST = "United Nations Security Council Consolidated List"
KINDS = {"INDIVIDUAL": "person", "ENTITY": "organisation"}
_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_SEVERAL = re.compile(r"\s*(?:;|\(previously listed as|\)|\boriginal script:)\s*", re.IGNORECASE)
_ARABIC = re.compile("[\u0600-\u06ff]")

Entry = AuthorityRecord | Refused


def read(path: Path) -> Iterator[Entry]:
    """Every entry of the list; what is no entry is refused with its place."""
    with opened(path) as file:
        head = file.read(256).lstrip(b"\xef\xbb\xbf \t\r\n")
    yield from (_from_xml if head[:1] == b"<" else _from_json)(path)


def _from_json(path: Path) -> Iterator[Entry]:
    for number, line in lines(path):
        where = f"{path.name}, line {number}"
        try:
            said = msgspec.json.decode(line, type=dict[str, Any])
            aliases = said.get("aliases", [])
            yield _record(
                said.get("kind"), said.get("ref"), said.get("name"), said.get("original"),
                [(str(quality), name) for quality, name in aliases],
                list_=clean(said.get("list")), listed=clean(said.get("listed_on")),
            )  # fmt: skip
        except (msgspec.DecodeError, ValueError, TypeError) as error:
            yield Refused(where, str(error))


def _from_xml(path: Path) -> Iterator[Entry]:
    with opened(path) as file:
        walk = etree.iterparse(
            file, events=("start", "end"), resolve_entities=False, no_network=True,
            load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            yield from _elements(walk, path.name)
        except (etree.XMLSyntaxError, OSError, EOFError) as error:
            raise BadInput(f"{path.name} is no well-formed XML: {error}") from error


def _elements(walk: Any, name: str) -> Iterator[Entry]:
    day, number = "", 0
    for event, element in walk:
        if event == "start":
            if element.getparent() is None:
                # A list has no document type; with one, an entity may stand for anything.
                if element.getroottree().docinfo.doctype:
                    raise BadInput(f"{name} declares a document type; such XML is not read")
                day = clean(element.get("dateGenerated"))[:10]
            continue
        if element.tag not in KINDS:
            continue
        number += 1
        try:
            yield _entry(element, day)
        except ValueError as error:
            yield Refused(f"{name}, entry {number} (line {element.sourceline})", str(error))
        element.clear()


def _entry(element: Any, day: str) -> AuthorityRecord:
    kind = element.tag
    aliases = [
        (clean(each.findtext("QUALITY")), each.findtext("ALIAS_NAME"))
        for each in element.iter(f"{kind}_ALIAS")
    ]
    name = " ".join(clean(element.findtext(part)) for part in _PARTS)
    return _record(
        kind, element.findtext("REFERENCE_NUMBER"), name, element.findtext("NAME_ORIGINAL_SCRIPT"),
        aliases, list_=clean(element.findtext("UN_LIST_TYPE")),
        listed=clean(element.findtext("LISTED_ON"))[:10], day=day,
        # What a list tells about a person's life is not needed to know the name again.
        notes=clean(element.findtext("COMMENTS1")) if kind == "ENTITY" else "",
    )  # fmt: skip


def _record(
    kind: object, ref: object, name: object, original: object,
    aliases: list[tuple[str, Any]], *, list_: str, listed: str, day: str = "", notes: str = "",
) -> AuthorityRecord:  # fmt: skip
    if kind not in KINDS:
        raise ValueError(f"kind is {kind!r}; expected one of {', '.join(KINDS)}")
    latin = clean(name)
    originals = apart(_SEVERAL.split(clean(original)))
    script = next(filter(_ARABIC.search, originals), originals[0] if originals else "")
    weak = [alias for quality, alias in aliases if quality.casefold() == "low"]
    strong = [alias for quality, alias in aliases if quality.casefold() != "low"]
    return AuthorityRecord(
        id=f"un:{clean(ref)}",
        kind=KINDS[str(kind)],
        name=script or latin,
        latin=latin,
        aliases=apart([*originals, *strong], script, latin),
        weak=apart(weak, script, latin),
        source=f"{LIST}{f', {day}' if day else ''}",
        listed=listed,
        reason=f"designated by the United Nations Security Council ({list_})"
        if kind == "INDIVIDUAL"
        else "",
        notes=notes,
    )
