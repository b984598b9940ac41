"""How things come out of the tables: row by row, whole, or one by its id."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, text

from marsad.errors import NotFound
from marsad.phrase import Phrase, Word
from marsad.settings import Settings
from marsad.store import records
from marsad.store.veil import NOTHING, Hidden

T = TypeVar("T")
SHORTEST = 6
"""An id may be cut to this many characters, as long as it stays the only one."""
STREAM = 1000


class Rows:
    """The tables of a lab, as somebody sees them."""

    lab: Path
    engine: Engine
    plain: Engine
    """Goes past the veil."""
    settings: Settings
    hidden: Hidden = NOTHING
    """What is not there for whoever asks."""

    def _things(self, kind: type[T], order: str, **values: Any) -> Iterator[T]:
        for row in self.rows(order, **values):
            yield records.restore(kind, row["record"])

    def _one(self, kind: type[T], table: str, id: str) -> T:
        return records.restore(kind, self._row(table, "record", id)["record"])

    def _row(self, table: str, columns: str, id: str) -> Mapping[str, Any]:
        exact = list(self.rows(f"select {columns} from {table} where id = :id", id=id))
        if exact:
            return exact[0]
        near: Sequence[Mapping[str, Any]] = []
        if len(id) >= SHORTEST:
            order = f"select {columns} from {table} where id >= :id and id < :end limit 2"
            near = list(self.rows(order, id=id, end=id + "\U0010ffff"))
        if len(near) != 1:
            many = Phrase("several begin so; give more of it") if near else Phrase("none begins so")
            raise NotFound(
                Phrase(
                    "no %(table)s %(id)s in this lab: %(many)s",
                    table=Word(table),
                    id=repr(id),
                    many=many,
                )
            )
        return near[0]

    def rows(self, order: str, **values: Any) -> Iterator[Mapping[str, Any]]:
        """Stream the rows of a query; for this package only, since SQL stays in the store."""
        with self.engine.connect() as connection:
            found = connection.execution_options(yield_per=STREAM).execute(text(order), values)
            for row in found.mappings():
                yield dict(row)
