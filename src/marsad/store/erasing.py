"""The one lawful exception to add and read: posts and originals go, and a tombstone says so.

Gone are the records, their salts, what was found in them, the originals, and the keys by which
backups hold them. The leaves stay, so that the log still verifies; without salt and record nobody
can guess back what a leaf stood for.
"""

import contextlib
import hashlib
import sqlite3
from bisect import bisect, bisect_left
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, text

from marsad.model import made_of
from marsad.store import database, disk, layout, postgres, press, records
from marsad.store.backup_rows import DERIVED, LEAVE_OUT, LEAVE_OUT_DERIVED
from marsad.store.seen_months import forget
from marsad.store.store import Store
from marsad.store.vault import Vault, blob_item, post_item
from marsad.store.writer import MANY, Writer

ERASED, KEPT_OUT = "erased", "kept out"
NUMBERED = ("post", "finding", "translation")
"""Tables whose running numbers others remember; a number must never come again."""
LEAVES = (
    "select n from custody where id in :posts or (kind = 'translation' and id in "
    "(select id from translation where post in :posts))"
)
FOUND = "select seq from finding where post in :posts"
LEFT = "select id, made_at from finding where seq between :first and :last order by seq"


@dataclass(frozen=True, slots=True)
class Doomed:
    """What is to be erased."""

    posts: tuple[str, ...] = ()
    """Ids, each version by its own."""
    originals: tuple[str, ...] = ()
    """Digests of files that the posts were read from; they must not come again."""
    media: tuple[str, ...] = ()
    """Digests of files that came with these posts alone."""


def unsafe_erase(store: Store, doomed: Doomed, by: str, **said: Any) -> str:
    """Erase, and answer the id of the tombstone; who may ask for that is decided elsewhere."""
    with store.write() as writer:
        tombstone = f"tombstone-{made_of(doomed.posts, doomed.originals, writer.head.size)[:16]}"
        leaves = _numbers(writer.connection, LEAVES, doomed.posts)
        runs = _runs(store, _numbers(writer.connection, FOUND, doomed.posts))
        _keep_numbers(writer.connection)
        forget(writer.connection, doomed.posts)
        for post in doomed.posts:
            for order in (*LEAVE_OUT_DERIVED, *LEAVE_OUT):
                writer.connection.execute(text(order), {"post": post, "nothing": b""})
        for order in DERIVED:
            writer.connection.execute(text(order))
        at = records.instant(datetime.now(UTC))
        told = {"tombstone": tombstone, "erased_at": at, "leaves": leaves, **asdict(doomed), **said}
        amended = [_amended(writer, first, last) for first, last in runs]
        writer.act(ERASED, by, **told, runs=amended)
    finish(store)
    return tombstone


def keep_out(store: Store, originals: Sequence[str], tombstone: str, by: str) -> None:
    """Drop files that came again with the words of an erased post in them, and say so once."""
    told = {each for said in store.acts(ERASED, KEPT_OUT) for each in said["originals"]}
    if fresh := sorted(set(originals) - told):
        with store.write() as writer:
            writer.act(KEPT_OUT, by, tombstone=tombstone, originals=fresh)
    for sha256 in originals:
        _drop(store, sha256)


def finish(store: Store) -> None:
    """Do what an erasure that was cut short left undone; harmless when nothing is."""
    gone: list[str] = []
    tombstones: dict[str, str] = {}
    for said in store.acts(ERASED, KEPT_OUT):
        if said["act"] == KEPT_OUT:
            for sha256 in said["originals"]:
                _drop(store, sha256)
            continue
        gone += map(post_item, said["posts"])
        lost = [*said["originals"], *(each for each in said["media"] if not store.posts_with(each))]
        for sha256 in lost:
            _drop(store, sha256)
        gone += map(blob_item, lost)
        tombstones[said["tombstone"]] = records.record(said).decode()
    with Vault(store.lab) as vault:
        vault.destroy(gone, tombstones)
    press.empty(store)
    _rewrite(store)


def _numbers(connection: Connection, order: str, posts: Sequence[str]) -> list[int]:
    bound = text(order).bindparams(bindparam("posts", expanding=True))
    found: list[int] = []
    for at in range(0, len(posts), MANY):
        found += connection.execute(bound, {"posts": list(posts[at : at + MANY])}).scalars()
    return sorted(found)


def _runs(store: Store, seqs: Sequence[int]) -> list[tuple[int, int]]:
    """The runs of findings that lose some; one leaf answers for each."""
    every = [(int(said["first"]), int(said["last"])) for said in store.acts("findings")]
    return [(first, last) for first, last in every if bisect(seqs, last) > bisect_left(seqs, first)]


def _amended(writer: Writer, first: int, last: int) -> dict[str, Any]:
    """What a run of findings comes to without those that are gone."""
    digest, count = hashlib.sha256(), 0
    values = {"first": first, "last": last}
    for row in writer.connection.execute(text(LEFT), values):
        digest.update(f"{row.id} {row.made_at}\n".encode())
        count += 1
    return {**values, "count": count, "sha256": digest.hexdigest()}


def _keep_numbers(connection: Connection) -> None:
    """Remember the highest running numbers: SQLite would give that of an erased row again."""
    for name in NUMBERED:
        highest = connection.execute(text(f"select coalesce(max(seq), 0) from {name}")).scalar_one()
        order = (
            "insert into floor (name, seq) values (:name, :seq) on conflict (name) do update "
            "set seq = excluded.seq where excluded.seq > floor.seq"
        )
        connection.execute(text(order), {"name": name, "seq": highest})


def _drop(store: Store, sha256: str) -> None:
    """Away with an original, and with what it had become where a sweep set it apart."""
    store.blobs.drop(sha256)
    for path in (store.lab / layout.ALTERED).glob(f"{sha256}-*"):
        path.unlink()
        disk.sync_folder(path.parent)


def _rewrite(store: Store) -> None:
    """Write the database anew: its free pages and its journal still hold what was deleted."""
    store.engine.dispose()
    if store.settings.database:
        with database.told():
            postgres.rewrite(store.engine)
        return
    with contextlib.closing(sqlite3.connect(store.lab / layout.DATABASE)) as file:
        file.execute("vacuum")
        file.execute("pragma wal_checkpoint(truncate)")
