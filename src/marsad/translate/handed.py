"""What a person hands in: a target for each segment, line by line, or pieces of JSON."""

from collections.abc import Sequence

import msgspec

from marsad.errors import BadInput
from marsad.model import Segment
from marsad.phrase import Phrase
from marsad.translate.lines import Piece, located

_decoder = msgspec.json.Decoder(Piece)


def handed(words: str, text: str, spans: Sequence[tuple[int, int]]) -> tuple[Segment, ...]:
    """Read what was handed in as segments of a text.

    Either one line for each segment, empty where nothing is to be said, or JSON objects with
    ``source`` and ``target``, one a line: then the stretches are the person's own.
    """
    lines = words.removeprefix("\ufeff").splitlines()
    filled = [line for line in lines if line.strip()]
    if not filled:
        raise BadInput(Phrase("nothing was handed in; give one line for each segment"))
    if all(line.lstrip().startswith("{") for line in filled):
        return located(tuple(_piece(line, number) for number, line in enumerate(filled, 1)), text)
    if len(lines) != len(spans):
        raise BadInput(
            Phrase(
                "%(lines)s lines for %(spans)s segments; give one line for each, "
                "empty where nothing is to be said (marsad translate LAB show ID "
                "prints them)",
                lines=len(lines),
                spans=len(spans),
            )
        )
    return tuple(
        Segment(start, end, text[start:end], " ".join(line.split()))
        for (start, end), line in zip(spans, lines, strict=True)
    )


def _piece(line: str, number: int) -> Piece:
    try:
        return _decoder.decode(line)
    except msgspec.MsgspecError as error:
        raise BadInput(
            Phrase(
                "line %(number)s is no segment: %(error)s; write source and target, "
                "one object a line",
                number=number,
                error=error,
            )
        ) from error
