"""Which of the models that were pulled drafts from one language into another."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from marsad.errors import NotReady
from marsad.phrase import Phrase
from marsad.settings import Settings
from marsad.weights import Model, held, is_held, manifest, remedy

FIREFOX, CTRANSLATE = "firefox", "ctranslate2"
"""What the manifest calls the libraries that read the models."""
ANY = ("madlad", "nllb")
"""Families in which one model serves every pair. The one that may not be used commercially is
last: nobody should get it without having asked for it, as long as another will do."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A model whose files were checked."""

    name: str
    folder: Path
    megabytes: int

    @property
    def family(self) -> str:
        """``opus``, ``nllb``, ``madlad`` or ``firefox``: the first part of the name."""
        return self.name.partition("-")[0]

    @property
    def remedy(self) -> str:
        """What to do when its library cannot read it."""
        return f"marsad models verify {self.name}"


def chosen(
    engine: str, language: str, to: str, settings: Settings, lab: Path | None, name: str = ""
) -> Chosen:
    """The model asked for by name, else the best that was pulled; NotReady says what to pull."""
    if not name:
        name = next(_fitting(engine, language, to, settings, lab), "")
    if not name:
        raise _none(engine, language, to)
    folder = held(name, settings)
    size = sum(file.stat().st_size for file in folder.iterdir() if file.is_file())
    return Chosen(name, folder, size >> 20)


def here(engine: str, settings: Settings, lab: Path | None = None) -> list[str]:
    """The models of a library that were pulled."""
    return [
        name
        for name, model in manifest(lab).items()
        if model.engine == engine and is_held(name, settings)
    ]


def _fitting(
    engine: str, language: str, to: str, settings: Settings, lab: Path | None
) -> Iterator[str]:
    known = manifest(lab)
    pulled = here(engine, settings, lab)
    yield from (name for name in pulled if is_pair(known[name], language, to))
    for family in ANY:
        yield from (name for name in pulled if name.partition("-")[0] == family)


def is_pair(model: Model, language: str, to: str) -> bool:
    """Say whether a model was made for this pair; without a list of languages its name tells."""
    said = model.languages or tuple(model.name.split("-")[-2:])
    return tuple(said) == (language, to)


def _none(engine: str, language: str, to: str) -> NotReady:
    kind = "Firefox" if engine == FIREFOX else "CTranslate2"
    wanted = f"firefox-{language}-{to}" if engine == FIREFOX else f"opus-mt-{language}-{to}"
    return NotReady(
        Phrase(
            "no %(kind)s model from %(language)s to %(to)s is here",
            kind=kind,
            language=repr(language),
            to=repr(to),
        ),
        remedy(wanted),
    )
