"""Segments of many texts, handed to a model in batches of like length.

A batch takes as long as its longest segment, so segments are sorted before they are cut into
batches. What stands in several texts, a signature or a slogan, is asked once.
"""

from collections.abc import Callable, Iterator, Sequence

from marsad.errors import BadInput
from marsad.translate.engine import Target, Untranslated
from marsad.translate.segment import Source

Ask = Callable[[Sequence[str]], Sequence[Target]]
"""Answers with one target for each segment; BadInput when the batch as a whole failed."""

LETTERS = 6000
"""Characters in a batch, counted as if all its segments were as long as the longest."""
SEGMENTS = 64
"""Segments in a batch at most."""


def by_length(sources: Sequence[Source], ask: Ask) -> Iterator[Sequence[Target]]:
    """Yield the targets of each source, asked for in batches of like length."""
    said: dict[str, Target] = {}
    for batch in batches({piece for source in sources for piece in source.pieces}):
        said |= zip(batch, ask(batch), strict=True)
    for source in sources:
        yield [said[piece] for piece in source.pieces]


def patiently(pieces: Sequence[str], ask: Ask) -> Sequence[Target]:
    """One target for each segment; where a batch fails, each is asked by itself.

    So that only the segment stays untranslated which brings the model down.
    """
    try:
        return ask(pieces)
    except BadInput as error:
        if len(pieces) == 1:
            return [Untranslated(f"failed: {error}")]
        return [one for piece in pieces for one in patiently([piece], ask)]


def batches(pieces: set[str]) -> Iterator[list[str]]:
    """Cut segments into batches, the shortest first."""
    batch: list[str] = []
    # By the text too, so that the same posts always make the same batches.
    for piece in sorted(pieces, key=lambda piece: (len(piece), piece)):
        if batch and (len(batch) == SEGMENTS or (len(batch) + 1) * len(piece) > LETTERS):
            yield batch
            batch = []
        batch.append(piece)
    if batch:
        yield batch
