"""Words and lines as an OCR engine reads them, and how far each is to be believed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from marsad.model import Box

_ARABIC = re.compile(r"[\u0620-\u063f\u0641-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff\u0750-\u077f]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")

_DOUBT = 70.0
"""A word below this confidence (of 100) speaks neither for a reading nor against it."""
_NOISE_COST = 0.2


@dataclass(frozen=True, slots=True)
class Word:
    """One word, its place in the picture, and the engine's confidence from 0 to 100."""

    text: str
    confidence: float
    box: Box


Line = tuple[Word, ...]


def letters(text: str, latin: bool) -> int:
    """How many letters of the script in question the text has."""
    return len((_LATIN if latin else _ARABIC).findall(text))


def merit(lines: Sequence[Line], latin: bool) -> float:
    """How much this reading is to be preferred: sure letters count, shreds cost.

    The plain mean of confidences prefers a pass that read one clear word of the whole picture;
    a sum that forgives doubt prefers one that read letters into the background.
    """
    total = 0.0
    for line in lines:
        for word in line:
            count = letters(word.text, latin)
            if count >= 2:
                total += max(0.0, word.confidence - _DOUBT) / 100 * count
            else:
                total -= _NOISE_COST * len(word.text)
    return total


def confidence(line: Sequence[Word]) -> float:
    """The mean confidence of the words, weighted by their length."""
    length = sum(len(word.text) for word in line)
    return sum(word.confidence * len(word.text) for word in line) / length if length else 0.0


def text_of(line: Sequence[Word]) -> str:
    """The words with a space between them."""
    return " ".join(word.text for word in line)


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds them all."""
    left, top = min(box.left for box in boxes), min(box.top for box in boxes)
    right = max(box.left + box.width for box in boxes)
    bottom = max(box.top + box.height for box in boxes)
    return Box(left, top, right - left, bottom - top)


def line_box(line: Sequence[Word]) -> Box:
    """The smallest box that holds the line."""
    return around([word.box for word in line])


def on_one_line(first: Box, second: Box) -> bool:
    """Say whether two boxes hold the same stretch of a line."""
    across = _shared(first.left, first.width, second.left, second.width)
    down = _shared(first.top, first.height, second.top, second.height)
    return across > 0 and down > 0.25 * min(first.height, second.height)


def tangled(first: Box, second: Box) -> bool:
    """Say whether two lines lie in one another, as when one line was taken for two."""
    across = _shared(first.left, first.width, second.left, second.width)
    down = _shared(first.top, first.height, second.top, second.height)
    narrow, low = min(first.width, second.width), min(first.height, second.height)
    return across > 0.5 * narrow and down > 0.75 * low


def _shared(start: int, length: int, other_start: int, other_length: int) -> int:
    return min(start + length, other_start + other_length) - max(start, other_start)
