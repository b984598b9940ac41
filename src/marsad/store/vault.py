"""The keys of everything that was ever backed up, one an item, wrapped by the lab's backup key.

A backup holds items under these keys, and a copy of the vault; the backup key itself stays in
``keys/`` and wherever people put a copy of it, never in a backup. Erasing an item drops its key,
and gives the vault a new backup key: copies of the vault that lie in older backups can then be
opened by nobody, so that nothing brings the item back.
"""

import contextlib
import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.store import disk, keys, layout
from marsad.store.sealing import ItemKey, seal, unseal

FILE = "vault.db"
NEXT = ".next"
MANY = 500
SCHEMA = """
create table if not exists backup_key (one integer primary key, id text not null);
create table if not exists item (name text primary key, id blob not null, wrapped blob not null);
create table if not exists tombstone (id text primary key, record text not null);
"""
ROLE = "key"


class Vault:
    """The item keys of one lab, in its ``keys/``."""

    def __init__(self, lab: Path) -> None:
        """Open the vault; make one where there is none."""
        self.lab = lab
        self.path = lab / layout.KEYS / FILE
        self._database = sqlite3.connect(self.path, isolation_level=None)
        self._database.execute("pragma secure_delete=on")
        self._database.executescript(SCHEMA)
        self._secret = self._settled()

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def __enter__(self) -> "Vault":
        """Open for the length of a block."""
        return self

    def __exit__(self, *_told: object) -> None:
        """Close, whatever happened."""
        self.close()

    def made(self, names: Sequence[str]) -> dict[str, ItemKey]:
        """The key of each item, made where it had none."""
        found = self.known(names)
        fresh = {name: ItemKey.fresh() for name in names if name not in found}
        if fresh:
            with self._writing():
                self._put(fresh.items(), self._secret)
        return {**found, **fresh}

    def known(self, names: Sequence[str]) -> dict[str, ItemKey]:
        """The keys of those items that have one."""
        found: dict[str, ItemKey] = {}
        for at in range(0, len(names), MANY):
            some = names[at : at + MANY]
            marks = ", ".join("?" * len(some))
            order = f"select name, id, wrapped from item where name in ({marks})"
            for name, id, wrapped in self._database.execute(order, list(some)):
                found[name] = ItemKey(id, unseal(self._secret, wrapped, ROLE))
        return found

    def tombstones(self) -> Iterator[Mapping[str, Any]]:
        """What was erased, as the custody log tells it."""
        for (record,) in self._database.execute("select record from tombstone order by rowid"):
            yield json.loads(record)

    def destroy(self, names: Iterable[str], tombstones: Mapping[str, str]) -> None:
        """Drop the keys of items, remember why, and give all others a new backup key."""
        secret = ItemKey.fresh().secret
        following = self._key_file.with_suffix(NEXT)
        disk.write_whole(following, secret, self.lab / layout.TMP)
        with self._writing():
            drop = "delete from item where name = ?"
            self._database.executemany(drop, [(name,) for name in names])
            keep = "insert or ignore into tombstone values (?, ?)"
            self._database.executemany(keep, tombstones.items())
            self._rewrap(secret)
        self._secret = self._settled()

    def copy_to(self, target: Path) -> None:
        """Copy the vault as of now, without the key that opens it."""
        target.unlink(missing_ok=True)
        with contextlib.closing(sqlite3.connect(target)) as copy:
            self._database.backup(copy)
        disk.sync_file(target)

    @property
    def _key_file(self) -> Path:
        return self.lab / layout.KEYS / keys.BACKUP

    def _settled(self) -> bytes:
        """The backup key that the vault says it has; finishes a change that was cut short."""
        row = self._database.execute("select id from backup_key").fetchone()
        following = self._key_file.with_suffix(NEXT)
        if row is None:
            secret = keys.backup_key(self.lab)
            with self._writing():
                self._database.execute("insert into backup_key values (1, ?)", [_id(secret)])
            return secret
        if following.exists():
            if _id(following.read_bytes()) == row[0]:
                following.replace(self._key_file)
            following.unlink(missing_ok=True)
            disk.sync_folder(self._key_file.parent)
        if not self._key_file.exists() or _id(secret := self._key_file.read_bytes()) != row[0]:
            raise BadInput(
                Phrase(
                    "keys/backup.key is missing, or something was erased since it was "
                    "copied, so that it no longer opens keys/vault.db; use the lab's own "
                    "keys, or their latest copy"
                )
            )
        return secret

    def _rewrap(self, secret: bytes) -> None:
        rows = self._database.execute("select name, id, wrapped from item").fetchall()
        opened = (
            (name, ItemKey(id, unseal(self._secret, wrapped, ROLE))) for name, id, wrapped in rows
        )
        self._put(opened, secret)
        self._database.execute("update backup_key set id = ?", [_id(secret)])

    def _put(self, items: Iterable[tuple[str, ItemKey]], secret: bytes) -> None:
        rows = ((name, key.id, seal(secret, key.secret, ROLE)) for name, key in items)
        self._database.executemany("insert or replace into item values (?, ?, ?)", rows)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        self._database.execute("begin immediate")
        with self._database:
            yield


def opens(folder: Path) -> bool:
    """Whether the vault in a folder of keys can be opened with the backup key beside it."""
    try:
        with contextlib.closing(sqlite3.connect(folder / FILE)) as database:
            row = database.execute("select id from backup_key").fetchone()
        return bool(row) and row[0] == _id((folder / keys.BACKUP).read_bytes())
    except (sqlite3.Error, FileNotFoundError):
        return False


def _id(secret: bytes) -> str:
    """What names a backup key without giving it away."""
    return hashlib.sha256(b"marsad backup key\n" + secret).hexdigest()[:16]


def post_item(post: str) -> str:
    """The item that a post, its translations and all that was found in it belong to."""
    return f"post {post}"


def blob_item(sha256: str) -> str:
    """The item of an original."""
    return f"blob {sha256}"
