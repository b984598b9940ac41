"""The lab's four editorial marks, taken apart and put together.

::

    [...]         something of the source was left out here
    [word]        a word added so that the English reads
    [i.e., ...]   who or what is meant, or what a term means
    [sic]         an error of the source, kept

Square brackets are the lab's alone. What the source itself puts in square brackets is typed
``\\[so\\]``: it counts as words of the translation, and a reader sees round brackets.
``quoting`` has the rule that keeps a quotation honest.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from marsad.text.tokens import ELISION, Tokens, tokens

WORDS = "words"
LEFT_OUT = "..."
_ESCAPED = re.compile(r"\\([\[\]\\])")
_PIECE = re.compile(r"\\[\[\]\\]|\[((?:\\[\[\]\\]|[^\[\]\\]|\\(?![\[\]\\]))*+)\]|[\[\]]")
_SPACES = re.compile(r"\s+")
_NO_SPACE_BEFORE = re.compile(r"\s+([,.;:!?])")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of words, or what stands in one mark."""

    kind: str
    """``words``, ``elision``, ``sic``, ``meaning`` or ``addition``."""
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One editorial mark and where it stands."""

    kind: str
    """``elision``, ``sic``, ``meaning`` or ``addition``."""
    words: str
    start: int
    end: int


def marks(words: str) -> Iterator[Mark]:
    """Yield every mark in order."""
    for found in _PIECE.finditer(words):
        if found[1] is not None:
            inner = _plain(found[1]).strip()
            # Both ways of typing it are one mark, so that what is rendered is parsed as it was.
            inner = LEFT_OUT if inner == "…" else inner
            yield Mark(_kind(inner), inner, found.start(), found.end())


def parse(words: str) -> tuple[Part, ...]:
    """Take words and marks apart; a bracket that belongs to no mark counts as a word."""
    found: list[Part] = []
    at = 0
    for mark in marks(words):
        found += [Part(WORDS, _plain(words[at : mark.start])), Part(mark.kind, mark.words)]
        at = mark.end
    found.append(Part(WORDS, _plain(words[at:])))
    return tuple(_joined(part for part in found if part.text))


def render(parts: Iterable[Part]) -> str:
    """Put words and marks together; ``parse`` takes them apart again as they were."""
    return "".join(
        literal(part.text) if part.kind == WORDS else f"[{literal(part.text)}]"
        for part in _joined(parts)
    )


def literal(text: str) -> str:
    """A text as it is typed among marks: its own square brackets are no marks."""
    return re.sub(r"[\[\]\\]", r"\\\g<0>", text)


def readable(words: str) -> str:
    """Words as a reader meets them: marks in square brackets, those of the source in round ones."""
    round_ = {"\\[": "(", "\\]": ")", "\\\\": "\\"}
    return _ESCAPED.sub(lambda found: round_[found[0]], words)


def strip(words: str) -> str:
    """Take the marks out; what is left is to be found in the translation."""
    left = " ".join(part.text for part in parse(words) if part.kind == WORDS)
    return _NO_SPACE_BEFORE.sub(r"\1", _SPACES.sub(" ", left).strip())


def malformed(words: str) -> list[str]:
    """Name every bracket that is none of the four marks."""
    complaints = []
    for mark in marks(words):
        complaint = _fault(mark)
        if complaint:
            complaints.append(f"at character {mark.start + 1}: {complaint}")
    return complaints + [
        f"at character {found.start() + 1}: a bracket stands alone or inside another; marks are "
        "[...], [word], [i.e., meaning] and [sic]; brackets of the source are typed \\[ and \\]"
        for found in _PIECE.finditer(words)
        if found[0] in "[]"
    ]


def marked(words: str) -> Tokens:
    """Break words at their marks: runs of tokens, an elision between them."""
    found: list[str] = []
    for part in parse(words):
        if part.kind == WORDS:
            found += tokens(part.text)
        elif part.kind == "elision":
            found.append(ELISION)
    return tuple(found)


def _joined(parts: Iterable[Part]) -> Iterator[Part]:
    """Make one stretch of words that only an empty mark had parted."""
    for is_words, some in groupby(parts, key=lambda part: part.kind == WORDS):
        if is_words:
            yield Part(WORDS, "".join(part.text for part in some))
        else:
            yield from some


def _plain(words: str) -> str:
    return _ESCAPED.sub(r"\1", words)


def _kind(inner: str) -> str:
    if inner == LEFT_OUT:
        return "elision"
    if inner == "sic":
        return "sic"
    return "meaning" if inner.startswith("i.e.") else "addition"


def _fault(mark: Mark) -> str:
    if not mark.words:
        return "the brackets are empty; say what was added, or write [...] for what was left out"
    if mark.kind == "meaning" and not re.match(r"i\.e\., \S", mark.words):
        return f"[{mark.words}] should read [i.e., meaning]"
    if mark.kind == "addition" and mark.words.casefold().startswith("sic"):
        return f"[{mark.words}] should read [sic]"
    if mark.kind == "addition" and not any(letter.isalnum() for letter in mark.words):
        return f"[{mark.words}] is no mark; write [...] where something was left out"
    return ""
