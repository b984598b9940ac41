"""The segments that can be looked up: those of the lab, and those that came from other tools.

Both are derived. Rows of the lab follow its translations by a running number, and count only while
nothing replaces the translation. Rows of a foreign memory are read out of a file that is kept as an
original (docs/decisions/0017).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from marsad.model import Translation
from marsad.store import records
from marsad.store.store import Store

OWN = ""
"""The name of the lab's own memory."""
FRESH = "select seq, record from translation where seq > :last and state <> 'draft' order by seq"
ROW = (
    ":memory, :hash, :source_language, :language, :state, :at, :source, :said, :translation, "
    ":segment, :post"
)
PUT = (
    "insert into remembered (memory, hash, source_language, language, state, at, source, said, "
    f"translation, segment, post) select {ROW}"
)
# The translation is looked up once more: it may have been erased while it was read.
PUT_OWN = f"{PUT} from translation where id = :translation"
MARK = (
    "insert into memory (name, sha256, last, whole) values (:name, :sha256, :last, :whole) "
    "on conflict (name) do update set last = excluded.last, whole = excluded.whole"
)
STANDS = (
    "not exists (select 1 from translation later where later.replaces = remembered.translation)"
)
SAME = (
    "select * from remembered where hash = :hash and memory = '' and state = :state "
    f"and language = :to and {STANDS}"
)
SAME_FOREIGN = "select * from remembered where hash = :hash and memory > '' and language = :to"
LATE = "order by at desc, seq desc limit :few"
FEW = 64
"""Rows of one source that are looked at: a slogan may have been approved ten thousand times."""


@dataclass(frozen=True, slots=True)
class Taken:
    """How far a memory was read."""

    name: str
    sha256: str
    last: int
    """The last translation, or the last entry of the file."""
    whole: bool


class Recall:
    """The segments of one lab."""

    def __init__(self, store: Store) -> None:
        """Stand before the lab."""
        self.store = store

    def memory(self, name: str) -> Taken | None:
        """How far one memory was read."""
        return next((each for each in self.memories() if each.name == name), None)

    def memories(self) -> list[Taken]:
        """Every memory that was read or begun, the lab's own among them."""
        rows = self.store.rows("select * from memory order by name")
        return [Taken(**{**row, "whole": bool(row["whole"])}) for row in rows]

    def counts(self) -> dict[str, int]:
        """How many segments of each memory stand."""
        order = (
            f"select memory, count(*) as n from remembered where memory > '' or {STANDS} "
            "group by memory"
        )
        rows = self.store.rows(order)
        return {str(row["memory"]): int(row["n"]) for row in rows}

    def fresh(self, last: int) -> Iterator[tuple[int, Translation]]:
        """Translations that somebody reviewed or approved since, with their running numbers."""
        for row in self.store.rows(FRESH, last=last):
            yield row["seq"], records.restore(Translation, row["record"])

    def last(self) -> int:
        """The last running number of a translation."""
        return self.store.high_water()["translation"]

    def put(self, rows: Sequence[Mapping[str, Any]], before: int, now: Taken) -> bool:
        """Add segments and say how far that was; False when another process was faster."""
        with self.store.transaction() as connection:
            if _last(connection, now.name) != before:
                return False
            if rows:
                order = PUT if now.name else PUT_OWN
                connection.execute(text(order), list(rows))
            said = {"name": now.name, "sha256": now.sha256, "last": now.last}
            connection.execute(text(MARK), {**said, "whole": int(now.whole)})
        return True

    def drop(self, name: str) -> tuple[int, int]:
        """Take out what came with a memory; answer its lowest and highest number."""
        with self.store.transaction() as connection:
            order = "select coalesce(min(seq), 0), coalesce(max(seq), -1) from remembered "
            ends = connection.execute(text(order + "where memory = :name"), {"name": name}).one()
            for each in (
                "delete from remembered where memory = :name",
                "delete from memory where name = :name",
            ):
                connection.execute(text(each), {"name": name})
        return int(ends[0]), int(ends[1])

    def same(self, hash: int, to: str, state: str, source: str = "") -> list[Mapping[str, Any]]:
        """Standing segments of the lab with this hash in a state, late before early.

        With a source only those that have its very characters.
        """
        order = f"{SAME}{' and source = :source' if source else ''} {LATE}"
        values = {"hash": hash, "to": to, "state": state, "few": FEW}
        return list(self.store.rows(order, **values, **({"source": source} if source else {})))

    def same_foreign(self, hash: int, to: str) -> list[Mapping[str, Any]]:
        """Segments of foreign memories with this hash, late before early."""
        return list(self.store.rows(f"{SAME_FOREIGN} {LATE}", hash=hash, to=to, few=FEW))

    def end(self) -> int:
        """The highest number that a segment has."""
        rows = self.store.rows("select coalesce(max(seq), -1) as last from remembered")
        return next(int(row["last"]) for row in rows)

    def between(self, low: int, high: int) -> Iterator[Mapping[str, Any]]:
        """Number, source, languages and memory of segments, both ends included."""
        order = (
            "select seq, memory, source_language, language, source from remembered "
            "where seq between :low and :high order by seq"
        )
        return self.store.rows(order, low=low, high=high)


def _last(connection: Connection, name: str) -> int:
    order = "select last from memory where name = :name"
    found = connection.execute(text(order), {"name": name}).scalar()
    return 0 if found is None else int(found)
