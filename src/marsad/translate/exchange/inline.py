"""Text with placeholders, as XLIFF 2 writes it.

A link, and a character that would be obeyed instead of seen (an override, a zero-width space),
becomes a placeholder: a translator's tool shows it, protects it and gives it back. What XML cannot
hold at all is a ``<cp>``. Marks of the house such as ``[sic]`` are words like any other.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from marsad.text.bidi import visible_controls
from marsad.text.links import find_links
from marsad.translate.exchange.xml_read import Node
from marsad.translate.exchange.xml_write import UNSAYABLE, escaped, tag

_SPELLING = "\u200c\u200d\u200e\u200f\u061c"
"""Joiners and weak marks: part of how Persian, Urdu and Arabic are written."""


@dataclass(slots=True)
class Codes:
    """The placeholders of one unit, so that source and target share theirs."""

    by_text: dict[str, list[int]] = field(default_factory=dict)
    data: list[str] = field(default_factory=list)

    def encoded(self, text: str) -> str:
        """The content of a ``<source>`` or ``<target>``; what is alike in both gets one id."""
        used: dict[str, int] = {}
        return "".join(self._part(kind, part, used) for kind, part in _parts(text))

    def original_data(self) -> str:
        """The ``<originalData>`` that the placeholders point to."""
        said = [f'<data id="d{n}">{_plain(each)}</data>' for n, each in enumerate(self.data, 1)]
        return f"<originalData>{''.join(said)}</originalData>" if said else ""

    def _part(self, kind: str, part: str, used: dict[str, int]) -> str:
        if kind == "text":
            return _plain(part)
        seen = used[part] = used.get(part, 0) + 1
        ids = self.by_text.setdefault(part, [])
        if len(ids) < seen:
            self.data.append(part)
            ids.append(len(self.data))
        n = ids[seen - 1]
        shown = UNSAYABLE.sub("\ufffd", visible_controls(part))
        type_ = "link" if kind == "link" else "other"
        code = tag("ph", id=n, type_=type_, equiv=shown, disp=shown, dataRef=f"d{n}")
        return f"<{code}/>"


def decoded(node: Node, data: dict[str, str]) -> str:
    """The text of a ``<source>``, ``<target>`` or ``<data>``; formatting says nothing."""
    found: list[str] = []
    waiting: list[Node | str] = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            found.append(part)
        elif part.name == "cp":
            found.append(_character(part.attributes.get("hex", "")))
        elif part.name == "ph":
            found.append(data.get(_reference(part, data), part.attributes.get("equiv", "")))
        else:
            waiting.extend(reversed(part.parts))
    return "".join(found)


def _reference(code: Node, data: dict[str, str]) -> str:
    # Some tools drop the reference and keep the id, which we number alike.
    named = code.attributes.get("dataRef", "")
    return named if named in data else f"d{code.attributes.get('id', '')}"


def _character(hex: str) -> str:
    return (
        chr(int(hex, 16))
        if re.fullmatch("[0-9A-Fa-f]{1,6}", hex) and int(hex, 16) < 0x110000
        else ""
    )


def _plain(text: str) -> str:
    parts, done = [], 0
    for found in UNSAYABLE.finditer(text):
        parts += [escaped(text[done : found.start()]), f'<cp hex="{ord(found[0]):04X}"/>']
        done = found.end()
    return "".join([*parts, escaped(text[done:])])


def sayable(text: str) -> str:
    """Text for TMX, which has no ``<cp>``: what XML cannot hold is a placeholder that names it."""
    parts, done = [], 0
    for found in UNSAYABLE.finditer(text):
        code = f'<ph type="x-character">U+{ord(found[0]):04X}</ph>'
        parts += [escaped(text[done : found.start()]), code]
        done = found.end()
    return "".join([*parts, escaped(text[done:])])


def _parts(text: str) -> Iterator[tuple[str, str]]:
    done = 0
    for start, end, _ in find_links(text):
        yield from _controls(text[done:start])
        yield "link", text[start:end]
        done = end
    yield from _controls(text[done:])


def _controls(text: str) -> Iterator[tuple[str, str]]:
    done = 0
    for place, character in enumerate(text):
        if unseen(character) and not UNSAYABLE.match(character):
            if done < place:
                yield "text", text[done:place]
            yield "control", character
            done = place + 1
    if done < len(text):
        yield "text", text[done:]


def unseen(character: str) -> bool:
    """Say whether a reader's program would obey this character instead of showing it."""
    return (
        character > "~" and character not in _SPELLING and visible_controls(character) != character
    )
