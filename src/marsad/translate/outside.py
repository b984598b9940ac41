"""What engines need from other stages, handed in by the pipeline, which knows them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from marsad.plugins import Fetched
from marsad.settings import Settings
from marsad.translate.handbook import Handbook

Put = Callable[[str, Sequence[tuple[str, str]], bytes, float], Fetched]
"""Puts a body to an address that was checked; how long it may take comes last."""


@dataclass(frozen=True, slots=True)
class Outside:
    """What an engine may use beside its model."""

    put: Put
    languages: Callable[[Sequence[str]], Sequence[str]]
    """The language of each text; ``und`` where nobody can tell."""
    orders: Callable[[str], Sequence[tuple[int, int]]]
    """The stretches of a text that speak to a machine instead of a reader."""


@dataclass(frozen=True, slots=True)
class Means:
    """What there is to make an engine of."""

    settings: Settings
    outside: Outside
    book: Handbook
    lab: Path | None = None
