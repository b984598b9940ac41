"""The languages told apart: their scripts, their letters, and the model's names for them."""

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language as it is recognised."""

    code: str
    """ISO 639-1, else 639-3."""
    scripts: tuple[str, ...]
    model: tuple[str, ...]
    """Labels of the statistical model that mean this language; none when letters alone decide."""
    letters: frozenset[str]
    words: frozenset[str]
    """Small words that settle short pieces."""
    watched: bool
    """A language of our material; the others keep strangers from being forced into these."""


@cache
def tongues() -> tuple[Tongue, ...]:
    """Every language that shares its script with another."""
    return tuple(
        Tongue(
            code,
            tuple(entry["scripts"]),
            tuple(entry["model"]),
            frozenset(unicodedata.normalize("NFC", entry["letters"])),
            frozenset(unicodedata.normalize("NFC", entry.get("words", "")).split()),
            entry.get("watched", False),
        )
        for code, entry in _read().items()
        if "scripts" in entry
    )


@cache
def alone() -> dict[str, str]:
    """The language of each script that serves only one here."""
    return dict(_read()["alone"])


def canonical(code: str) -> str:
    """The code under which a language is said: ``fa`` for ``prs``, the code itself for most."""
    varieties: dict[str, str] = _read()["varieties"]
    return varieties.get(code, code)


@cache
def _read() -> dict[str, dict[str, Any]]:
    source = files("marsad.vocabulary").joinpath("languages.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))
