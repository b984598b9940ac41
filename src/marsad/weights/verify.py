"""Hashes what was pulled once more."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from marsad.errors import EvidenceAltered
from marsad.settings import Settings
from marsad.weights.folder import Held, digest, home, keep, stored
from marsad.weights.manifest import RECEIPT
from marsad.weights.pull import refuse


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of one model."""

    name: str
    fault: str = ""
    """Why it is not used any more; empty when every file is what was pinned."""


def verify(settings: Settings, name: str = "") -> Iterator[Checked]:
    """Hash the files of one model or of all; a wrong one is set apart and its model not used."""
    where = home(settings)
    for receipt in sorted(where.glob(f"{name or '*'}/{RECEIPT}")):
        folder = receipt.parent
        try:
            _verify(where, folder)
        except EvidenceAltered as error:
            # Without its receipt a model is not held: nothing loads it.
            receipt.unlink()
            yield Checked(folder.name, str(error))
        else:
            yield Checked(folder.name)


def _verify(where: Path, folder: Path) -> None:
    said: Held = stored(folder)
    for file in said.model.files:
        path = folder / file.path
        found = digest(path)
        if not found:
            raise EvidenceAltered(f"{file.path} of {said.model.name} is gone; pull the model again")
        if found != file.sha256:
            raise refuse(path, where, said.model, file, found)
    keep(folder, said)
