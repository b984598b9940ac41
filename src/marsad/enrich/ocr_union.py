"""One text out of several readings of the same picture."""

from collections.abc import Sequence

from marsad.enrich.ocr_words import (
    Line,
    Word,
    confidence,
    letters,
    line_box,
    merit,
    on_one_line,
    tangled,
    text_of,
)
from marsad.model import Box

_ADDED_FROM = 60.0
_ADDED_LETTERS = 4
_LATIN_FROM = 85.0
_LATIN_LETTERS = 3
_SURE = 92.0
_SURE_LENGTH = 8


def is_sure(lines: Sequence[Line]) -> bool:
    """Say whether a reading is so good that no other pass can better it."""
    words = [word for line in lines for word in line]
    return sum(len(w.text) for w in words) >= _SURE_LENGTH and confidence(words) >= _SURE


def united(readings: Sequence[Sequence[Line]], latin: bool) -> list[Line]:
    """The best reading, and what the others saw where it saw nothing.

    A poster with light letters on a dark band below dark letters on a light one is read half by
    one pass and half by another.
    """
    ranked = sorted(readings, key=lambda lines: -merit(lines, latin))
    best = list(ranked[0])
    kept, boxes = list(best), [line_box(line) for line in best]
    for line in (line for reading in ranked[1:] for line in reading):
        box = line_box(line)
        speaks = letters(text_of(line), latin) >= _ADDED_LETTERS
        if speaks and confidence(line) >= _ADDED_FROM and not _covered(box, boxes):
            kept.append(line)
            boxes.append(box)
    return kept if len(kept) == len(best) else sorted(kept, key=_middle)


def untangled(lines: Sequence[Line]) -> list[list[Line]]:
    """Put lines that lie in one another together: large lettering is often cut into shreds."""
    groups: list[list[Line]] = []
    for line in lines:
        box = line_box(line)
        mine = [group for group in groups if any(tangled(box, line_box(o)) for o in group)]
        groups = [group for group in groups if group not in mine]
        groups.append([*(other for group in mine for other in group), line])
    return groups


def with_latin(lines: Sequence[Line], latin: Sequence[Line]) -> list[Line]:
    """Put the Latin words of a second run where the first one stumbled over them."""
    kept = list(lines)
    boxes = [line_box(line) for line in kept]
    strangers: list[Line] = []
    for other in latin:
        sure = tuple(
            word
            for word in other
            if word.confidence >= _LATIN_FROM and letters(word.text, True) >= _LATIN_LETTERS
        )
        if sure and not _covered(line_box(other), boxes):
            strangers.append(other)
            continue
        for word in sure:
            kept = [_replaced(line, word) for line in kept]
    return sorted([*kept, *strangers], key=_middle) if strangers else kept


def _replaced(line: Line, new: Word) -> Line:
    under = [i for i, word in enumerate(line) if _centre_inside(word.box, new.box)]
    if not under or any(line[i].confidence >= new.confidence for i in under):
        return line
    rest = [word for i, word in enumerate(line) if i not in under]
    return (*rest[: under[0]], new, *rest[under[0] :])


def _covered(box: Box, boxes: Sequence[Box]) -> bool:
    return any(on_one_line(box, other) for other in boxes)


def _middle(line: Line) -> float:
    box = line_box(line)
    return box.top + box.height / 2


def _centre_inside(inner: Box, outer: Box) -> bool:
    across, down = inner.left + inner.width / 2, inner.top + inner.height / 2
    return (
        outer.left <= across <= outer.left + outer.width
        and outer.top <= down <= outer.top + outer.height
    )
