"""Which words made a post a hit, and where they stand in its original, in code points.

Found anew in the texts of the few posts that are shown: the words are cut as the index cuts them,
so what is marked is what was found, whatever was folded between the two.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from marsad.search.document import Said
from marsad.search.matcher import Matcher
from marsad.search.schema import SPOKEN
from marsad.search.words import Word, spots

MOST = 50
"""Stretches that are marked in one text."""
PIECE = 50_000
"""Characters looked through at a time: a text of a megabyte is rarely gone through to its end."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of a text that was asked for; offsets in code points of the original."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Where a post says what was asked for."""

    source: str
    """``text``, ``picture``, ``speech``, ``document``, ``file``, ``name`` or ``translation``."""
    of: str
    """The finding, translation or medium; empty for the text of the post."""
    text: str
    spots: tuple[Spot, ...]


def reasons(said: Iterable[Said], matchers: Sequence[Matcher]) -> tuple[Reason, ...]:
    """Every text of a post that holds something asked for, with the stretches that do."""
    found = []
    for each in said:
        mine = [matcher for matcher in matchers if each.source in (matcher.sources or SPOKEN)]
        if spots := tuple(_spots(each.text, mine)):
            found.append(Reason(each.source, each.of, each.text, spots))
    return tuple(found)


def _spots(text: str, matchers: Sequence[Matcher]) -> Iterator[Spot]:
    marked = 0
    for start, piece in _pieces(text):
        if not matchers or marked >= MOST:
            return
        spans = _joined(_spans(piece, matchers))
        for first, last in spans[: MOST - marked]:
            yield Spot(start + first, start + last, piece[first:last])
        marked += len(spans)


def _spans(text: str, matchers: Sequence[Matcher]) -> Iterator[tuple[int, int]]:
    cut: Mapping[str, list[Word]] = {
        strength: list(spots(text, strength))
        for strength in {matcher.strength for matcher in matchers}
    }
    for matcher in matchers:
        yield from matcher.spans(cut[matcher.strength])


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that overlap made one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    while start < len(text):
        end = start + PIECE
        if (
            end < len(text)
            and (space := max(text.rfind(" ", start, end), text.rfind("\n", start, end))) > start
        ):
            end = space + 1
        yield start, text[start:end]
        start = end
