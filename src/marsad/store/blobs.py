"""Originals by digest: written once, read-only, checked when read."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from marsad.errors import BadInput, EvidenceAltered, NotFound
from marsad.phrase import Phrase
from marsad.store import layout
from marsad.store.disk import sync_folder, told, unfinished_in

CHUNK = 1 << 20


class Blobs:
    """The originals of a lab, in its folder; ``bucket`` keeps them elsewhere.

    Written here and not through obstore: its local store renames without fsync, and a blob must be
    durable before the log names it.
    """

    def __init__(self, lab: Path) -> None:
        """Stand at the blobs of the lab."""
        self.lab = lab
        self._named: set[str] = set()
        """Folders of ``blobs/`` whose own names this process made durable."""

    def keep(self, source: Path | bytes) -> str:
        """Store the content and return its SHA-256; durable when it returns."""
        with told():
            handle, unfinished = unfinished_in(self.lab / layout.TMP)
            try:
                with os.fdopen(handle, "wb") as file:
                    digest = hashlib.sha256()
                    for chunk in _chunks(source):
                        digest.update(chunk)
                        file.write(chunk)
                    file.flush()
                    os.fsync(file.fileno())
                    # Named before it is closed: closing lets go of the lock that keeps it.
                    self._name(unfinished, digest.hexdigest())
            finally:
                unfinished.unlink(missing_ok=True)
        return digest.hexdigest()

    def path(self, sha256: str) -> Path:
        """The read-only file of an original."""
        path = layout.blob(self.lab, sha256)
        if not self.there(sha256):
            raise NotFound(
                Phrase(
                    "no original %(sha256)s in this lab; restore it from a backup", sha256=sha256
                )
            )
        return path

    def fresh(self, sha256: str) -> Path:
        """The file of an original as it is kept now, and no copy that was fetched before."""
        return self.path(sha256)

    def there(self, sha256: str) -> bool:
        """Whether an original is on the disk."""
        return layout.blob(self.lab, sha256).exists()

    def read(self, sha256: str) -> bytes:
        """The content of an original, checked against its digest."""
        data = self.fresh(sha256).read_bytes()
        if hashlib.sha256(data).hexdigest() != sha256:
            raise EvidenceAltered(
                Phrase(
                    "original %(sha256)s no longer matches its digest; %(restore)s",
                    sha256=sha256,
                    restore=RESTORE,
                )
            )
        return data

    def intact(self, sha256: str) -> bool:
        """Whether an original still has its digest, read in pieces."""
        digest = hashlib.sha256()
        for chunk in self._pieces(sha256):
            digest.update(chunk)
        return digest.hexdigest() == sha256

    def drop(self, sha256: str) -> None:
        """Remove an original: only an erasure may."""
        path = layout.blob(self.lab, sha256)
        if path.exists():
            path.unlink()
            sync_folder(path.parent)

    def close(self) -> None:
        """Let go of what is open."""

    def __iter__(self) -> Iterator[str]:
        """The digest of every original."""
        for folder in sorted((self.lab / layout.BLOBS).iterdir()):
            for path in sorted(folder.iterdir()):
                yield path.name

    def _pieces(self, sha256: str) -> Iterator[bytes]:
        return _chunks(self.path(sha256))

    def _name(self, unfinished: Path, sha256: str) -> None:
        path = layout.blob(self.lab, sha256)
        there = path.exists() and self.intact(path.name)
        if not there:
            path.parent.mkdir(exist_ok=True)
            unfinished.chmod(0o444)
            unfinished.replace(path)
        # Also for what is there: whoever named it may have died before the name was durable.
        try:
            self._sync(path.parent)
        except OSError:
            if not there:
                path.unlink(missing_ok=True)
            raise

    def _sync(self, folder: Path) -> None:
        sync_folder(folder)
        if folder.name not in self._named:
            sync_folder(folder.parent)
            self._named.add(folder.name)


RESTORE = "restore it from a backup, and keep the altered file for those who will ask"


def _chunks(source: Path | bytes) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield source
        return
    try:
        with source.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise BadInput(
            Phrase(
                "%(name)s cannot be read: %(strerror)s", name=source.name, strerror=error.strerror
            )
        ) from error
