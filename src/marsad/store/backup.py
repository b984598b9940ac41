"""A copy of a lab that can be made while it is being written to, and a lab made from a copy.

The database is copied first, as of one moment, through SQLite's own backup. Everything it names is
older than that moment: originals are never changed, and the log only grows, so that its first
lines up to the copied head are the log of that moment. What came later is left for the next time.
"""

import contextlib
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

from marsad.errors import BadInput, NotALab
from marsad.store import checkpoint, disk, keys, layout
from marsad.store.blobs import CHUNK
from marsad.store.store import Store

Tell = Callable[[int], None]

SECRETS = (keys.PRIVATE, keys.PSEUDONYM)


def backup(store: Store, out: Path, with_keys: bool = False, tell: Tell = lambda _n: None) -> Path:
    """Bring the copy in ``out`` up to date; originals that are there already stay.

    The secret keys are left out unless asked for: whoever holds them can sign in the lab's name.
    """
    if store.settings.database:
        raise BadInput("the database of this lab is a server's; back it up with the server's tools")
    if out.exists() and any(out.iterdir()) and not (out / layout.CUSTODY).exists():
        raise BadInput(f"{out} holds other files; name a new folder, or one with a backup")
    with disk.told():
        for name in layout.FOLDERS:
            (out / name).mkdir(parents=True, exist_ok=True)
        size, length = _copy_database(store, out)
        _copy_log(store.lab, out, length)
        _mirror(store.lab / layout.BLOBS, out / layout.BLOBS, tell)
        if (store.lab / layout.ANCHORS).exists():
            _mirror(store.lab / layout.ANCHORS, out / layout.ANCHORS, tell)
        for note in checkpoint.every(store.lab):
            # A later one would speak of lines that this copy does not have.
            if int(note.stem) <= size:
                shutil.copy2(note, out / layout.CHECKPOINTS / note.name)
        _copy_settings(store.lab, out, with_keys)
    return out


def restore(copy: Path, lab: Path, tell: Tell = lambda _n: None) -> Store:
    """Make a lab from a copy, in a new folder; verify it before you rely on it."""
    if not (copy / layout.CUSTODY).exists():
        raise NotALab(f"{copy} is not a backup of a lab; name the folder that marsad backup made")
    if lab.exists() and any(lab.iterdir()):
        raise BadInput(f"{lab} is not empty; name a new folder for the restored lab")
    with disk.told():
        _mirror(copy, lab, tell)
        for name in layout.FOLDERS:
            (lab / name).mkdir(exist_ok=True)
    return Store(lab)


def _copy_database(store: Store, out: Path) -> tuple[int, int]:
    """Copy the database as of now; answer how many lines and bytes the log had then."""
    fresh = out / layout.TMP / layout.DATABASE
    fresh.unlink(missing_ok=True)
    with (
        contextlib.closing(sqlite3.connect(store.lab / layout.DATABASE)) as source,
        contextlib.closing(sqlite3.connect(fresh)) as target,
    ):
        source.backup(target)
        row = target.execute("select size, bytes from head").fetchone()
    disk.sync_file(fresh)
    fresh.replace(out / layout.DATABASE)
    disk.sync_folder(out)
    return (int(row[0]), int(row[1])) if row else (0, 0)


def _copy_log(lab: Path, out: Path, length: int) -> None:
    """The first bytes of the log; if it lags behind the database, opening the copy mends that."""
    unfinished = out / layout.TMP / layout.CUSTODY
    with (lab / layout.CUSTODY).open("rb") as source, unfinished.open("wb") as target:
        while length and (chunk := source.read(min(length, CHUNK))):
            target.write(chunk)
            length -= len(chunk)
    disk.sync_file(unfinished)
    unfinished.replace(out / layout.CUSTODY)
    disk.sync_folder(out)


def _mirror(source: Path, target: Path, tell: Tell) -> None:
    """Copy what is not there yet. A name here never changes its content, so names decide."""
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(source.rglob("*")):
        there = target / path.relative_to(source)
        if path.is_dir():
            there.mkdir(parents=True, exist_ok=True)
        elif not there.exists() and path.parent.name != layout.TMP and path.name != layout.LOCK:
            _copy(path, there)
            tell(1)


def _copy(path: Path, there: Path) -> None:
    unfinished = there.with_name(f".{there.name}.part")
    shutil.copy2(path, unfinished)
    disk.sync_file(unfinished)
    unfinished.replace(there)
    disk.sync_folder(there.parent)


def _copy_settings(lab: Path, out: Path, with_keys: bool) -> None:
    names = [keys.PUBLIC, *(SECRETS if with_keys else ())]
    for path in (*(lab / layout.KEYS / name for name in names), *lab.glob("*.toml")):
        if path.exists():
            shutil.copy2(path, out / path.relative_to(lab))
