"""Who read what was restricted, and what was done to accounts. Lines are added, never changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from marsad.store.desk import Desk

MOST = 100_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the audit."""

    at: str
    by: str
    act: str
    about: str
    role: str = ""


def read(desk: Desk, by: str, role: str, what: str, id: str) -> None:
    """Note that somebody was about to be shown something restricted."""
    order = "insert into reading (at, by, role, what, id) values (?, ?, ?, ?, ?)"
    desk.run(order, _now(), by, role, what, id)


def read_each(desk: Desk, by: str, role: str, what: str, ids: Iterable[str]) -> None:
    """Note several reads of one page at once."""
    with desk.writing():
        for id in ids:
            read(desk, by, role, what, id)


def did(desk: Desk, by: str, act: str, about: str = "") -> None:
    """Note what was done to an account, or with it."""
    desk.run(
        "insert into deed (at, by, act, about) values (?, ?, ?, ?)", _now(), by, act, about[:500]
    )


def readings(desk: Desk, by: str = "", since: str = "", most: int = MOST) -> list[Line]:
    """What was read, the newest first."""
    order = (
        "select at, by, what as act, id as about, role from reading "
        "where (? = '' or by = ?) and at >= ? order by seq desc limit ?"
    )
    return [Line(**row) for row in desk.rows(order, by, by, since, most)]


def deeds(desk: Desk, by: str = "", since: str = "", most: int = MOST) -> list[Line]:
    """What was done to accounts, the newest first."""
    order = (
        "select at, by, act, about from deed "
        "where (? = '' or by = ?) and at >= ? order by seq desc limit ?"
    )
    return [Line(**row) for row in desk.rows(order, by, by, since, most)]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
