"""``desk.db``: who may use the desk, who is signed in, and who read what. Never part of the lab.

It lies beside ``lab.db`` and apart from it: what stands here is secret or about people at work, and
no backup, bundle or export ever opens this file. It says nothing about evidence, so a lab whose
``desk.db`` is lost has lost nothing but its accounts.

Ids of sessions, links and tokens stand here as SHA-256: whoever reads the file can sign in nowhere.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from marsad.errors import BadInput, LabBusy, StorageFailed
from marsad.phrase import Phrase
from marsad.store import layout

FIRST = """
create table account (
    id text primary key, name text not null, folded text not null unique, role text not null,
    active integer not null, password text not null, totp blob, totp_step integer not null,
    since text not null, by text not null, subject text unique
);
create table passkey (
    id blob primary key, account text not null, key blob not null, counter integer not null,
    label text not null, since text not null
);
create table recovery (
    sha256 text primary key, account text not null
);
create table link (
    sha256 text primary key, purpose text not null, name text not null, role text not null,
    account text not null, by text not null, until real not null
);
create table session (
    sha256 text primary key, account text not null, stage text not null, begun real not null,
    seen real not null, proved real not null, pending blob
);
create index session_of on session (account);
create table token (
    sha256 text primary key, id text not null unique, account text not null, label text not null,
    scope text not null, address text not null, until real not null, since text not null
);
create table attempt (key text not null, at real not null);
create index attempt_of on attempt (key, at);
create table reading (
    seq integer primary key, at text not null, by text not null, role text not null,
    what text not null, id text not null
);
create table deed (
    seq integer primary key, at text not null, by text not null, act text not null,
    about text not null
);
"""
TIED = """
alter table account add column reader text not null default '';
alter table link add column reader text not null default '';
update account set reader = 'subscribers' where role = 'subscriber';
update link set reader = 'subscribers' where role = 'subscriber';
create table asking (
    sha256 text primary key, name text not null, address text not null, tier text not null,
    why text not null, until real not null
);
"""
"""Accounts belong to readers. Who was a subscriber before goes on reading what they read."""
USED = "alter table passkey add column used text not null default ''"
"""Passkeys tell when they were used last."""
CLEARED = """
create table clearance (
    account text not null, marking text not null, primary key (account, marking)
) without rowid;
"""
STEPS = (FIRST, TIED, USED, CLEARED)
"""What made the file as it is, in order; a later Marsad adds to their end."""
VERSION = len(STEPS)


class Desk:
    """The open file, for the length of one request or command."""

    def __init__(self, lab: Path) -> None:
        """Open it; make it, readable by its owner alone, where there is none."""
        path = lab / layout.DESK
        with _told():
            if not path.exists():
                # Made empty first: SQLite itself would let others of the machine read it.
                os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            # One request at a time has it, yet not always in the thread that opened it.
            self._database = sqlite3.connect(
                path, timeout=20, isolation_level=None, check_same_thread=False
            )
            self._database.row_factory = sqlite3.Row
            self._made()

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def __enter__(self) -> "Desk":
        """Open for the length of a block."""
        return self

    def __exit__(self, *_told: object) -> None:
        """Close, whatever happened."""
        self.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All of a block or nothing of it, and no other writer between."""
        with _told():
            self._database.execute("begin immediate")
            try:
                yield
            except BaseException:
                self._database.execute("rollback")
                raise
            self._database.execute("commit")

    def rows(self, order: str, *said: Any) -> list[Mapping[str, Any]]:
        """What an order answers."""
        with _told():
            return [dict(row) for row in self._database.execute(order, said)]

    def one(self, order: str, *said: Any) -> Mapping[str, Any] | None:
        """The one row that an order answers, if any."""
        found = self.rows(order, *said)
        return found[0] if found else None

    def run(self, order: str, *said: Any) -> int:
        """Carry out an order; answers how many rows it touched."""
        with _told():
            return self._database.execute(order, said).rowcount

    def _made(self) -> None:
        self._database.execute("pragma journal_mode=wal")
        self._database.execute("pragma secure_delete=on")
        if self._version() == VERSION:
            return
        with self.writing():
            for number, step in list(enumerate(STEPS, 1))[self._version() :]:
                for order in filter(str.strip, step.split(";")):
                    self._database.execute(order)
                self._database.execute(f"pragma user_version={number}")
        if self._version() != VERSION:
            raise BadInput(Phrase("desk.db was written by a newer Marsad; upgrade Marsad"))

    def _version(self) -> int:
        found: int = self._database.execute("pragma user_version").fetchone()[0]
        return found


def digest(secret: str) -> str:
    """How an id of a session, a link or a token is kept: 256 random bits need no salt."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise LabBusy(
                Phrase("another process is writing desk.db; try again when it is done")
            ) from None
        raise StorageFailed(
            Phrase("desk.db cannot be used (%(error)s); free some space", error=error)
        ) from error
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.IntegrityError):
            raise
        raise BadInput(
            Phrase(
                "desk.db cannot be read (%(error)s); move it away, and the desk "
                "begins without accounts",
                error=error,
            )
        ) from error
    except OSError as error:
        raise StorageFailed(
            Phrase("desk.db cannot be made (%(error)s); see that you may write", error=error)
        ) from error
