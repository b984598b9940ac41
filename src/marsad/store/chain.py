"""The custody entries together with the records they commit to."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text

from marsad.store import custody, records, tables

WITNESSED = (*(table.name for table in records.TABLES.values() if table.name != "finding"), "act")


@dataclass(frozen=True, slots=True)
class Witnessed:
    """One leaf of the log, opened."""

    n: int
    kind: str
    id: str
    author: str
    at: str
    salt: bytes
    record: bytes | None
    """Nothing when the thing is gone from the database."""

    @property
    def entry(self) -> bytes:
        """What the leaf commits to."""
        return custody.entry(self.kind, self.id, self.author, self.at, self.record or b"")

    @property
    def leaf(self) -> bytes:
        """The leaf as it follows from the database."""
        return custody.leaf(self.salt, self.entry)


def chain(connection: Connection, start: int = 0, thing: str = "") -> Iterator[Witnessed]:
    """Every entry from number ``start`` on, in order; or those of one thing, by its id."""
    joins = " ".join(
        f"left join {name} on custody.kind = '{name}' and {name}.id = custody.id"
        for name in WITNESSED
    )
    found = ", ".join(f"{name}.record" for name in WITNESSED)
    only = " and custody.id = :thing" if thing else ""
    values = {"start": start, **({"thing": thing} if thing else {})}
    order = (
        f"select n, custody.kind, custody.id, author, at, salt, "
        f"coalesce({found}) as record "
        f"from {tables.custody.name} {joins} where n >= :start{only} order by n"
    )
    # An option of this query: as one of the connection, what is written next would be streamed.
    for row in connection.execute(text(order), values, execution_options={"yield_per": 1000}):
        n, kind, id, author, at, salt, record = row
        yield Witnessed(n, kind, id, author, at, salt, _bytes(record))


def _bytes(found: object) -> bytes | None:
    # SQLite keeps what it is given: a record that was written past the store may be text.
    return found if found is None or isinstance(found, bytes) else str(found).encode()
