"""Brings a model here: file by file, resumable, and only what is pinned."""

import logging
import os
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from marsad.errors import BadInput, EvidenceAltered, StorageFailed, Unreachable, Withheld
from marsad.settings import Settings
from marsad.weights.folder import PARTS, REFUSED, Held, digest, home, keep
from marsad.weights.manifest import File, Model
from marsad.weights.offer import BLOCK, Offer

Tell = Callable[[str, int, int], None]
"""Hears the file, how many bytes of it are here, and how many there are."""

log = logging.getLogger(__name__)


def quiet(_file: str, _done: int, _all: int) -> None:
    """Tell nobody."""


def pull(
    model: Model,
    settings: Settings,
    offer: Offer,
    accepted: bool = False,
    by: str = "",
    tell: Tell = quiet,
) -> Path:
    """Bring a model whose licence was accepted; answer its folder.

    May be stopped anywhere: what came is kept, and the next pull goes on from there.
    """
    if not accepted:
        raise Withheld(
            f"{model.name} comes under {model.terms} Read the licence, then pull it again with "
            "--accept-licence"
        )
    where = home(settings)
    parts = where / PARTS / model.name
    parts.mkdir(parents=True, exist_ok=True)
    _room(where, model)
    _Pull(model, where, parts, offer, tell).all()
    keep(parts, Held(model, datetime.now(UTC), by))
    shutil.rmtree(where / model.name, ignore_errors=True)
    parts.replace(where / model.name)
    return where / model.name


def refuse(path: Path, where: Path, model: Model, file: File, found: str) -> EvidenceAltered:
    """Set a file apart that is not what was pinned, and say so."""
    apart = where / REFUSED / model.name
    apart.mkdir(parents=True, exist_ok=True)
    set_apart = apart / f"{file.name.replace('/', '_')}.{found[:12]}"
    path.replace(set_apart)
    return EvidenceAltered(
        f"{file.name} of {model.name} has SHA-256 {found}, and {file.sha256} is pinned; it is not "
        f"used and lies in {set_apart}; pull it from another place, or ask who pinned it"
    )


@dataclass(frozen=True, slots=True)
class _Pull:
    """One model on its way."""

    model: Model
    where: Path
    parts: Path
    offer: Offer
    tell: Tell

    def all(self) -> None:
        """Bring every file that is not here yet."""
        for file in self.model.files:
            if not file.inside and not _is(self.parts / file.path, file):
                self._bring(file, self.parts / file.path)
        self._unpack()

    def _bring(self, file: File, path: Path) -> None:
        part = path.with_name(f"{path.name}.part")
        part.parent.mkdir(parents=True, exist_ok=True)
        part.touch()
        while (have := part.stat().st_size) < file.bytes:
            self._go_on(file, part, have)
        self._settle(file, part, path)

    def _go_on(self, file: File, part: Path, have: int) -> None:
        """Add to what is here; a try that brings nothing is the last one."""
        try:
            self._append(file, part)
        except Unreachable as error:
            if part.stat().st_size <= have:
                raise
            log.info("%s of %s broke off (%s); going on", file.name, self.model.name, error)
            return
        if part.stat().st_size <= have:
            raise BadInput(
                f"{file.name} of {self.model.name} ends after {have} bytes and {file.bytes} are "
                "pinned; it is another file, or not whole there"
            )

    def _append(self, file: File, part: Path) -> None:
        have = part.stat().st_size
        with self.offer(self.model, file, have) as (start, pieces), part.open("ab") as kept:
            kept.truncate(start)
            done = start
            for piece in pieces:
                done += len(piece)
                if done > file.bytes:
                    kept.truncate(0)
                    raise BadInput(
                        f"{file.name} of {self.model.name} is longer than the {file.bytes} bytes "
                        "that are pinned; nothing of it is kept"
                    )
                kept.write(piece)
                self.tell(file.name, done, file.bytes)
            kept.flush()
            os.fsync(kept.fileno())

    def _settle(self, file: File, part: Path, path: Path) -> None:
        found = digest(part)
        if found != file.sha256:
            raise refuse(part, self.where, self.model, file, found)
        part.replace(path)

    def _unpack(self) -> None:
        """Take the files out of the archive, and throw the rest of it away."""
        packed = [
            file
            for file in self.model.files
            if file.inside and not _is(self.parts / file.path, file)
        ]
        if self.model.archive is None or not packed:
            return
        archive = self.parts / self.model.archive.name
        if not _is(archive, self.model.archive):
            self._bring(self.model.archive, archive)
        try:
            with zipfile.ZipFile(archive) as opened:
                for file in packed:
                    self._take_out(opened, file)
        except (zipfile.BadZipFile, KeyError) as error:
            raise BadInput(f"the archive of {self.model.name} lacks a file: {error}") from error
        archive.unlink()

    def _take_out(self, opened: zipfile.ZipFile, file: File) -> None:
        path = self.parts / file.path
        part = path.with_name(f"{path.name}.part")
        part.parent.mkdir(parents=True, exist_ok=True)
        with opened.open(file.inside) as packed, part.open("wb") as kept:
            left = file.bytes + 1
            # One byte more than is pinned tells a longer file; a bomb is unpacked no further.
            while left and (block := packed.read(min(BLOCK, left))):
                kept.write(block)
                left -= len(block)
        self._settle(file, part, path)


def _room(where: Path, model: Model) -> None:
    free = shutil.disk_usage(where).free
    if free < model.bytes:
        raise StorageFailed(
            f"{model.name} takes {model.bytes} bytes and {where} has {free} left; make room, or "
            "set `models` to another folder"
        )


def _is(path: Path, file: File) -> bool:
    return path.is_file() and path.stat().st_size == file.bytes and digest(path) == file.sha256
