"""Where ``[...]`` has to stand in a quotation, told by laying it over the translation."""

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass

from marsad.text.coverage import Translated
from marsad.text.marks import WORDS, Part, parse, render
from marsad.text.quoting import check_marks, translated
from marsad.text.tokens import ELISION, Tokens, tokens

MOST = 2_000_000
"""Pairs of equal words that are looked at; beyond that a person has to say what is skipped."""
_CHUNK = re.compile(r"\s*\S+\s*")
_MARK = Part("elision", "...")


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the quotation: the chunk it opens or goes on in, and whether a gap is marked."""

    token: str
    chunk: int
    opens: bool
    free: bool


@dataclass(frozen=True, slots=True)
class _Step:
    place: int
    gaps: int
    before: int
    """The step of the word before it; -1 for the first."""
    gap: bool


def elided(words: str, translation: Translated, source: str = "") -> str:
    """The words with ``[...]`` wherever they skip something of the translation, and nowhere else.

    The fewest marks that will do. Empty where the words are no ordered part of the translation, or
    break the rule otherwise: then only a person can say what was meant.
    """
    parts, quoted = _chunks(words)
    gaps = _gaps(quoted, translated(translation, source))
    if gaps is None:
        return ""
    made: list[Part] = []
    for number, part in enumerate(parts):
        if number in gaps:
            made += [_MARK, Part(WORDS, " ")]
        made.append(part)
    said = render(made)
    return "" if check_marks(said, translation, source) else said


def _chunks(words: str) -> tuple[list[Part], list[_Word]]:
    """The words cut at their blanks, marks apart, and every word that counts."""
    parts: list[Part] = []
    quoted: list[_Word] = []
    free = True
    for part in parse(words):
        if part.kind != WORDS:
            parts.append(part)
            free = free or part.kind == "elision"
            continue
        for chunk in _CHUNK.findall(part.text) or [part.text]:
            counting = _wordy(tokens(chunk))
            for number, token in enumerate(counting):
                quoted.append(_Word(token, len(parts), number == 0, free))
                free = False
            parts.append(Part(WORDS, chunk))
    return parts, quoted


def _gaps(quoted: list[_Word], said: Tokens) -> set[int] | None:
    """The chunks before which something is skipped, in the way that needs the fewest marks."""
    places, barriers = _places(said)
    if not quoted or sum(len(places[word.token]) for word in quoted) > MOST:
        return None
    rows: list[list[_Step]] = []
    for word in quoted:
        before = rows[-1] if rows else None
        row = _row(word, places[word.token], before, barriers)
        if not row:
            return None
        rows.append(row)
    return _traced(quoted, rows)


def _row(
    word: _Word, places: list[int], before: list[_Step] | None, barriers: set[int]
) -> list[_Step]:
    if before is None:
        return [_Step(place, 0, -1, False) for place in places]
    row: list[_Step] = []
    near, best = 0, -1
    known = [step.place for step in before]
    for place in places:
        while near < len(before) and before[near].place < place:
            if best < 0 or before[near].gaps < before[best].gaps:
                best = near
            near += 1
        joined = bisect_left(known, place - 1)
        adjacent = joined < len(known) and known[joined] == place - 1 and place not in barriers
        far = before[best].gaps + (not word.free) if best >= 0 and (word.opens or word.free) else -1
        if adjacent and (far < 0 or before[joined].gaps <= far):
            row.append(_Step(place, before[joined].gaps, joined, False))
        elif far >= 0:
            row.append(_Step(place, far, best, not word.free))
    return row


def _traced(quoted: list[_Word], rows: list[list[_Step]]) -> set[int]:
    gaps: set[int] = set()
    last = rows[-1]
    at = min(range(len(last)), key=lambda number: last[number].gaps)
    for word, row in zip(reversed(quoted), reversed(rows), strict=True):
        step = row[at]
        if step.gap:
            gaps.add(word.chunk)
        at = step.before
    return gaps


def _places(said: Tokens) -> tuple[dict[str, list[int]], set[int]]:
    """Where each word of the translation stands, and before which one something is left out."""
    places: dict[str, list[int]] = defaultdict(list)
    barriers: set[int] = set()
    count = 0
    for token in said:
        if token == ELISION:
            barriers.add(count)
        elif any(map(str.isalnum, token)):
            places[token].append(count)
            count += 1
    return places, barriers


def _wordy(found: Tokens) -> list[str]:
    return [token for token in found if any(map(str.isalnum, token))]
