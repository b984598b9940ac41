"""For which markings accounts are cleared: rows, and nothing of the rules about them."""

from collections.abc import Iterable

from marsad.store.desk import Desk


def cleared(desk: Desk, account: str) -> frozenset[str]:
    """The markings that an account is cleared for."""
    rows = desk.rows("select marking from clearance where account = ?", account)
    return frozenset(row["marking"] for row in rows)


def everybody(desk: Desk) -> dict[str, tuple[str, ...]]:
    """The markings of each account that is cleared for any, by its id."""
    found: dict[str, tuple[str, ...]] = {}
    for row in desk.rows("select account, marking from clearance order by account, marking"):
        found[row["account"]] = (*found.get(row["account"], ()), row["marking"])
    return found


def clear(desk: Desk, account: str, markings: Iterable[str]) -> None:
    """Clear an account for these markings, and for no other."""
    desk.run("delete from clearance where account = ?", account)
    for each in markings:
        desk.run("insert into clearance values (?, ?)", account, each)
