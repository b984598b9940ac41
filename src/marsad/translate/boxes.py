"""Where in its picture a segment stands: the boxes of the lines that OCR read there."""

from collections.abc import Iterator, Sequence

from marsad.model import Box, Finding, Segment

LINE = "ocr-line"
"""The kind of finding that holds one line read in a picture, with its box."""


def boxes(
    read: Finding, found: Sequence[Finding], segments: Sequence[Segment]
) -> tuple[tuple[Box, ...], ...]:
    """The boxes of each segment of a reading; none where the lines say otherwise than it does."""
    placed = tuple(_placed(read, found))
    return tuple(
        tuple(box for start, end, box in placed if start < each.end and each.start < end)
        for each in segments
    )


def _placed(read: Finding, found: Sequence[Finding]) -> Iterator[tuple[int, int, Box]]:
    """Each line at its place in the reading, in order, so that a word said twice has two places."""
    after = 0
    for line in found:
        if line.kind != LINE or line.media != read.media or not line.box or not line.value:
            continue
        start = read.value.find(line.value, after)
        if start >= 0:
            after = start + len(line.value)
            yield start, after, line.box
