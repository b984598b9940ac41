"""Direction, isolation and unmasking: mixed text must not rearrange what stands around it."""

import re
import sys
import unicodedata
from dataclasses import dataclass
from typing import Literal

FSI, PDI = "\u2068", "\u2069"
_ISOLATES = "\u2066\u2067\u2068"
_EMBEDDINGS = "\u202a\u202b"
_OVERRIDES = "\u202d\u202e"
_PDF = "\u202c"
_EXPLICIT = frozenset(_ISOLATES + _EMBEDDINGS + _OVERRIDES + _PDF + PDI)
_PARAGRAPH_END = re.compile("(\r\n|[\n\r\x1c-\x1e\x85\u2029])")

_NAMES = {
    "\u00ad": "SHY", "\u034f": "CGJ", "\u061c": "ALM", "\u180e": "MVS", "\u200b": "ZWSP",
    "\u200c": "ZWNJ", "\u200d": "ZWJ", "\u200e": "LRM", "\u200f": "RLM", "\u202a": "LRE",
    "\u202b": "RLE", "\u202c": "PDF", "\u202d": "LRO", "\u202e": "RLO", "\u2060": "WJ",
    "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI", "\u2069": "PDI", "\ufeff": "BOM",
    "\u2028": "LSEP", "\u2029": "PSEP",
}  # fmt: skip
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_MARK = re.compile("⟦(U\\+[0-9A-F]{4,6}|[A-Z]{2,5})⟧")
_ARABIC = "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefe"
# Digits, spaces and punctuation between two Arabic words belong to the run.
_ARABIC_RUN = re.compile(
    f"[{_ARABIC}]++(?:(?:(?![{_ARABIC}])(?:[^\\w\n\r\u2029]|[\\d_]))++[{_ARABIC}]++)*+"
)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one script."""

    start: int
    end: int
    arabic: bool


def direction(text: str) -> Literal["rtl", "ltr"]:
    """The direction of the first letter that has one, isolates skipped; ``ltr`` without any."""
    depth = 0
    for character in text:
        if character in _ISOLATES:
            depth += 1
        elif character == PDI:
            depth = max(0, depth - 1)
        elif not depth:
            strong = unicodedata.bidirectional(character)
            if strong in ("R", "AL"):
                return "rtl"
            if strong == "L":
                return "ltr"
    return "ltr"


def isolate(text: str) -> str:
    """Wrap each paragraph so that nothing in it can reorder what stands outside.

    Balanced isolates and embeddings stay. Unbalanced ones are dropped, and so is every override:
    it makes text read otherwise than it is stored, and no ordinary post needs one.
    """
    parts = _PARAGRAPH_END.split(text)
    # An isolate ends with its paragraph, so each one gets its own.
    parts[::2] = [f"{FSI}{_balanced(part)}{PDI}" if part else "" for part in parts[::2]]
    return "".join(parts)


def visible_controls(text: str) -> str:
    """Show direction controls and invisible characters as marks such as ⟦RLO⟧."""
    return _UNSEEN.sub(lambda found: f"⟦{_NAMES.get(found[0]) or f'U+{ord(found[0]):04X}'}⟧", text)


def unmarked(marks: str) -> str:
    """The characters that the marks of ``visible_controls`` stand for."""
    return _MARK.sub(lambda found: _meant(found[1], found[0]), marks)


def _meant(name: str, mark: str) -> str:
    if name.startswith("U+"):
        code = int(name[2:], 16)
        return chr(code) if code <= sys.maxunicode else mark
    return next((sign for sign, each in _NAMES.items() if each == name), mark)


def _balanced(text: str) -> str:
    if _EXPLICIT.isdisjoint(text):
        return text
    out = list(text)
    opened: list[int] = []
    isolates = 0
    for place, character in enumerate(text):
        if character in _ISOLATES:
            isolates += 1
            opened.append(place)
        elif character in _EMBEDDINGS or character in _OVERRIDES:
            opened.append(place)
        elif character == PDI:
            if not isolates:
                out[place] = ""
                continue
            isolates -= 1
            while text[inner := opened.pop()] not in _ISOLATES:
                out[inner] = ""
        elif character == _PDF:
            _close_embedding(text, place, opened, out)
    for place in opened:
        out[place] = ""
    return "".join(out)


def _close_embedding(text: str, place: int, opened: list[int], out: list[str]) -> None:
    if not opened or text[opened[-1]] in _ISOLATES:
        out[place] = ""
    elif text[opened[-1]] in _OVERRIDES:
        out[place] = out[opened.pop()] = ""
    else:
        opened.pop()


def runs(text: str) -> list[Run]:
    """Cut a text into runs of Arabic script and of anything else; together they are the text."""
    found: list[Run] = []
    done = 0
    for match in _ARABIC_RUN.finditer(text):
        if match.start() > done:
            found.append(Run(done, match.start(), False))
        found.append(Run(match.start(), match.end(), True))
        done = match.end()
    if done < len(text):
        found.append(Run(done, len(text), False))
    return found
