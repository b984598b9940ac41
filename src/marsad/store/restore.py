"""A lab made from a backup and the keys that open it; what was erased since stays erased."""

import contextlib
import filecmp
import logging
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

from marsad import settings
from marsad.errors import BadInput, EvidenceAltered, NotALab
from marsad.store import bucket, disk, keys, layout
from marsad.store.backup import MANY, SECRETS, mirror
from marsad.store.backup_rows import unseal_rows
from marsad.store.blobs import Blobs
from marsad.store.database import connect, refuse_used
from marsad.store.erasing import ERASED
from marsad.store.moving import copy_in
from marsad.store.sealing import ItemKey, unseal_file
from marsad.store.store import Store
from marsad.store.vault import FILE, Vault, blob_item, opens

Tell = Callable[[int], None]

log = logging.getLogger(__name__)


def restore(copy: Path, lab: Path, secrets: Path, tell: Tell = lambda _n: None) -> Store:
    """Make a lab from a copy, in a new folder; verify it before you rely on it.

    ``secrets`` is the folder ``keys/`` of the lab, or a copy of it that was kept apart.
    """
    if not (copy / layout.BACKUP).exists():
        raise NotALab(f"{copy} is not a backup of a lab; name the folder that marsad backup made")
    if lab.exists() and any(lab.iterdir()):
        raise BadInput(f"{lab} is not empty; name a new folder for the restored lab")
    with disk.told():
        for name in layout.FOLDERS:
            (lab / name).mkdir(parents=True, exist_ok=True)
        _take_keys(copy, lab, secrets)
        for name in (layout.CHECKPOINTS, layout.ANCHORS):
            mirror(copy / name, lab / name)
        for path in copy.glob("*.toml"):
            shutil.copy2(path, lab / path.name)
        with Vault(lab) as vault:
            _open_database(copy, lab, vault)
            _open_blobs(copy, lab, vault, tell)
            # Last, since it makes the folder a lab.
            shutil.copy2(copy / layout.CUSTODY, lab / layout.CUSTODY)
            store = Store(lab)
            _carry_over(store, vault)
    return store


def _take_keys(copy: Path, lab: Path, secrets: Path) -> None:
    """The secret keys, and the newest vault that the backup key opens."""
    target = lab / layout.KEYS
    if not (secrets / keys.BACKUP).is_file():
        raise BadInput(
            f"{secrets} holds no {keys.BACKUP}; name the folder keys/ of the lab, or the copy of "
            "it that marsad backup --keys made"
        )
    public = copy / layout.KEYS / keys.PUBLIC
    if (secrets / keys.PUBLIC).exists() and not filecmp.cmp(secrets / keys.PUBLIC, public, False):
        raise BadInput(f"{secrets} holds the keys of another lab; this backup is opened by its own")
    shutil.copy2(public, target / keys.PUBLIC)
    for name in SECRETS:
        if (secrets / name).is_file():
            shutil.copy2(secrets / name, target / name)
    vaults = [folder / FILE for folder in (secrets, copy / layout.KEYS) if (folder / FILE).exists()]
    for vault in vaults:
        shutil.copy2(vault, target / FILE)
        if opens(target):
            return
    raise BadInput(
        f"{secrets / keys.BACKUP} does not open this backup: something was erased since that key "
        "was copied; use the lab's own keys, or their latest copy"
    )


def _open_database(copy: Path, lab: Path, vault: Vault) -> None:
    """Where settings name a PostgreSQL database, the rows go there, if it is an empty one."""
    engine = None
    if (wanted := settings.load(lab)).database:
        engine = connect(lab, wanted)
        refuse_used(engine)
    path = lab / layout.DATABASE
    shutil.copy2(copy / layout.DATABASE, path)
    with contextlib.closing(sqlite3.connect(path)) as opened:
        unseal_rows(opened, vault)
        opened.commit()
    disk.sync_file(path)
    if engine:
        copy_in(path, engine)
        engine.dispose()
        # SQLite keeps two more beside it while it is open.
        for left in lab.glob(f"{layout.DATABASE}*"):
            left.unlink()


def _open_blobs(copy: Path, lab: Path, vault: Vault, tell: Tell) -> None:
    """Open the originals; one that rotted is left out, and missed when the lab is verified."""
    blobs = bucket.blobs(lab, settings.load(lab))
    # One that was cut short while the backup was made has a dot before its name.
    names = [name for name in Blobs(copy) if name[0] != "."]
    for at in range(0, len(names), MANY):
        some = names[at : at + MANY]
        known = vault.known([blob_item(sha256) for sha256 in some])
        for sha256 in some:
            if key := known.get(blob_item(sha256)):
                try:
                    take_back(blobs, layout.blob(copy, sha256), key)
                except EvidenceAltered as error:
                    log.warning("%s; it is left out", error)
                tell(1)
    blobs.close()


def take_back(blobs: Blobs, sealed: Path, key: ItemKey) -> str:
    """Open a sealed original into the lab, and answer its digest."""
    handle, plain = disk.unfinished_in(blobs.lab / layout.TMP)
    try:
        with os.fdopen(handle, "wb") as target:
            unseal_file(key, sealed, target)
            target.flush()
            return blobs.keep(plain)
    finally:
        plain.unlink(missing_ok=True)


def _carry_over(store: Store, vault: Vault) -> None:
    """Tell the log of erasures that are younger than the backup."""
    told = {said["tombstone"] for said in store.acts(ERASED)}
    younger = [said for said in vault.tombstones() if said["tombstone"] not in told]
    with store.write() as writer:
        for said in younger:
            plain = {name: value for name, value in said.items() if name not in ("act", "at")}
            writer.act(ERASED, plain.pop("by"), **plain)
    if younger and (store.lab / layout.KEYS / keys.PRIVATE).exists():
        store.checkpoint()
