"""What the letters of a text say about its language, for many texts in one go."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from marsad.vocabulary.languages import Tongue, alone, tongues

PLANE = 0x10000
NAMES = {"CJK UNIFIED": "han", "HIRAGANA": "kana", "KATAKANA": "kana"}
"""Beginnings of Unicode names that are not the script's own first word."""


@dataclass(frozen=True, slots=True)
class Letters:
    """Counts for a batch of texts, one row a text."""

    scripts: NDArray[np.int64]
    """Letters of each script, in the order of :func:`scripts`."""
    foreign: NDArray[np.float32]
    """How strongly the letters speak against each of :func:`tongues`."""
    own: dict[str, NDArray[np.int64]]
    """For each language the model does not know: letters that it alone has."""


@cache
def scripts() -> tuple[str, ...]:
    """The scripts told apart; the first is everything else."""
    shared = {script for tongue in tongues() for script in tongue.scripts}
    return ("other", *sorted(shared | set(alone())))


def count(texts: Sequence[str]) -> Letters:
    """Count letters by script and weigh those foreign to each language."""
    points = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    text_of = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    inside = np.where(points < PLANE, points, 0)
    tables = _tables()
    script = tables.script[inside]
    by_script = _tally(text_of, script, len(texts), len(scripts()))
    telling = tables.letter[inside]
    by_letter = _tally(text_of, telling, len(texts), len(tables.against))
    return Letters(
        by_script,
        # Not ``@``: for a product this small BLAS wakes a thread on every core and lets it spin.
        np.einsum("tl,lg->tg", np.log1p(by_letter.astype(np.float32)), tables.against),
        {code: by_letter[:, rows].sum(axis=1) for code, rows in tables.own.items()},
    )


@dataclass(frozen=True, slots=True)
class _Tables:
    script: NDArray[np.uint8]
    letter: NDArray[np.uint16]
    against: NDArray[np.float32]
    own: dict[str, list[int]]


@cache
def _tables() -> _Tables:
    known = sorted(set().union(*(tongue.letters for tongue in tongues())))
    letter = np.zeros(PLANE, dtype=np.uint16)
    for number, char in enumerate(known, start=1):
        letter[ord(char)] = number
        if len(char.upper()) == 1:
            letter[ord(char.upper())] = number
    # "I" is the capital of both i and ı; it says nothing.
    letter[ord("I")] = 0
    against = np.zeros((len(known) + 1, len(tongues())), dtype=np.float32)
    against[1:] = [[_against(char, tongue) for tongue in tongues()] for char in known]
    shared = set().union(*(tongue.letters for tongue in tongues() if tongue.model))
    own = {
        tongue.code: [
            row for row, char in enumerate(known, start=1) if char in tongue.letters - shared
        ]
        for tongue in tongues()
        if not tongue.model
    }
    return _Tables(_scripts_of_plane(), letter, against, own)


def _against(char: str, tongue: Tongue) -> float:
    if not tongue.letters or char in tongue.letters:
        return 0.0
    return 0.2 if char.isascii() else 1.0


def _scripts_of_plane() -> NDArray[np.uint8]:
    table = np.zeros(PLANE, dtype=np.uint8)
    number = {script: index for index, script in enumerate(scripts())}
    for point in range(PLANE):
        char = chr(point)
        if unicodedata.category(char)[0] == "L":
            name = unicodedata.name(char, "")
            first = next((value for key, value in NAMES.items() if name.startswith(key)), "")
            table[point] = number.get(first or name.split(" ")[0].lower(), 0)
    return table


def _tally(
    rows: NDArray[np.int64], columns: NDArray[np.uint8 | np.uint16], height: int, width: int
) -> NDArray[np.int64]:
    flat = np.bincount(rows * width + columns, minlength=height * width)
    return flat.reshape(height, width)
