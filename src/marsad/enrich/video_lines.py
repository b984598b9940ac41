"""Lines read in several frames of one video, put together over time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from marsad.enrich.ocr_decode import ReadLine
from marsad.enrich.ocr_words import on_one_line
from marsad.model import Box
from marsad.text.fold import folded

ALIKE = 80.0
"""Percent of likeness from which two readings are of one line: no two frames are read alike."""
_SURE = 0.7
"""A line seen once must be as sure as this; textures that move are read as letters now and then."""
_SURE_TWICE = 0.5
_COMPARED = 300


@dataclass(frozen=True, slots=True)
class Seen:
    """A line and when it was to be seen."""

    text: str
    confidence: float
    box: Box
    start: float
    end: float
    times: int = 1


def merged(frames: Sequence[tuple[float, Sequence[ReadLine]]]) -> list[Seen]:
    """Each line once, from the first frame that shows it to the last, in order of appearance."""
    standing: list[Seen] = []
    gone: list[Seen] = []
    for at, lines in frames:
        fresh = [_seen(line, at) for line in lines]
        now, used = [], set()
        for new in fresh:
            old = next((i for i, o in enumerate(standing) if i not in used and _same(o, new)), None)
            if old is not None:
                used.add(old)
                new = _together(standing[old], new)
            now.append(new)
        gone += [old for i, old in enumerate(standing) if i not in used]
        standing = now
    found = [line for line in (*gone, *standing) if _is_believed(line)]
    return sorted(found, key=lambda line: (line.start, line.box.top, line.box.left))


def _seen(line: ReadLine, at: float) -> Seen:
    return Seen(
        line.text, line.confidence, Box(line.left, line.top, line.width, line.height), at, at
    )


def _same(old: Seen, new: Seen) -> bool:
    from rapidfuzz import fuzz

    if not on_one_line(old.box, new.box):
        return False
    one, other = folded(old.text)[:_COMPARED], folded(new.text)[:_COMPARED]
    return fuzz.ratio(one, other) >= ALIKE


def _together(old: Seen, new: Seen) -> Seen:
    """The surer reading, over the whole time."""
    best = new if new.confidence > old.confidence else old
    return replace(best, start=old.start, end=new.end, times=old.times + 1)


def _is_believed(line: Seen) -> bool:
    return line.confidence >= (_SURE if line.times == 1 else _SURE_TWICE)
