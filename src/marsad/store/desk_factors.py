"""Second factors as they are kept: sealed secrets, codes by digest, public keys of passkeys."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from marsad.store.desk import Desk, digest


@dataclass(frozen=True, slots=True)
class Passkey:
    """A key that only its device can use."""

    id: bytes
    account: str
    key: bytes
    counter: int
    label: str
    since: str
    used: str = ""
    """When it was used last; empty for never."""


def totp(desk: Desk, account: str) -> bytes | None:
    """The sealed secret of the codes."""
    row = desk.one("select totp from account where id = ?", account)
    return row["totp"] if row else None


def set_totp(desk: Desk, account: str, sealed: bytes, step: int) -> None:
    """A secret that its holder has proved to have, with the step of that proof."""
    desk.run("update account set totp = ?, totp_step = ? where id = ?", sealed, step, account)


def use_step(desk: Desk, account: str, step: int) -> bool:
    """Use up the code of a step; false where that one or a later one was used before."""
    order = "update account set totp_step = ? where id = ? and totp_step < ?"
    return desk.run(order, step, account, step) == 1


def set_recovery(desk: Desk, account: str, codes: Iterable[str]) -> None:
    """The codes for the day the device is lost, instead of those before."""
    desk.run("delete from recovery where account = ?", account)
    for code in codes:
        desk.run("insert into recovery values (?, ?)", digest(code), account)


def use_recovery(desk: Desk, account: str, code: str) -> bool:
    """Use up one of the codes."""
    order = "delete from recovery where sha256 = ? and account = ?"
    return desk.run(order, digest(code), account) == 1


def recovery_left(desk: Desk, account: str) -> int:
    """How many codes are unused."""
    return len(desk.rows("select sha256 from recovery where account = ?", account))


def passkeys(desk: Desk, account: str) -> list[Passkey]:
    """The passkeys of an account."""
    order = "select id, account, key, counter, label, since, used from passkey where account = ?"
    return [Passkey(**row) for row in desk.rows(f"{order} order by since", account)]


def add_passkey(desk: Desk, account: str, id: bytes, key: bytes, counter: int, label: str) -> None:
    """One more passkey."""
    order = "insert into passkey values (?, ?, ?, ?, ?, ?, '')"
    desk.run(order, id, account, key, counter, label, _now())


def count_passkey(desk: Desk, id: bytes, counter: int) -> bool:
    """Keep the counter of a use; false where it did not grow, as a copied key's would not."""
    grown = "counter < ? or ? = 0 and counter = 0"
    order = f"update passkey set counter = ?, used = ? where id = ? and ({grown})"
    return desk.run(order, counter, _now(), id, counter, counter) == 1


def drop_passkey(desk: Desk, account: str, id: bytes) -> bool:
    """Take one of an account's own passkeys away; false where it has none of that id."""
    return desk.run("delete from passkey where account = ? and id = ?", account, id) == 1


def forget(desk: Desk, account: str) -> None:
    """Take every second factor away."""
    desk.run("update account set totp = null, totp_step = -1 where id = ?", account)
    desk.run("delete from passkey where account = ?", account)
    desk.run("delete from recovery where account = ?", account)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
