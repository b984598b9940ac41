"""The segments of a translation: source, target, and what helps with each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from marsad.model import Box, Finding, Segment, Translation
from marsad.store import Pad, Store
from marsad.text.bidi import visible_controls
from marsad.translate import Helps
from marsad.translate import shown as shown_targets
from marsad.translate.boxes import boxes
from marsad.translate.engine import AID
from marsad.web.views.known import Lore
from marsad.web.views.offered import Offered, offered_marks


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the source; ``term`` is the number of the term it is, from 1."""

    text: str
    term: int = 0


@dataclass(frozen=True, slots=True)
class Rival:
    """What somebody else typed for the segment, or signed for it."""

    pad: Pad
    target: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A segment: its source, what it says now, and what stands in the form."""

    number: int
    source: str
    lines: tuple[tuple[Piece, ...], ...]
    """The source line by line, cut at the terms of the termbase."""
    target: str
    typed: str
    hidden: bool
    """Characters in it cannot be seen."""
    known: Helps
    doubts: tuple[str, ...]
    """What its target may have lost or changed."""
    marks: tuple[Offered, ...]
    """House marks it may need, where somebody asked about them."""
    rivals: tuple[Rival, ...]
    boxes: tuple[Box, ...]
    """Where it stands in its picture."""


def pairs(
    store: Store,
    found: Translation,
    typed: Sequence[str],
    others: Sequence[Pad],
    read: Finding | None,
    marks: bool = False,
) -> tuple[Pair, ...]:
    """The segments of a translation, with what was typed and what is known of each."""
    lore = Lore(store, found)
    # Only what fits is taken over: a form of another length was not made for this translation.
    kept = typed if len(typed) == len(found.segments) else _standing(found)
    now = [replace(each, target=said) for each, said in zip(found.segments, kept, strict=True)]
    places = boxes(read, store.findings(found.post), now) if read else ((),) * len(now)
    told, helped = shown_targets(found), lore.helps()
    doubted_of = lore.doubts(helped, [each.target for each in now])
    offered = (
        offered_marks(store, replace(found, segments=tuple(now))) if marks else ((),) * len(now)
    )
    return tuple(
        Pair(
            number + 1,
            each.source,
            _lines(each, known),
            told[number],
            each.target,
            visible_controls(each.target) != each.target,
            known,
            doubted,
            offers,
            tuple(_rivals(number, each.target, others)),
            places[number],
        )
        for number, (each, known, doubted, offers) in enumerate(
            zip(now, helped, doubted_of, offered, strict=True)
        )
    )


def _standing(found: Translation) -> list[str]:
    """What stands in the form at first; of a reading aid nothing: whoever writes begins anew."""
    return ["" if found.kind == AID else each.target for each in found.segments]


def _rivals(number: int, typed: str, others: Sequence[Pad]) -> Iterator[Rival]:
    seen = {typed}
    for each in others:
        if (target := each.targets[number]) not in seen:
            seen.add(target)
            yield Rival(each, target)


def _lines(segment: Segment, known: Helps) -> tuple[tuple[Piece, ...], ...]:
    """The lines that hold something; a term that runs over a line end is underlined in both."""
    found, start = [], 0
    for line in segment.source.splitlines(keepends=True):
        pieces = tuple(_pieces(segment.source, start, start + len(line), known))
        if line.strip():
            found.append(pieces)
        start += len(line)
    return tuple(found)


def _pieces(source: str, start: int, end: int, known: Helps) -> Iterator[Piece]:
    done = start
    for number, term in enumerate(known.terms, 1):
        # A term has its place in the whole text, a piece in the segment.
        first, last = max(term.start - known.start, done), min(term.end - known.start, end)
        if first < last:
            if done < first:
                yield Piece(source[done:first])
            yield Piece(source[first:last], number)
            done = last
    if done < end:
        yield Piece(source[done:end])
