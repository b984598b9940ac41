"""Which of the words that a model wrote down were said at all.

Where nobody speaks, Whisper writes what its training material said there: thanks to viewers, names
of subtitlers, one word without end.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from marsad.enrich.speech_decode import Piece
from marsad.text.fold import folded

_NO_SPEECH, _UNLIKELY = 0.6, -1.0
_LOOP = 2.4
_TWICE = 2
_DOUBT, _UNSURE = 0.2, -0.5


def believed(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without loops, without words into silence, without stock phrases in doubt."""
    kept: list[Piece] = []
    same = 0
    for piece in pieces:
        text = folded(piece.text)
        same = same + 1 if kept and text == folded(kept[-1].text) else 0
        if text.strip() and same < _TWICE and not _is_made_up(piece, text):
            kept.append(piece)
    return kept


def _is_made_up(piece: Piece, text: str) -> bool:
    silent = piece.no_speech > _NO_SPEECH and piece.likely < _UNLIKELY
    doubtful = piece.no_speech > _DOUBT or piece.likely < _UNSURE
    stock = doubtful and any(phrase in text for phrase in _stock())
    return silent or stock or piece.packed > _LOOP


@cache
def _stock() -> tuple[str, ...]:
    source = files("marsad.vocabulary").joinpath("speech_stock.txt").read_text(encoding="utf-8")
    lines = (line.strip() for line in source.splitlines())
    return tuple(folded(line) for line in lines if line and not line.startswith("#"))
