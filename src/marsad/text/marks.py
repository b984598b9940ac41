"""The lab's four editorial marks, and the rule that keeps a quotation honest.

::

    [...]         something of the source was left out here
    [word]        a word added so that the English reads
    [i.e., ...]   who or what is meant, or what a term means
    [sic]         an error of the source, kept

Strip the marks, and what is left must be an ordered part of the approved translation. Words may be
skipped, and source text the translation does not cover may be crossed, only where ``[...]`` stands.
A translation carries the same marks for what its translator added or left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from marsad.text.coverage import Translated, pieces
from marsad.text.tokens import ELISION, Tokens, find, in_order, runs, tokens

_BRACKETED = re.compile(r"\[([^\[\]]*)\]")
_SPACES = re.compile(r"\s+")
_NO_SPACE_BEFORE = re.compile(r"\s+([,.;:!?])")


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
    for found in _BRACKETED.finditer(words):
        inner = found.group(1).strip()
        yield Mark(_kind(inner), inner, found.start(), found.end())


def strip(words: str) -> str:
    """Take the marks out; what is left is to be found in the translation."""
    left = _SPACES.sub(" ", _BRACKETED.sub(" ", words)).strip()
    return _NO_SPACE_BEFORE.sub(r"\1", left)


def malformed(words: str) -> list[str]:
    """Name every bracket that is none of the four marks."""
    complaints = []
    for mark in marks(words):
        complaint = _fault(mark)
        if complaint:
            complaints.append(f"at character {mark.start + 1}: {complaint}")
    rest = _BRACKETED.sub(lambda found: " " * len(found.group()), words)
    complaints += [
        f"at character {found.start() + 1}: a bracket stands alone or inside another; marks are "
        "[...], [word], [i.e., meaning] and [sic]"
        for found in re.finditer(r"[\[\]]", rest)
    ]
    return complaints


def marked(words: str) -> Tokens:
    """Break words at their marks: runs of tokens, an elision between them."""
    found: list[str] = []
    at = 0
    for mark in marks(words):
        found += tokens(words[at : mark.start])
        if mark.kind == "elision":
            found.append(ELISION)
        at = mark.end
    return (*found, *tokens(words[at:]))


def translated(translation: Translated, source: str = "") -> Tokens:
    """The translation as tokens, with an elision wherever source text is not in it."""
    said: list[str] = []
    for skipped, target in pieces(translation, source):
        said += [ELISION, *marked(target)] if skipped else marked(target)
    return tuple(said)


def check_marks(words: str, translation: Translated, source: str = "") -> list[str]:
    """Name every place where the words break the marks rule, one sentence each."""
    complaints = malformed(words)
    if complaints:
        return complaints
    stretches = list(runs(marked(words)))
    if not stretches:
        return ["no words of the translation are left once the marks are taken out"]
    said = translated(translation, source)
    at = 0
    for run in stretches:
        found = find(run, said, at)
        if found is None:
            complaints.append(_why(run, said, at))
        else:
            at = found + len(run)
    return complaints


def _why(run: Tokens, said: Tokens, start: int) -> str:
    shorter = range(len(run) - 1, -1, -1)
    kept = next(size for size in shorter if find(run[:size], said, start) is not None)
    place = f"after “{run[kept - 1]}”" if kept else "at the start of a stretch"
    ends = (find(run[:kept], said, start) or 0) + kept if kept else start
    if kept and in_order(run[kept:], said[ends:]):
        return f"{place} words of the source are skipped before “{run[kept]}”; put [...] there"
    if find(run, said, 0) is not None:
        return f"“{run[0]}” stands earlier in the translation than the words quoted before it"
    return (
        f"“{run[kept]}” {place} is not what the approved translation says there; quote its words, "
        "or put your own in [brackets]"
    )


def _kind(inner: str) -> str:
    if inner in {"...", "…"}:
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
