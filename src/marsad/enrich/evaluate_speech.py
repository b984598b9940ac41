"""Measures the writing down of speech: ``marsad evaluate speech GOLD.jsonl``."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

from marsad import settings
from marsad.enrich.evaluate_ocr import errors, letters
from marsad.enrich.speech import Speech
from marsad.errors import BadInput
from marsad.evaluation import Failed, Figures, GoldLine, error_rate, readable
from marsad.plugins import signature


@dataclass(frozen=True, slots=True)
class _Asked:
    number: int
    recording: Path
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class _Done:
    asked: _Asked
    text: str
    worked: float
    """Seconds it took."""
    lasts: float
    """Seconds it lasts."""


class SpeechTask:
    """Compares what was written down with what people wrote down, in letters and words as folded.

    Nobody hears a comma, nor which of two spellings a speaker meant.
    """

    name: ClassVar[str] = "speech"

    def run(self, gold: Iterable[GoldLine], options: Mapping[str, str]) -> Figures:
        """Listen to each recording once; ``model=NAME`` listens with another model."""
        chosen = settings.load(None)
        if model := options.get("model"):
            chosen = replace(chosen, speech_model=model)
        speech = Speech(chosen)
        failed: list[Failed] = []
        done: list[_Done] = []
        for asked in readable(gold, _asked, failed):
            try:
                done.append(_listen(speech, asked))
            except BadInput as error:
                failed.append(Failed(asked.number, str(error)))
        speech.close()
        spent = speech.cpu_seconds
        return Figures(signature(speech), len(done), _values(done), failed, spent)


def _asked(line: GoldLine) -> _Asked:
    text = letters(line.text("text"))
    if not text:
        raise BadInput("'text' is empty; speech is measured against words")
    return _Asked(line.number, line.file("audio"), text, line.text("lang"))


def _listen(speech: Speech, asked: _Asked) -> _Done:
    began, texts, lasts = time.monotonic(), [], 0.0
    for told in speech.hear(asked.recording, asked.language):
        texts += [piece.text for piece in told.pieces]
        lasts = told.until
    return _Done(asked, letters(" ".join(texts)), time.monotonic() - began, lasts)


def _values(done: Sequence[_Done]) -> dict[str, Any]:
    if not done:
        return {}
    languages = sorted({each.asked.language for each in done})
    by_language = {
        language: _of_language([each for each in done if each.asked.language == language])
        for language in languages
    }
    return {**_rates(done), "by_lang": by_language}


def _of_language(done: Sequence[_Done]) -> dict[str, Any]:
    return {"n": len(done), **_rates(done)}


def _rates(done: Sequence[_Done]) -> dict[str, Any]:
    words = [errors(each.asked.text.split(), each.text.split()) for each in done]
    signs = [errors(each.asked.text, each.text) for each in done]
    return {
        **error_rate("wer", words),
        **error_rate("cer", signs),
        **error_rate("rtf", [(each.worked, each.lasts) for each in done]),
    }
