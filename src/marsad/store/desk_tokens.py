"""Tokens of programs, as they are kept: by digest, with what they may do and until when."""

import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from marsad.store.desk import Desk, digest


@dataclass(frozen=True, slots=True)
class Token:
    """What a program may do in the name of an account."""

    id: str
    account: str
    label: str
    scope: str
    address: str
    """The one address it may come from; empty for any."""
    until: float
    since: str

    @property
    def last_day(self) -> str:
        """The day on which it ends, in UTC."""
        return datetime.fromtimestamp(self.until, UTC).date().isoformat()


_COLUMNS = "token.id, token.account, label, scope, address, until, token.since"


def add(desk: Desk, account: str, label: str, scope: str, address: str, until: float) -> str:
    """A new token; answers its secret, which stands nowhere else."""
    secret, since = secrets.token_urlsafe(32), datetime.now(UTC).isoformat(timespec="seconds")
    order = "insert into token values (?, ?, ?, ?, ?, ?, ?, ?)"
    said = (secrets.token_hex(8), account, label, scope, address, until, since)
    desk.run(order, digest(secret), *said)
    return secret


def find(desk: Desk, secret: str) -> Token | None:
    """The token of a secret, while it is good and its account is open."""
    row = desk.one(
        f"select {_COLUMNS} from token join account on account.id = token.account "
        "where token.sha256 = ? and until > ? and account.active = 1",
        digest(secret),
        time.time(),
    )
    return Token(**row) if row else None


def of(desk: Desk, account: str) -> list[Token]:
    """The tokens of an account."""
    order = f"select {_COLUMNS} from token where account = ? order by since"
    return [Token(**row) for row in desk.rows(order, account)]


def drop(desk: Desk, account: str, id: str) -> bool:
    """Void one of an account's own tokens; false where it has none of that id."""
    return desk.run("delete from token where account = ? and id = ?", account, id) == 1
