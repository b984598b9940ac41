"""How each family of CTranslate2 models is told the languages: by words before the text."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from marsad.errors import NotReady
from marsad.phrase import Phrase


@dataclass(frozen=True, slots=True)
class Speech:
    """What stands before the words of the source, and what the target must begin with."""

    before: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()


def speech(family: str, language: str, to: str) -> Speech:
    """How to ask a model of a family for a pair; NotReady for a language it does not know."""
    if family == "nllb":
        # The language of the source goes first, and the first word of the target is forced.
        return Speech((_nllb(language),), (_nllb(to),))
    if family == "madlad":
        return Speech((f"<2{to}>",))
    return Speech()


def _nllb(language: str) -> str:
    if language not in codes():
        raise NotReady(
            Phrase("NLLB has no name for the language %(language)s", language=repr(language)),
            "marsad models list",
        )
    return codes()[language]


@cache
def codes() -> Mapping[str, str]:
    """The names that NLLB has for languages, by ours."""
    source = files("marsad.vocabulary").joinpath("nllb.toml").read_text(encoding="utf-8")
    said: dict[str, str] = tomllib.loads(source)["codes"]
    return said
