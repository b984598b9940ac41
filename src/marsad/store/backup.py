"""A copy of a lab that can be made while it is being written to, and a lab made from a copy.

The database is copied first, as of one moment, through SQLite's own backup; one of PostgreSQL row
by row into a file of SQLite's, so that every backup has the same form. Everything it names is
older than that moment: originals are never changed, and the log only grows, so that its first
lines up to the copied head are the log of that moment. What came later is left for the next time.

What the copy holds is sealed item by item (``vault``), so that what is erased in the lab can no
longer be read in any copy of it. It takes the keys of the lab, kept apart, to open one.
"""

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path

from marsad.errors import BadInput
from marsad.store import checkpoint, disk, keys, layout
from marsad.store.backup_rows import seal_rows
from marsad.store.blobs import CHUNK, Blobs
from marsad.store.moving import copy_out
from marsad.store.sealing import ItemKey, seal_file, sealed_with
from marsad.store.store import Store
from marsad.store.vault import FILE, Vault, blob_item

Tell = Callable[[int], None]

SECRETS = (keys.PRIVATE, keys.PSEUDONYM, keys.BACKUP)
MANY = 500
SAYS = """This is a backup of a Marsad lab. Its content is sealed; it is opened with

    marsad restore THIS_FOLDER NEW_LAB --keys KEYS

where KEYS is the folder keys/ of the lab, or the copy that `marsad backup --keys` made of it.
"""


def backup(
    store: Store, out: Path, apart: Path | None = None, tell: Tell = lambda _n: None
) -> Path:
    """Bring the copy in ``out`` up to date; originals that are there already stay.

    ``apart`` is a folder for a copy of the secret keys, without which the copy cannot be opened:
    never inside it, since whoever has both can read the lab and sign in its name.
    """
    if out.exists() and any(out.iterdir()) and not (out / layout.BACKUP).exists():
        raise BadInput(f"{out} holds other files; name a new folder, or one with a backup")
    if apart and (apart.absolute() == out.absolute() or out.absolute() in apart.absolute().parents):
        raise BadInput(f"{apart} is inside the backup; keep the keys that open it somewhere else")
    with disk.told(), Vault(store.lab) as vault:
        for name in layout.FOLDERS:
            (out / name).mkdir(parents=True, exist_ok=True)
        (out / layout.BACKUP).write_text(SAYS, encoding="utf-8")
        size, length = _copy_database(store, out, vault)
        _copy_log(store.lab, out, length)
        _seal_blobs(store, out, vault, tell)
        if (store.lab / layout.ANCHORS).exists():
            mirror(store.lab / layout.ANCHORS, out / layout.ANCHORS)
        for note in checkpoint.every(store.lab):
            # A later one would speak of lines that this copy does not have.
            if int(note.stem) <= size:
                shutil.copy2(note, out / layout.CHECKPOINTS / note.name)
        _copy_settings(store.lab, out)
        vault.copy_to(out / layout.KEYS / FILE)
        if apart:
            _copy_keys(store.lab, apart, vault)
    return out


def mirror(source: Path, target: Path) -> None:
    """Copy what is not there yet. A name here never changes its content, so names decide."""
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(source.rglob("*")):
        there = target / path.relative_to(source)
        if path.is_dir():
            there.mkdir(parents=True, exist_ok=True)
        elif not there.exists():
            _whole(there, partial(shutil.copy2, path))


def _copy_database(store: Store, out: Path, vault: Vault) -> tuple[int, int]:
    """Copy the database as of now, sealed; answer how many lines and bytes the log had then."""
    # In the lab until it is sealed: words do not touch the disk of the backup.
    handle, plain = disk.unfinished_in(store.lab / layout.TMP)
    try:
        _copy_plain(store, plain)
        with contextlib.closing(sqlite3.connect(plain)) as copy:
            row = copy.execute("select size, bytes from head").fetchone()
            copy.execute("pragma journal_mode=off")
            seal_rows(copy, vault)
            copy.commit()
            # Written anew, since free pages of the old file still hold words.
            _whole(out / layout.DATABASE, lambda path: copy.execute("vacuum into ?", [str(path)]))
    finally:
        plain.unlink(missing_ok=True)
        os.close(handle)
    return (int(row[0]), int(row[1])) if row else (0, 0)


def _copy_plain(store: Store, plain: Path) -> None:
    if store.settings.database:
        copy_out(store.engine, plain)
        return
    with (
        contextlib.closing(sqlite3.connect(store.lab / layout.DATABASE)) as source,
        contextlib.closing(sqlite3.connect(plain)) as copy,
    ):
        source.backup(copy)


def _copy_log(lab: Path, out: Path, length: int) -> None:
    """The first bytes of the log; if it lags behind the database, opening the copy mends that."""

    def copy(unfinished: Path) -> None:
        left = length
        with (lab / layout.CUSTODY).open("rb") as source, unfinished.open("wb") as target:
            while left and (chunk := source.read(min(left, CHUNK))):
                target.write(chunk)
                left -= len(chunk)

    _whole(out / layout.CUSTODY, copy)


def _seal_blobs(store: Store, out: Path, vault: Vault, tell: Tell) -> None:
    names = list(store.blobs)
    for at in range(0, len(names), MANY):
        some = names[at : at + MANY]
        made = vault.made([blob_item(sha256) for sha256 in some])
        for sha256 in some:
            key, there = made[blob_item(sha256)], layout.blob(out, sha256)
            # One that came again after it was erased has another key.
            if not there.exists() or sealed_with(there) != key.id:
                _seal_blob(store.blobs, sha256, key, there)
                tell(1)


def _seal_blob(blobs: Blobs, sha256: str, key: ItemKey, there: Path) -> None:
    def seal(unfinished: Path) -> None:
        with unfinished.open("wb") as target:
            seal_file(key, blobs.path(sha256), target)

    there.parent.mkdir(exist_ok=True)
    _whole(there, seal)


def _whole(there: Path, write: Callable[[Path], object]) -> None:
    """A file that is either wholly there or not at all."""
    unfinished = there.with_name(f".{there.name}.part")
    unfinished.unlink(missing_ok=True)
    write(unfinished)
    disk.sync_file(unfinished)
    unfinished.replace(there)
    disk.sync_folder(there.parent)


def _copy_settings(lab: Path, out: Path) -> None:
    for path in (lab / layout.KEYS / keys.PUBLIC, *lab.glob("*.toml")):
        if path.exists():
            shutil.copy2(path, out / path.relative_to(lab))


def _copy_keys(lab: Path, apart: Path, vault: Vault) -> None:
    apart.mkdir(parents=True, exist_ok=True)
    apart.chmod(0o700)
    for name in (*SECRETS, keys.PUBLIC):
        if (path := lab / layout.KEYS / name).exists():
            _whole(apart / name, partial(shutil.copy2, path))
    vault.copy_to(apart / FILE)
