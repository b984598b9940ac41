"""Guesses the language of texts: script first, then statistics, corrected by letters and words.

Statistics alone force every text into some language and are weak on three words; letters alone
cannot tell Persian from an Arabic name. Together, each covers for the other. What stays below
``SURE`` is said to be undetermined rather than guessed.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from marsad.enrich.language_letters import Letters, count, scripts
from marsad.enrich.language_model import model
from marsad.vocabulary.languages import alone, tongues

UNDETERMINED = "und"

SURE = 0.35
LETTER = 10.0
WORD = 8.0
WATCHED = 3.0
"""Weights in units of the model's log-posterior; measured, see bench/language.py."""
OWN_SHARE = 0.015
"""Letters of its own that a language unknown to the model must show; ``ڪ`` is also decoration."""
SHORT = 60
"""Characters up to which small words are looked up."""
ENOUGH = 1200
"""Characters of a text that are looked at; a language does not change after a page."""
SMALL_LATIN = 2
"""Letters of other scripts count twice against Latin: brands and names are Latin everywhere."""

NOISE = re.compile(
    r"(?:https?://|www\.|t\.me/)\S+|(?<!\S)[^\s@]{1,64}@[^\s@]+\.\w+|[@#][\w\u200c]+|[\d\u064b-\u0652\u0670\u0640]+"
)
"""Links, addresses, mentions, hashtags, digits, vowel marks, tatweel: no language of their own."""
WORDS = re.compile(r"[^\s.,:;!?،؛؟۔«»()\"'-]+")


@dataclass(frozen=True, slots=True)
class Guess:
    """A language, or ``und``, and how sure we are of it."""

    language: str
    confidence: float
    letters: int
    """How many letters it stands on."""


def guess(texts: Sequence[str]) -> list[Guess]:
    """Guess the language of each text."""
    if not texts:
        return []
    clean = [cleaned(text) for text in texts]
    letters = count(clean)
    chances = _chances(clean, letters)
    best = chances.argmax(axis=1)
    sure = chances[np.arange(len(texts)), best]
    total = letters.scripts[:, 1:].sum(axis=1)
    main = _main_script(letters)
    by_letters = _by_letters_alone(letters, best, total)
    guesses = []
    for row in range(len(texts)):
        code = alone().get(scripts()[main[row]]) or by_letters[row]
        confidence = 1.0 if code else float(sure[row])
        guesses.append(_judged(code or tongues()[best[row]].code, confidence, int(total[row])))
    return guesses


def cleaned(text: str) -> str:
    """The text without what has no language; in lower case when it shouts."""
    plain = NOISE.sub(" ", unicodedata.normalize("NFC", text[:ENOUGH])).strip()
    return plain.lower() if plain.isupper() else plain


def _judged(code: str, sure: float, letters: int) -> Guess:
    if letters < 2 or sure < SURE:
        return Guess(UNDETERMINED, round(sure if letters else 0.0, 3), letters)
    return Guess(code, round(sure, 3), letters)


def _main_script(letters: Letters) -> NDArray[np.int64]:
    weights = np.full(len(scripts()), SMALL_LATIN)
    weights[scripts().index("latin")] = 1
    weights[0] = 0
    main: NDArray[np.int64] = (letters.scripts * weights).argmax(axis=1)
    return main


def _chances(clean: Sequence[str], letters: Letters) -> NDArray[np.float32]:
    """How likely each language is, among those written in the text's script."""
    raw = [text.encode("utf-8", "surrogatepass") for text in clean]
    scores = model().scores(raw) - LETTER * letters.foreign + WATCHED * _watched()
    for row, text in enumerate(clean):
        if len(text) <= SHORT:
            for column in _small_words(text):
                scores[row, column] += WORD
    scores[~_written_in()[_main_script(letters)]] = -np.inf
    # The root of the length keeps the odds comparable between a line and a page.
    scores /= np.sqrt([max(len(text), 1) for text in raw])[:, None]
    top = scores.max(axis=1, keepdims=True)
    odds = np.exp(scores - np.where(np.isfinite(top), top, 0))
    chances: NDArray[np.float32] = odds / np.maximum(odds.sum(axis=1, keepdims=True), 1e-9)
    return chances


def _by_letters_alone(
    letters: Letters, best: NDArray[np.int64], total: NDArray[np.int64]
) -> list[str]:
    """Languages the model does not know, where letters of theirs alone are seen."""
    found = [""] * len(best)
    against_best = letters.foreign[np.arange(len(best)), best]
    for column, tongue in enumerate(tongues()):
        if tongue.code in letters.own:
            enough = letters.own[tongue.code] >= np.maximum(1, OWN_SHARE * total)
            for row in np.flatnonzero(enough & (letters.foreign[:, column] < against_best)):
                found[row] = tongue.code
    return found


@cache
def _watched() -> NDArray[np.float32]:
    return np.asarray([tongue.watched for tongue in tongues()], dtype=np.float32)


@cache
def _written_in() -> NDArray[np.bool_]:
    return np.asarray(
        [[script in tongue.scripts for tongue in tongues()] for script in scripts()], dtype=np.bool_
    )


@cache
def _columns_of_words() -> dict[str, tuple[int, ...]]:
    columns: dict[str, tuple[int, ...]] = {}
    for column, tongue in enumerate(tongues()):
        for word in tongue.words:
            columns[word] = (*columns.get(word, ()), column)
    return columns


def _small_words(text: str) -> list[int]:
    table = _columns_of_words()
    return [column for word in WORDS.findall(text) for column in table.get(word, ())]
