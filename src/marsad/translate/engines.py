"""The engines there are, by name; each says what it lacks here and how to mend it."""

from importlib.util import find_spec
from pathlib import Path

from marsad.errors import NotFound, NotReady
from marsad.phrase import Phrase
from marsad.plugins import Part
from marsad.settings import Settings
from marsad.translate.aid import NAME as AID_NAME
from marsad.translate.aid import ReadingAid
from marsad.translate.engine import Engine
from marsad.translate.models import CTRANSLATE, FIREFOX, chosen, here
from marsad.translate.outside import Means

NAMES = (AID_NAME, "fxtranslate", "ctranslate2", "libretranslate", "chat")
_LIBRARIES = {"fxtranslate": (FIREFOX, "fxtranslate"), "ctranslate2": (CTRANSLATE, "sentencepiece")}
"""What the manifest calls the models of an engine, and a library that comes with its extra."""


def engine(said: str, means: Means, language: str, to: str) -> Engine:
    """The engine called ``NAME`` or ``NAME:MODEL`` for a pair of languages.

    NotReady when it cannot work here.
    """
    name, _, model = said.partition(":")
    if name == AID_NAME:
        return ReadingAid(means.book)
    if name == "libretranslate":
        from marsad.translate.libretranslate import LibreTranslate

        return LibreTranslate(means, language)
    if name == "chat":
        from marsad.translate.chat import Chat

        return Chat(means)
    if name in _LIBRARIES:
        return _with_model(name, model, means, language, to)
    raise NotFound(
        Phrase("no engine %(name)s; there are %(names)s", name=repr(name), names=", ".join(NAMES))
    )


def parts(settings: Settings, lab: Path | None = None) -> list[Part]:
    """Each engine, ready or not, and what mends it."""
    servers = {"libretranslate": settings.libretranslate, "chat": settings.chat}
    found = [
        Part(
            AID_NAME, "translate", True, Phrase("memory, words, names, dates; never a translation")
        )
    ]
    found += [_model_part(name, settings, lab) for name in _LIBRARIES]
    for name, address in servers.items():
        detail = address or Phrase("no server is named")
        remedy = "" if address else Phrase("name it in the setting %(name)s", name=name)
        found.append(Part(name, "translate", bool(address), detail, remedy))
    return found


def _with_model(name: str, model: str, means: Means, language: str, to: str) -> Engine:
    manifest_name, _ = _LIBRARIES[name]
    _installed(name)
    settings = means.settings
    found = chosen(manifest_name, language, to, settings, means.lab, model)
    if name == "fxtranslate":
        from marsad.translate.firefox import Firefox

        return Firefox(found, settings.engine_seconds)
    from marsad.translate.ctranslate import CTranslate

    return CTranslate(found, language, to, settings.engine_seconds)


def _installed(name: str) -> None:
    absent = [each for each in (name, _LIBRARIES[name][1]) if find_spec(each) is None]
    if absent:
        raise NotReady(
            Phrase("%(absent)s is not installed", absent=absent[0]), f"pip install 'marsad[{name}]'"
        )


def _model_part(name: str, settings: Settings, lab: Path | None) -> Part:
    try:
        _installed(name)
    except NotReady as error:
        return Part(name, "translate", False, error.reason, error.remedy)
    pulled = here(_LIBRARIES[name][0], settings, lab)
    if pulled:
        return Part(name, "translate", True, ", ".join(pulled))
    return Part(name, "translate", False, Phrase("no model was pulled"), "marsad models list")
