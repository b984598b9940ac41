"""Who asked to become a reader and has not confirmed their address: rows that vanish by themselves.

They stand in ``desk.db``, which is in no backup, and not in the lab: what nobody confirmed is
no record of anything.
"""

import secrets
import time
from dataclasses import astuple, dataclass

from marsad.store.desk import Desk, digest


@dataclass(frozen=True, slots=True)
class Asking:
    """What somebody said of themselves, and until when they may confirm it."""

    name: str
    address: str
    tier: str
    why: str
    until: float


def put(desk: Desk, said: Asking) -> str:
    """Keep it; answers the secret of the letter's link, which stands nowhere else."""
    secret = secrets.token_urlsafe(32)
    desk.run("insert into asking values (?, ?, ?, ?, ?, ?)", digest(secret), *astuple(said))
    return secret


def look(desk: Desk, secret: str) -> Asking | None:
    """What a link is about, while it is good."""
    order = "select name, address, tier, why, until from asking where sha256 = ? and until > ?"
    row = desk.one(order, digest(secret), time.time())
    return Asking(**row) if row else None


def use(desk: Desk, secret: str) -> bool:
    """Use a link up; false where it was used before."""
    return desk.run("delete from asking where sha256 = ?", digest(secret)) == 1


def prune(desk: Desk) -> None:
    """Drop what nobody confirmed in time."""
    desk.run("delete from asking where until < ?", time.time())
