"""A short stretch of a text around the first words that were found in it, with these marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from marsad.search.highlight import Reason
from marsad.text.links import find_links

BEFORE, AFTER = 60, 140
"""Characters shown on either side of the first word that was found."""
LONGEST_WORD = 30


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words, marked or not."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """What is shown of a text; the ends say whether it goes on there."""

    source: str
    of: str
    pieces: tuple[Piece, ...]
    begins: bool
    ends: bool


def passage(reason: Reason, before: int = BEFORE, after: int = AFTER) -> Passage:
    """The stretch of a text where it first says what was asked for."""
    text, first = reason.text, reason.spots[0]
    start = _gap(text, max(0, first.start - before), -1)
    end = _gap(text, min(len(text), first.end + after), 1)
    links = [(start + a, start + b) for a, b, _href in find_links(text[start:end])]
    spans = [
        _whole(spot.start, min(spot.end, end), links) for spot in reason.spots if spot.start < end
    ]
    pieces = tuple(_pieces(text, start, end, spans))
    return Passage(reason.source, reason.of, pieces, start == 0, end == len(text))


def _gap(text: str, at: int, step: int) -> int:
    """The nearest blank outwards, so that no word is cut but one without end."""
    for _ in range(LONGEST_WORD):
        if not 0 < at < len(text) or text[at - 1 if step < 0 else at].isspace():
            break
        at += step
    return at


def _whole(start: int, end: int, links: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """A span, with the whole of a link that it lies in: half of one could not be defanged."""
    for first, last in links:
        if first < end and start < last:
            start, end = min(start, first), max(end, last)
    return start, end


def _pieces(text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    for first, last in spans:
        if first > start:
            yield Piece(text[start:first])
        if last > max(first, start):
            yield Piece(text[max(first, start) : last], marked=True)
        start = max(start, last)
    if start < end:
        yield Piece(text[start:end])
