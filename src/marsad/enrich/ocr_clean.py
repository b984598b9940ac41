"""What is mended in a text that was read, and what is dropped from it."""

import re
from collections.abc import Sequence

from marsad.enrich.ocr_words import Line, confidence, letters, merit, text_of
from marsad.text.fold import exact

_NOISE_BELOW = 30.0
_SPEAKS_FROM = 0.5
"""Merit below which a picture holds no text: five letters read at 80 of 100 are the least."""
_ARABIC_BEFORE = r"(?<=[\u0620-\u065f\u066e-\u06ef])"
_COMMA = re.compile(_ARABIC_BEFORE + r",(?=\s|$)")
_LONE_GUILLEMET = re.compile(_ARABIC_BEFORE + r"»(?=\s|$)")
_DIGIT = re.compile(r"\d")


def without_noise(lines: Sequence[Line], latin: bool) -> list[Line]:
    """Drop shreds, and everything when the whole says nothing."""
    kept = [line for line in lines if confidence(line) >= _NOISE_BELOW and _says(line)]
    speaks = max(merit(kept, latin), merit(kept, True)) >= _SPEAKS_FROM
    return kept if speaks else []


def mended(texts: Sequence[str]) -> list[str]:
    """Put the Arabic comma where the engine took it for its look-alikes.

    Tesseract's Arabic model reads ، as a closing guillemet more often than any other error it
    makes; one that nothing opens was a comma.
    """
    opened = any("«" in text for text in texts)
    made = [_COMMA.sub("،", exact(text)) for text in texts]
    return made if opened else [_LONE_GUILLEMET.sub("،", text) for text in made]


def _says(line: Line) -> bool:
    text = text_of(line)
    known = letters(text, True) + letters(text, False) + len(_DIGIT.findall(text))
    return known >= 2 and 2 * known >= len(text.replace(" ", ""))
