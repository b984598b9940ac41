"""Where models lie, and whether what lies there is what was pulled.

::

    FOLDER/NAME/            the files of a model
    FOLDER/NAME/pulled.json what they must be, and the licence as it was accepted
    FOLDER/.parts/NAME/     files on their way; a broken download goes on from here
    FOLDER/.refused/NAME/   files that were not what they had to be

Hashing gigabytes at every start would take a minute, so a file that was hashed once is known by
its size and its time of change afterwards, and hashed again when either differs.
"""

import hashlib
import os
import shlex
from datetime import datetime
from pathlib import Path

import msgspec

from marsad.errors import EvidenceAltered, NotReady
from marsad.phrase import Phrase
from marsad.settings import Settings
from marsad.weights.manifest import RECEIPT, File, Model, manifest

PARTS = ".parts"
REFUSED = ".refused"
_BLOCK = 1 << 20


class Held(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A model as it was pulled."""

    model: Model
    accepted_at: datetime
    """When its licence was accepted."""
    accepted_by: str = ""
    times: dict[str, int] = {}
    """Time of change, in nanoseconds, of each file when it was last hashed."""


def home(settings: Settings) -> Path:
    """The folder of all models."""
    if settings.models:
        return Path(settings.models).expanduser()
    data = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(data) / "marsad" / "models"


def is_held(name: str, settings: Settings) -> bool:
    """Say whether a model was pulled, without looking into its files."""
    return (home(settings) / name / RECEIPT).is_file()


def held(name: str, settings: Settings) -> Path:
    """The folder of a model whose files are what was pinned; NotReady tells how to get it."""
    folder = home(settings) / name
    if not is_held(name, settings):
        raise NotReady(Phrase("the model %(name)s is not here", name=name), remedy(name))
    receipt = stored(folder)
    changed = [
        file.path
        for file in receipt.model.files
        if not _unchanged(folder, file, receipt) and digest(folder / file.path) != file.sha256
    ]
    if changed:
        raise NotReady(
            Phrase(
                "the model %(name)s was altered after it was pulled (%(changed)s)",
                name=name,
                changed=", ".join(changed),
            ),
            f"marsad models verify {shlex.quote(name)}",
        )
    return folder


def remedy(name: str) -> str:
    """The command that brings a model; what is not pinned has to be pinned first."""
    if name in manifest():
        return f"marsad models pull {name} --accept-licence"
    return (
        f"marsad models pin {name} FILE... --lab LAB; "
        f"marsad models pull {name} --lab LAB --from FOLDER --accept-licence"
    )


def stored(folder: Path) -> Held:
    """What was pulled into a model's folder."""
    try:
        return msgspec.json.decode((folder / RECEIPT).read_bytes(), type=Held)
    except (OSError, msgspec.MsgspecError) as error:
        raise EvidenceAltered(
            Phrase(
                "%(folder)s cannot be read (%(error)s); pull the model again",
                folder=folder / RECEIPT,
                error=error,
            )
        ) from error


def keep(folder: Path, receipt: Held) -> None:
    """Write down what was pulled, with the times of its files as they are now."""
    times = {file.path: _time(folder / file.path) for file in receipt.model.files}
    new = folder / f"{RECEIPT}.new"
    new.write_bytes(msgspec.json.encode(msgspec.structs.replace(receipt, times=times)))
    new.replace(folder / RECEIPT)


def digest(path: Path) -> str:
    """The SHA-256 of a file; of one that is not there, nothing."""
    if not path.is_file():
        return ""
    sha256 = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            sha256.update(block)
    return sha256.hexdigest()


def _unchanged(folder: Path, file: File, receipt: Held) -> bool:
    path = folder / file.path
    known = receipt.times.get(file.path)
    return path.is_file() and path.stat().st_size == file.bytes and _time(path) == known


def _time(path: Path) -> int:
    return path.stat().st_mtime_ns
