"""Whether the database says what the custody log answers for."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from marsad.errors import EvidenceAltered
from marsad.store import records
from marsad.store.chain import WITNESSED
from marsad.store.desk_audit import Line
from marsad.store.store import Store

AT_ONCE = 500


def entries(store: Store, by: str = "", since: str = "", most: int = 200) -> list[Line]:
    """What was entered in the custody log, the newest first."""
    order = (
        "select n, at, author, kind, id from custody where (:by = '' or author = :by) "
        "and at >= :since order by n desc"
    )
    found = store.rows(order, by=by, since=since)
    told = (Line(row["at"], row["author"], row["kind"], row["id"]) for row in found)
    return list(islice(_seen(store, told), most))


def _seen(store: Store, lines: Iterable[Line]) -> Iterator[Line]:
    """The lines without those of acts that are about what is hidden."""
    waiting = iter(lines)
    while some := list(islice(waiting, AT_ONCE)):
        acts = [line.about for line in some if line.act == "act"]
        seen = store.acts_seen(acts) if store.hidden else set(acts)
        yield from (line for line in some if line.act != "act" or line.about in seen)


def entry_of(store: Store, kind: str, id: str) -> Line | None:
    """Who entered a thing, and when; nothing where the log does not know it."""
    order = "select at, author, kind, id from custody where id = :id and kind = :kind limit 1"
    found = next(iter(store.rows(order, id=id, kind=kind)), None)
    return Line(found["at"], found["author"], found["kind"], found["id"]) if found else None


def unwitnessed(store: Store) -> Iterator[tuple[str, str]]:
    """Kind and id of rows that no leaf answers for: somebody wrote them past the store."""
    for name in WITNESSED:
        order = (
            f"select id from {name} where not exists (select 1 from custody "
            f"where custody.kind = '{name}' and custody.id = {name}.id)"
        )
        for row in store.rows(order):
            yield name, row["id"]


def shifted(store: Store, only: Mapping[str, str] | None = None) -> Iterator[tuple[str, str]]:
    """Kind and id of rows whose columns no longer say what their record says.

    ``only`` names the one row to look at of each table.
    """
    for kind, table in records.TABLES.items():
        if table.name == "finding" or (only is not None and table.name not in only):
            continue
        order = f"select * from {table.name}"
        found = store.rows(f"{order} where id = :id", id=only[table.name]) if only else None
        for row in found or store.rows(order):
            if _shifted(kind, row):
                yield table.name, row["id"]


def _shifted(kind: type, row: Mapping[str, Any]) -> bool:
    try:
        said = records.row(records.restore(kind, row["record"]))
    except EvidenceAltered:
        return True
    return any(row[name] != value for name, value in said.items() if name != "record")


def finding_rows(store: Store) -> Iterator[tuple[int, str]]:
    """Running number and summary line of every finding, as the leaves of findings digest them."""
    for row in store.rows("select seq, id, made_at from finding order by seq"):
        yield row["seq"], f"{row['id']} {row['made_at']}\n"


def witnessed_findings(store: Store) -> Iterator[Mapping[str, Any]]:
    """What each leaf of findings says: first, last, count and sha256."""
    return store.acts("findings")
