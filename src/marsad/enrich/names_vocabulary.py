"""The words by which names are known: parts of persons' names, cues, and plain words."""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from marsad.text.name_words import keys as key_of


class Cues(NamedTuple):
    """Words, as they are, by what they say of the name beside them."""

    organisation: frozenset[str]
    organisation_after: frozenset[str]
    place: frozenset[str]
    place_after: frozenset[str]
    towards: frozenset[str]
    homonym: frozenset[str]
    homonym_after: frozenset[str]
    person: frozenset[str]
    between: frozenset[str]
    stop: frozenset[str]
    known_bodies: tuple[str, ...]
    known_places: tuple[str, ...]


@cache
def cues() -> Cues:
    """The words that announce a name."""
    said = tomllib.loads(_read("name_cues.toml"))
    return Cues(
        _words(said["organisation"], "before", "latin_before"),
        _words(said["organisation"], "latin_after"),
        _words(said["place"], "before", "latin_before"),
        _words(said["place"], "latin_after"),
        _words(said["place"], "towards"),
        _words(said["homonym"], "before", "latin_before"),
        _words(said["homonym"], "latin_after"),
        _words(said["person"], "before", "latin_before"),
        _words(said["person"], "between"),
        _words(said["stop"], "words"),
        tuple(filter(None, said["organisation"]["known"].replace("\n", "|").split("|"))),
        tuple(filter(None, said["place"]["known"].replace("\n", "|").split("|"))),
    )


@cache
def common() -> frozenset[str]:
    """Plain words, folded: a name that is one of them needs something beside it."""
    return frozenset(_lines("ordinary_words.txt"))


@cache
def person_parts() -> frozenset[str]:
    """Words that persons' names are made of, folded, in Arabic script and Latin letters."""
    return frozenset(_lines("name_parts.txt"))


def _words(said: dict[str, Any], *keys: str) -> frozenset[str]:
    found = (word for key in keys for word in said[key].split())
    return frozenset("".join(key_of(word)) for word in found)


def _lines(name: str) -> Iterator[str]:
    return (line for line in _read(name).splitlines() if line and line[0] != "#")


def _read(name: str) -> str:
    return files("marsad.vocabulary").joinpath(name).read_text(encoding="utf-8")
