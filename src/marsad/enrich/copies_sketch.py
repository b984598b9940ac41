"""MinHash sketches of a batch of texts: pairs of words hashed, a few keys kept for each text.

Our own few lines of numpy: a sketch is kept in the lab for years, so its hash must never change
with the version of a library; and a whole batch is sketched at once.
"""

from collections.abc import Sequence
from itertools import chain
from zlib import crc32

import numpy as np
import numpy.typing as npt

from marsad.enrich.copies_likeness import SHORTEST
from marsad.enrich.copies_words import Words

KEYS = 24
"""Two texts that share three tenths of their pairs share a key in nine cases of ten."""
_ROWS = 2
_LEAST_WORDS, _LEAST_LETTERS = 3, 12
"""Shorter texts are greetings and labels; that two posts share one says nothing."""

Keys = npt.NDArray[np.uint32]
_Hashes = npt.NDArray[np.uint64]
# Never to be changed without a new version of the pass: sketches of both would not meet.
_FACTORS: _Hashes = np.random.Generator(np.random.PCG64(1443)).integers(
    1, 2**63, KEYS * _ROWS, dtype=np.uint64
) * np.uint64(2) + np.uint64(1)
_FIRST, _SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_HALF = np.uint64(32)


def comparable(text: Words) -> bool:
    """Say whether a text is long enough for its repetition to mean something."""
    return len(text.words) >= _LEAST_WORDS and text.letters >= _LEAST_LETTERS


def sketches(texts: Sequence[Words]) -> Keys:
    """A row of keys for each text; every text must be comparable."""
    made = np.zeros((len(texts), KEYS), np.uint32)
    short = [n for n, text in enumerate(texts) if len(text.words) < SHORTEST]
    long = [n for n, text in enumerate(texts) if len(text.words) >= SHORTEST]
    if short:
        # Spaces do not count: the same letters have the same keys.
        whole = [crc32("".join(texts[n].words).encode("utf-8", "replace")) for n in short]
        spread = np.array(whole, np.uint64)[:, None] * _FACTORS[None, :KEYS]
        made[short] = (spread >> _HALF).astype(np.uint32)
    if long:
        made[long] = _minima([texts[n].words for n in long])
    return made


def _minima(texts: Sequence[Sequence[str]]) -> Keys:
    pairs = _pairs(texts)
    ends = np.cumsum([len(words) - 1 for words in texts])
    starts = np.concatenate(([0], ends[:-1]))
    least = np.empty((len(texts), len(_FACTORS)), np.uint64)
    for n, factor in enumerate(_FACTORS):
        least[:, n] = np.minimum.reduceat((pairs * factor) >> _HALF, starts)
    joined = least[:, 0::_ROWS] * _FIRST + least[:, 1::_ROWS] * _SECOND
    return (joined >> _HALF).astype(np.uint32)


def _pairs(texts: Sequence[Sequence[str]]) -> _Hashes:
    words = np.fromiter(map(_hash, chain.from_iterable(texts)), np.uint64)
    pairs: _Hashes = words[:-1] * _FIRST + words[1:] * _SECOND
    pairs ^= pairs >> np.uint64(29)
    pairs *= _SECOND
    inside = np.ones(len(pairs), bool)
    # Where one text ends and the next begins stands no pair.
    inside[np.cumsum([len(words) for words in texts])[:-1] - 1] = False
    return pairs[inside]


class _Memo(dict[str, int]):
    def __missing__(self, word: str) -> int:
        if len(self) > 500_000:
            self.clear()
        self[word] = found = crc32(word.encode("utf-8", "replace"))
        return found


_hash = _Memo().__getitem__
