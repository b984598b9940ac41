"""Who is signed in, which links are open, and who tried in vain."""

import secrets
import time
from dataclasses import dataclass

from marsad.store.desk import Desk, digest

SEEN_AGAIN = 30
"""Seconds after which it is noted again that a session was seen: not each page is a write."""


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is signed in, in one browser."""

    sha256: str
    account: str
    stage: str
    """``full``; or ``second`` or ``enrol``: a second factor is still to be shown or set up."""
    begun: float
    seen: float
    proved: float
    """When a password, code or passkey was last shown."""
    pending: bytes | None
    """The sealed secret, or the challenge, of a factor that is being set up or shown."""


@dataclass(frozen=True, slots=True)
class Link:
    """What a one-time link lets its holder do."""

    purpose: str
    name: str
    role: str
    account: str
    by: str
    until: float
    reader: str = ""
    """Of subscribers: whose account it will be."""


def begin(desk: Desk, account: str, stage: str) -> str:
    """A new session; answers its id, which stands nowhere else."""
    id, now = secrets.token_urlsafe(32), time.time()
    order = "insert into session values (?, ?, ?, ?, ?, ?, null)"
    desk.run(order, digest(id), account, stage, now, now, now)
    return id


def find(desk: Desk, id: str, idle: float, longest: float) -> Session | None:
    """The session of an id, unless it is too old or was left alone too long."""
    now = time.time()
    row = desk.one(
        "select session.* from session join account on account.id = session.account "
        "where session.sha256 = ? and account.active = 1",
        digest(id),
    )
    if row is None:
        return None
    found = Session(**row)
    if now - found.seen > idle or now - found.begun > longest:
        end(desk, found.sha256)
        return None
    if now - found.seen > SEEN_AGAIN:
        desk.run("update session set seen = ? where sha256 = ?", now, found.sha256)
    return found


def rotate(desk: Desk, old: Session, stage: str) -> str | None:
    """End a session and begin its successor; nothing where it was ended meanwhile."""
    with desk.writing():
        return begin(desk, old.account, stage) if end(desk, old.sha256) else None


def end(desk: Desk, sha256: str) -> bool:
    """End a session; false where it had ended."""
    return desk.run("delete from session where sha256 = ?", sha256) == 1


def end_all(desk: Desk, account: str) -> None:
    """End every session of an account, and its tokens."""
    desk.run("delete from session where account = ?", account)
    desk.run("delete from token where account = ?", account)


def await_factor(desk: Desk, sha256: str, pending: bytes | None) -> None:
    """Keep what a factor that is being set up or shown has to answer to."""
    desk.run("update session set pending = ? where sha256 = ?", pending, sha256)


def prune(desk: Desk, longest: float) -> None:
    """Drop what can no longer be used."""
    now = time.time()
    desk.run("delete from session where begun < ?", now - longest)
    desk.run("delete from link where until < ?", now)
    desk.run("delete from token where until < ?", now)
    desk.run("delete from attempt where at < ?", now - 24 * 3600)


def open_link(desk: Desk, link: Link) -> str:
    """A one-time link; answers its secret, which stands nowhere else."""
    secret = secrets.token_urlsafe(32)
    order = "insert into link values (?, ?, ?, ?, ?, ?, ?, ?)"
    said = (link.purpose, link.name, link.role, link.account, link.by, link.until, link.reader)
    desk.run(order, digest(secret), *said)
    return secret


def look_at_link(desk: Desk, secret: str) -> Link | None:
    """What a link lets its holder do, while it is good."""
    row = desk.one("select * from link where sha256 = ? and until > ?", digest(secret), time.time())
    if row is None:
        return None
    return Link(**{name: said for name, said in row.items() if name != "sha256"})


def use_link(desk: Desk, secret: str) -> bool:
    """Use a link up; false where it was used before."""
    order = "delete from link where sha256 = ? and until > ?"
    return desk.run(order, digest(secret), time.time()) == 1


def drop_links(desk: Desk, purpose: str, account: str = "") -> None:
    """Void the open links of a purpose, of one account or of none."""
    desk.run("delete from link where purpose = ? and account = ?", purpose, account)


def tried(desk: Desk, key: str, within: float) -> list[float]:
    """When somebody tried in vain, the oldest first."""
    order = "select at from attempt where key = ? and at > ? order by at"
    return [row["at"] for row in desk.rows(order, key, time.time() - within)]


def try_(desk: Desk, key: str) -> None:
    """Note an attempt; it stays unless it succeeds."""
    desk.run("insert into attempt values (?, ?)", key, time.time())


def take_back(desk: Desk, key: str) -> None:
    """Forget the last attempt alone."""
    last = "select rowid from attempt where key = ? order by at desc limit 1"
    desk.run(f"delete from attempt where rowid in ({last})", key)


def succeeded(desk: Desk, key: str) -> None:
    """Forget the attempts of whoever got in."""
    desk.run("delete from attempt where key = ?", key)
