"""An original that changed on the disk: what it became is kept, and a good copy takes its place."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from marsad.errors import BadInput, EvidenceAltered
from marsad.phrase import Phrase
from marsad.store import disk, layout
from marsad.store.blobs import CHUNK
from marsad.store.restore import take_back
from marsad.store.store import Store
from marsad.store.vault import Vault, blob_item

Paced = Callable[[int], None]


def digest(path: Path, read: Paced = lambda _bytes: None) -> str:
    """The digest of what the disk holds; ``read`` hears of every piece."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        # What the system remembers of the file says nothing about the disk.
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while piece := file.read(CHUNK):
            found.update(piece)
            read(len(piece))
    return found.hexdigest()


def set_apart(store: Store, sha256: str, now: str) -> str:
    """Keep the altered file under ``altered/``; its name there, or nothing when it is kept already.

    It stays in its old place as well until a good copy takes that: a lab that lost an original
    would look as if it had never been altered.
    """
    folder, name = store.lab / layout.ALTERED, f"{sha256}-{now[:16]}"
    with disk.told():
        if not folder.exists():
            folder.mkdir()
            disk.sync_folder(store.lab)
        if (folder / name).exists():
            return ""
        os.link(store.path(sha256), folder / name)
        disk.sync_folder(folder)
    return name


def repaired(store: Store, sha256: str, replica: Path) -> bool:
    """Put the copy of a backup in the place of an original, if that copy is still good."""
    sealed = layout.blob(replica, sha256)
    with Vault(store.lab) as vault:
        key = vault.known([blob_item(sha256)]).get(blob_item(sha256))
    if key is None or not sealed.exists():
        return False
    try:
        return take_back(store.blobs, sealed, key) == sha256
    except EvidenceAltered:
        return False


def is_replica(folder: Path) -> None:
    """Raise unless this is a backup of a lab."""
    if not (folder / layout.BACKUP).exists():
        raise BadInput(
            Phrase(
                "%(folder)s is not a backup of a lab; name the folder that marsad backup made",
                folder=folder,
            )
        )
