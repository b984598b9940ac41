"""In which languages the flag was measured well enough to be given."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from marsad.vocabulary.languages import canonical

LEAST = 300
"""Ordinary texts a language must have been measured on."""
GAP = 0.02
"""How far the false-flag rate of a language may lie above the lowest one."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured in a language."""

    n: int
    flagged: int

    @property
    def rate(self) -> float:
        """The false-flag rate."""
        return self.flagged / self.n if self.n else 1.0


@cache
def measured() -> Mapping[str, Measured]:
    """By language and dialect; ``bench/flags.py`` writes the file."""
    source = files("marsad.vocabulary").joinpath("measured.toml").read_text(encoding="utf-8")
    return {
        lang: Measured(each["n"], each["flagged"]) for lang, each in tomllib.loads(source).items()
    }


def withheld(lang: str, rates: Mapping[str, Measured] | None = None) -> str:
    """Why a flag is not given in a language; empty when it is.

    The rate of every variety counts as well: a dialect that suffers is not averaged away.
    """
    rates = measured() if rates is None else rates
    there = [(name, each) for name, each in rates.items() if lang in (name, canonical(name))]
    n = sum(each.n for _, each in there)
    if n < LEAST:
        return f"{lang or 'und'}: measured on {n} ordinary texts, {LEAST} are needed"
    enough = {name: each.rate for name, each in rates.items() if each.n >= LEAST}
    lowest = min(enough.values(), default=0.0)
    for name, _ in there:
        if enough.get(name, 0.0) - lowest > GAP:
            return f"{name}: {enough[name]:.1%} false flags, {lowest:.1%} elsewhere"
    return ""
