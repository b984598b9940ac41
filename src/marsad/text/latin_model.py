"""How names are settled in Latin letters: a model of what each Arabic letter becomes where.

Apart from the house scheme, which is a rule and always gives the same form: this one guesses what
English already writes ("لندن", "رايس"), and offers several forms for a person to choose from. For
each letter it knows how often it became which piece of Latin, in five widths of surroundings that
are interpolated (Witten and Bell); a beam keeps the likeliest spellings.
"""

import gzip
import math
from functools import lru_cache
from importlib.resources import files

from marsad.text.fold import exact
from marsad.text.latin_letters import PERSIAN

EDGE = "^"
BEAM = 24
LONGEST = 40
"""Letters of a word; no name is longer."""
_SAME = str.maketrans("ٱکیےىہھۃۂۀںﻻ", "اكيييهههههنل", "\u0640")
_MARKS = frozenset(map(chr, (*range(0x64B, 0x660), 0x670)))

Pieces = tuple[tuple[str, int], ...]


def prepared(word: str) -> str:
    """An Arabic word as the model reads it: one form of each letter, without vowel marks."""
    plain = exact(word).translate(_SAME)
    return "".join(letter for letter in plain if letter not in _MARKS and not letter.isspace())


def contexts(word: str, place: int, before: str) -> tuple[str, str, str, str, str]:
    """The surroundings of a letter from the narrowest to the widest, each with its width."""
    letter = word[place]
    last, after = word[place - 1] if place else EDGE, word[place + 1 : place + 2] or "$"
    wide_last = word[place - 2] if place > 1 else EDGE
    wide_after = word[place + 2 : place + 3] or "$"
    sound = before[-1:]
    return (
        f"0{letter}",
        f"1{letter}{after}",
        f"2{last}{letter}{after}",
        f"3{last}{letter}{after}{sound}",
        f"4{wide_last}{last}{letter}{after}{wide_after}{sound}",
    )


def spellings(word: str, count: int) -> list[tuple[str, float]]:
    """The likeliest Latin spellings of one word with their log probabilities, the best first."""
    letters = prepared(word)[:LONGEST]
    beam: dict[tuple[str, str], float] = {("", EDGE): 0.0}
    for place in range(len(letters)):
        grown: dict[tuple[str, str], float] = {}
        for (so_far, before), score in beam.items():
            for piece, chance in _chances(contexts(letters, place, before[-1:])):
                key = (so_far + piece, (piece or before)[-1:])
                # Several ways to one spelling add up.
                old = grown.get(key)
                new = score + chance
                grown[key] = (
                    new
                    if old is None
                    else max(old, new) + math.log1p(math.exp(min(old, new) - max(old, new)))
                )
        beam = dict(sorted(grown.items(), key=lambda one: -one[1])[:BEAM])
    best: dict[str, float] = {}
    for (spelling, _), score in beam.items():
        best[spelling] = max(best.get(spelling, -math.inf), score)
    ranked = sorted(best.items(), key=lambda one: (-one[1], one[0]))
    return [(spelling, score) for spelling, score in ranked if spelling][:count]


@lru_cache(maxsize=50_000)
def _chances(around: tuple[str, ...]) -> tuple[tuple[str, float], ...]:
    """What the letter may become, with log probabilities; by rule where it was never seen."""
    model = _model()
    chances: dict[str, float] = {}
    for context in around:
        pieces = model.get(context)
        if not pieces:
            continue
        total, kinds = sum(count for _, count in pieces), len(pieces)
        trust = total / (total + kinds)
        chances = {piece: chance * (1 - trust) for piece, chance in chances.items()}
        for piece, count in pieces:
            chances[piece] = chances.get(piece, 0.0) + trust * count / total
    ranked = sorted(chances.items(), key=lambda one: (-one[1], one[0]))[:12]
    return tuple((piece, math.log(chance)) for piece, chance in ranked) or (
        (PERSIAN.get(around[0][1:], ""), -1.0),
    )


@lru_cache(maxsize=1)
def _model() -> dict[str, Pieces]:
    packed = files("marsad.vocabulary").joinpath("latin_model.tsv.gz").read_bytes()
    found = {}
    for line in gzip.decompress(packed).decode("utf-8").splitlines():
        context, tab, pieces = line.partition("\t")
        if tab:
            found[context] = tuple(
                (piece, int(count))
                for piece, _, count in (one.rpartition(":") for one in pieces.split(" "))
                if not piece or piece.isalpha()
            )
    return found
