"""The words in a text that are its facts: numbers, days, months, and names of places."""

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from marsad.text.fold import folded
from marsad.text.months import by_name


def counts(word: str) -> bool:
    """Say whether a folded word is a number, a day or a month."""
    return word.isdigit() or word in _listed("numbers", "days") or word in by_name()


def names(words: Sequence[str], start: int, end: int, text: str) -> bool:
    """Say whether a stretch of words is a name, by its capitals or by the words beside it.

    No gazetteer: it would know the capitals, and the villages are what bulletins are about.
    """
    if any(word.capitalize() in text for word in words[start:end] if word < "\u0590"):
        return True
    if start and words[start - 1] in _listed("before_place"):
        return True
    return end < len(words) and words[end] in _listed("after_place")


@lru_cache
def _listed(*lists: str) -> frozenset[str]:
    said = tomllib.loads(files("marsad.vocabulary").joinpath("facts.toml").read_text("utf-8"))
    lines = (line for name in lists for line in said[name].values())
    return frozenset(word for line in lines for word in folded(line).split())
