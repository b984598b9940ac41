"""Units from a Word document as Word, LibreOffice and others save it.

Only the text of the main document is read, whatever else the file holds: what was inserted with
changes tracked counts, what was deleted does not. A file with macros, embedded programs or parts
that would be fetched from elsewhere is refused whole: a table of translations needs none of them.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from marsad.errors import BadInput
from marsad.plugins import Refused
from marsad.text.bidi import unmarked
from marsad.translate.exchange.docx_parts import DOCUMENT
from marsad.translate.exchange.unit import STATES, Unit, parse_key
from marsad.translate.exchange.xml_read import Node, Readable, records

LARGEST = 256 << 20
"""Bytes of one part, unpacked."""
MOST_PARTS = 2000
_ACTIVE = re.compile(r"vbaProject|vbaData|/embeddings/|/activeX/", re.IGNORECASE)
_SPAN = re.compile(r"(\d{1,11})-(\d{1,11})")
_UNREAD = frozenset(("del", "moveFrom", "instrText", "delText", "Fallback", "pPr", "rPr", "tbl"))
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}


def read_docx(path: Path) -> Iterator[Unit | Refused]:
    """Yield each row that holds a segment, or why it cannot be read."""
    try:
        with zipfile.ZipFile(path) as packed:
            _refuse_active(packed, path.name)
            with packed.open(_part(packed, DOCUMENT, path.name)) as document:
                yield from _rows(_Capped(document, path.name), path.name)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        yield Refused(path.name, f"cannot be opened: {error}; save it again as .docx")
    except BadInput as fault:
        yield Refused(path.name, str(fault))


def is_docx(path: Path) -> bool:
    """Say whether a file is a zip with a Word document in it."""
    try:
        with zipfile.ZipFile(path) as packed:
            return DOCUMENT in packed.namelist()
    except zipfile.BadZipFile:
        return False


def _refuse_active(packed: zipfile.ZipFile, called: str) -> None:
    names = packed.namelist()
    if len(names) > MOST_PARTS:
        raise BadInput(f"{called} has {len(names)} parts; save it again as .docx")
    if active := next(filter(_ACTIVE.search, names), ""):
        raise BadInput(f"{called} holds a macro or a program ({active!r}); save it as plain .docx")
    for name in names:
        if name.endswith(".rels"):
            with packed.open(_part(packed, name, called)) as part:
                for each in records(_Capped(part, called), called, "Relationship"):
                    _refuse_outside(each, called)


def _refuse_outside(relation: Node, called: str) -> None:
    said = relation.attributes
    kind = said.get("Type", "").rpartition("/")[2]
    target = said.get("Target", "")
    # A link is text, and the template of the translator's own Word is a file of their disk.
    harmless = kind == "hyperlink" or (
        kind == "attachedTemplate" and re.match(r"file:///[A-Za-z]:", target)
    )
    if said.get("TargetMode") == "External" and not harmless:
        raise BadInput(
            f"{called} would fetch a part from elsewhere ({kind}: {target[:60]!r}); nothing was "
            "fetched, copy the table into a new document"
        )


def _part(packed: zipfile.ZipFile, name: str, called: str) -> zipfile.ZipInfo:
    try:
        entry = packed.getinfo(name)
    except KeyError:
        raise BadInput(f"{called} holds no {name}; save it as .docx") from None
    if entry.file_size > LARGEST:
        raise BadInput(f"{called}: {name} unpacks to more than {LARGEST:,} bytes; cut the table")
    return entry


class _Capped:
    """A part that is not read beyond the cap, whatever the zip says of its size."""

    def __init__(self, part: Readable, called: str) -> None:
        self._part, self._called, self._left = part, called, LARGEST

    def read(self, size: int) -> bytes:
        got = self._part.read(size)
        self._left -= len(got)
        if self._left < 0:
            raise BadInput(f"{self._called} unpacks to more than {LARGEST:,} bytes; cut the table")
        return got


def _rows(document: "_Capped", called: str) -> Iterator[Unit | Refused]:
    for number, row in enumerate(records(document, called, "tr"), 1):
        cells = _cells(row)
        if len(cells) < 3 or not any(map(str.strip, cells[1:3])):
            continue
        where = f"{called}, row {number}"
        about = cells[0].split()
        key = parse_key(about[0]) if about else None
        if key:
            yield _unit(key, cells, about, where)
        elif number > 1:
            yield Refused(where, "has lost the number of its segment; copy it from the export")


def _unit(key: tuple[str, int], cells: list[str], about: list[str], where: str) -> Unit:
    span = next(filter(None, map(_SPAN.fullmatch, about)), None)
    state = cells[3].strip().casefold() if len(cells) > 3 else ""
    return Unit(
        translation=key[0],
        number=key[1],
        source=cells[1],
        target=cells[2],
        start=int(span[1]) if span else None,
        end=int(span[2]) if span else None,
        state=state if state in STATES else "",
        digest=next((each for each in about if each.startswith("sha256:")), ""),
        where=where,
    )


def _cells(row: Node) -> list[str]:
    found = []
    waiting: list[Node | str] = list(reversed(row.parts))
    while waiting:
        part = waiting.pop()
        if isinstance(part, str) or part.name in ("trPr", "tblPrEx"):
            continue
        if part.name == "tc":
            found.append("\n".join(_paragraphs(part)))
        else:
            waiting.extend(reversed(part.parts))
    return found


def _paragraphs(cell: Node) -> Iterator[str]:
    """The text of each paragraph of a cell; notes of ours are none of it."""
    waiting: list[Node | str] = list(reversed(cell.parts))
    while waiting:
        part = waiting.pop()
        if isinstance(part, str) or part.name in _UNREAD:
            continue
        if part.name == "p":
            if _style(part, "pPr", "pStyle") not in ("Note", "MarsadNote"):
                yield _text(part)
        else:
            waiting.extend(reversed(part.parts))


def _text(paragraph: Node) -> str:
    # A mark may be cut into several runs, of one script each.
    parts = groupby(_stretches(paragraph), key=lambda stretch: stretch[1])
    return "".join(
        unmarked(text) if mark else text
        for mark, some in parts
        if (text := "".join(each for each, _ in some))
    )


def _stretches(paragraph: Node) -> Iterator[tuple[str, bool]]:
    """The text run by run, and whether it is a mark of ours."""
    waiting: list[tuple[Node | str, bool]] = [(paragraph, False)]
    while waiting:
        part, mark = waiting.pop()
        if isinstance(part, str) or part.name in _UNREAD:
            continue
        if part.name in _SIGNS:
            yield _SIGNS[part.name], mark
        elif part.name == "t":
            yield part.text(), mark
        else:
            mark = mark or _style(part, "rPr", "rStyle") in ("Control", "MarsadControl")
            waiting.extend((each, mark) for each in reversed(part.parts))


def _style(node: Node, properties: str, name: str) -> str:
    held = node.first(properties)
    style = held.first(name) if held else None
    return style.attributes.get("val", "") if style else ""
