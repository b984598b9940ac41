"""The kinds of findings: what may be said about a post, and what it is called in five languages."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding."""

    name: str
    labels: Mapping[str, str]
    """By language: en, ar, fa, ur, fr."""
    description: str

    def label(self, language: str) -> str:
        """What it is called in a language, in English when we have no word for it."""
        return self.labels.get(language, self.labels["en"])


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by name, in the order of the vocabulary."""
    source = files("marsad.vocabulary").joinpath("kinds.toml").read_text(encoding="utf-8")
    return MappingProxyType(
        {
            name: Kind(name, MappingProxyType(entry["labels"]), entry["description"])
            for name, entry in tomllib.loads(source).items()
        }
    )
