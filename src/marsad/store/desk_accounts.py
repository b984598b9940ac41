"""The accounts of a desk: rows, and nothing of the rules about them."""

import secrets
import sqlite3
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from marsad.errors import BadInput, NotFound
from marsad.phrase import Phrase
from marsad.store.desk import Desk


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may use the desk, under the name they sign with."""

    id: str
    name: str
    role: str
    active: bool
    has_password: bool
    has_totp: bool
    passkeys: int
    since: str
    by: str
    reader: str = ""
    """Of subscribers: the handle of the reader it belongs to; see ``accounts/reading.py``."""
    linked: bool = False
    """Whether an identity provider says who they are."""

    @property
    def signature(self) -> str:
        """How they sign: ``person:NAME``."""
        return f"person:{self.name}"

    @property
    def second(self) -> bool:
        """Whether they have a second factor."""
        return self.has_totp or self.passkeys > 0


_ALL = (
    "select *, (select count(*) from passkey where passkey.account = account.id) as passkeys "
    "from account"
)


def folded(name: str) -> str:
    """A name as it is looked up: two that look alike are one."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def everybody(desk: Desk) -> list[Account]:
    """Every account, in the order they were made."""
    return [_account(row) for row in desk.rows(f"{_ALL} order by since, id")]


def account(desk: Desk, id: str) -> Account:
    """The account of that id."""
    row = desk.one(f"{_ALL} where id = ?", id)
    if row is None:
        raise NotFound(Phrase("there is no such account; see marsad account LAB list"))
    return _account(row)


def named(desk: Desk, name: str) -> Account | None:
    """The account of that name, however it is capitalised."""
    row = desk.one(f"{_ALL} where folded = ?", folded(name))
    return _account(row) if row else None


def password(desk: Desk, id: str) -> str:
    """What is kept of the password."""
    row = desk.one("select password from account where id = ?", id)
    return str(row["password"]) if row else ""


def linked(desk: Desk, subject: str) -> Account | None:
    """The account that is linked to a subject of an identity provider."""
    row = desk.one(f"{_ALL} where subject = ?", subject)
    return _account(row) if row else None


def add(desk: Desk, name: str, role: str, kept: str, by: str, reader: str = "") -> Account:
    """A new account."""
    id, since = secrets.token_hex(8), datetime.now(UTC).isoformat(timespec="seconds")
    order = "insert into account values (?, ?, ?, ?, 1, ?, null, -1, ?, ?, null, ?)"
    try:
        desk.run(order, id, name, folded(name), role, kept, since, by, reader)
    except sqlite3.IntegrityError:
        raise BadInput(
            Phrase("there is an account %(name)s already; choose another name", name=repr(name))
        ) from None
    return account(desk, id)


def set_password(desk: Desk, id: str, kept: str) -> None:
    """Another password."""
    desk.run("update account set password = ? where id = ?", kept, id)


def link(desk: Desk, id: str, subject: str) -> None:
    """Link to a subject of an identity provider, its issuer before it; one account a subject."""
    try:
        desk.run("update account set subject = ? where id = ?", subject, id)
    except sqlite3.IntegrityError:
        raise BadInput(
            Phrase("another account of this desk is linked to this identity already")
        ) from None


def unlink(desk: Desk, id: str) -> None:
    """Link to nothing."""
    desk.run("update account set subject = null where id = ?", id)


def set_role(desk: Desk, id: str, role: str) -> None:
    """Another role."""
    desk.run("update account set role = ? where id = ?", role, id)


def set_reader(desk: Desk, id: str, reader: str) -> None:
    """Another reader, or none."""
    desk.run("update account set reader = ? where id = ?", reader, id)


def set_active(desk: Desk, id: str, active: bool) -> None:
    """Open or closed."""
    desk.run("update account set active = ? where id = ?", int(active), id)


def _account(row: Mapping[str, Any]) -> Account:
    return Account(
        row["id"],
        row["name"],
        row["role"],
        bool(row["active"]),
        bool(row["password"]),
        row["totp"] is not None,
        row["passkeys"],
        row["since"],
        row["by"],
        reader=row["reader"],
        linked=row["subject"] is not None,
    )
