"""What is remembered of posts so that later ones can be compared with all of them.

A batch is one row: how far the maker has read, and packed keys of what it read. It is written in
the transaction that writes the findings made from it, so a stopped run goes on where it was.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, text

from marsad.errors import LabBusy
from marsad.model import Finding, Post
from marsad.phrase import Phrase
from marsad.store import records
from marsad.store.custody import Head
from marsad.store.store import Store
from marsad.store.writer import MANY, Writer


class Sketches:
    """The sketches of one lab, by one maker."""

    def __init__(self, store: Store, maker: str) -> None:
        """Stand before the lab; another version of the maker has sketches of its own."""
        self.store, self.maker = store, maker

    def last(self, of: str) -> int:
        """How far the maker has read: the running number of a post or of a finding."""
        order = (
            'select coalesce(max(last), 0) as last from sketch where maker = :maker and "of" = :of'
        )
        return next(int(row["last"]) for row in self.store.rows(order, maker=self.maker, of=of))

    def rows(self, of: str) -> Iterator[bytes]:
        """What was packed, oldest first."""
        order = 'select rows from sketch where maker = :maker and "of" = :of order by last'
        return (row["rows"] for row in self.store.rows(order, maker=self.maker, of=of))

    def write(
        self, of: str, since: int, last: int, rows: bytes, findings: Iterable[Finding]
    ) -> int:
        """Write findings, keys and how far was read, all of it or nothing; count what is new."""
        insert = 'insert into sketch (maker, "of", last, rows) values (:maker, :of, :last, :rows)'
        with self.store.transaction() as connection:
            order = 'select max(last) from sketch where maker = :maker and "of" = :of'
            said = {"maker": self.maker, "of": of}
            if (connection.execute(text(order), said).scalar() or 0) != since:
                raise LabBusy(
                    Phrase("another run is looking for copies in this lab; wait until it is done")
                )
            new = Writer(connection, Head()).add(findings, self.maker)
            connection.execute(text(insert), {**said, "last": last, "rows": rows})
        return new

    def posts(self, numbers: Sequence[int]) -> dict[int, Post]:
        """Posts by their running numbers."""
        order = "select seq, record from post where seq in :some"
        rows = self._some(order, numbers)
        return {row["seq"]: records.restore(Post, row["record"]) for row in rows}

    def numbered(self, posts: Sequence[str]) -> dict[int, Post]:
        """Posts by their ids, under their running numbers."""
        order = "select seq, record from post where id in :some"
        rows = self._some(order, posts)
        return {row["seq"]: records.restore(Post, row["record"]) for row in rows}

    def since(self, kind: str, number: int, limit: int) -> list[tuple[int, Finding]]:
        """Findings of a kind after a running number, replaced ones too."""
        order = (
            "select * from finding where seq > :after and kind = :kind order by seq limit :limit"
        )
        rows = self.store.rows(order, after=number, kind=kind, limit=limit)
        return [(row["seq"], records.finding(row)) for row in rows]

    def values(self, kind: str, least: float) -> tuple[list[int], list[str]]:
        """Running numbers and values of every finding of a kind that is sure enough."""
        order = "select seq, value from finding where kind = :kind and confidence >= :least"
        with self.store.engine.connect() as connection:
            rows = connection.execute(text(order), {"kind": kind, "least": least}).all()
        return [row[0] for row in rows], [row[1] for row in rows]

    def findings(self, numbers: Sequence[int]) -> dict[int, Finding]:
        """Findings by their running numbers."""
        rows = self._some("select * from finding where seq in :some", numbers)
        return {row["seq"]: records.finding(row) for row in rows}

    def with_file(self, sha256: str, limit: int) -> list[tuple[int, Post]]:
        """The earliest posts that a file came with, by the time they were posted."""
        order = (
            "select seq, record from post join post_media on post_media.post = post.id "
            "where sha256 = :sha256 order by posted_at, seq limit :limit"
        )
        rows = self.store.rows(order, sha256=sha256, limit=limit)
        return [(row["seq"], records.restore(Post, row["record"])) for row in rows]

    def _some(self, order: str, wanted: Sequence[Any]) -> Iterator[Mapping[str, Any]]:
        bound = text(order).bindparams(bindparam("some", expanding=True))
        with self.store.engine.connect() as connection:
            for at in range(0, len(wanted), MANY):
                some = {"some": list(wanted[at : at + MANY])}
                yield from map(dict, connection.execute(bound, some).mappings())
