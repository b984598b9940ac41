"""Measures the reading of pictures: ``marsad evaluate ocr GOLD.jsonl``."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from marsad.enrich.ocr import Ocr
from marsad.errors import BadInput
from marsad.evaluation import Failed, Figures, GoldLine, error_rate, readable
from marsad.plugins import signature
from marsad.text.fold import folded

_BIDI = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class _Asked:
    number: int
    picture: Path
    text: str
    language: str


class OcrTask:
    """Compares what was read in pictures with what people read in them."""

    name: ClassVar[str] = "ocr"

    def run(self, gold: Iterable[GoldLine], options: Mapping[str, str]) -> Figures:
        """Read each picture once; ``language=unknown`` does not tell the reader the language."""
        reader = Ocr()
        told = options.get("language") != "unknown"
        failed: list[Failed] = []
        done: list[tuple[_Asked, str]] = []
        for asked in readable(gold, _asked, failed):
            try:
                lines = reader.lines(str(asked.picture), asked.language if told else "")
            except BadInput as error:
                failed.append(Failed(asked.number, str(error)))
                continue
            done.append((asked, "\n".join(line.text for line in lines)))
        reader.close()
        values, spent = _values(done), reader.cpu_seconds
        return Figures(signature(reader), len(done), values, failed, spent)


def _asked(line: GoldLine) -> _Asked:
    text = _plain(line.text("text"))
    if not text:
        raise BadInput("'text' is empty; OCR is measured against letters")
    return _Asked(line.number, line.file("image"), text, line.text("lang"))


def _values(done: list[tuple[_Asked, str]]) -> dict[str, Any]:
    if not done:
        return {}
    figures = _rates(done)
    languages = sorted({asked.language for asked, _ in done})
    figures["by_lang"] = {
        language: _of_language([pair for pair in done if pair[0].language == language])
        for language in languages
    }
    return figures


def _of_language(done: list[tuple[_Asked, str]]) -> dict[str, Any]:
    return {"n": len(done), **_rates(done)}


def _rates(done: list[tuple[_Asked, str]]) -> dict[str, Any]:
    pairs = [(asked.text, _plain(read)) for asked, read in done]
    return {
        **error_rate("cer", [errors(truth, read) for truth, read in pairs]),
        **error_rate("wer", [errors(truth.split(), read.split()) for truth, read in pairs]),
        **error_rate(
            "cer_folded", [errors(letters(truth), letters(read)) for truth, read in pairs]
        ),
    }


def errors(truth: str | list[str], read: str | list[str]) -> tuple[int, int]:
    """Edits that make the one of the other, and the length they are counted against."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(truth, read), len(truth)


def letters(text: str) -> str:
    """What stays when spelling variants are folded and punctuation is left out."""
    kept = (" " if unicodedata.category(sign)[0] in "PS" else sign for sign in folded(text))
    return _plain("".join(kept))


def _plain(text: str) -> str:
    return " ".join(_BIDI.sub("", text).split())
