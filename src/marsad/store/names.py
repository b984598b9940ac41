"""The register of names: what the lists say, and what persons said against it.

A list is kept as an original, and one act in the custody log answers for it. The entries in
``authority`` are read out of it: a derived table, which ``rebuild`` makes again from the originals
(docs/decisions/0009). A newer list adds versions; nothing is overwritten and nothing goes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import bindparam, insert, text

from marsad.errors import NotFound
from marsad.model import AuthorityRecord, Denial, made_of
from marsad.phrase import Phrase
from marsad.safeguards import PERSON
from marsad.store import records, tables_derived
from marsad.store.store import Store

ACT = "names"
NOT = "not:"
"""Begins the value of a finding by which a person says that a name was not this entry's."""
MANY = 500
LATEST = (
    "select record from authority a where not exists "
    "(select 1 from authority later where later.handle = a.handle and later.seq > a.seq)"
)
LAST = text(
    "select handle, digest from authority where handle in :handles order by seq"
).bindparams(bindparam("handles", expanding=True))
DENIALS = (
    "select old.value as value, old.bounds as bounds, new.value as said from finding new "
    "join finding old on old.id = new.replaces "
    "where new.kind = 'name' and new.replaces <> '' and new.maker like :person"
)


@dataclass(frozen=True, slots=True)
class List:
    """One list that was taken in."""

    form: str
    originals: tuple[str, ...]
    """SHA-256 of each file."""
    names: tuple[str, ...]
    """What the files were called."""


class Names:
    """The register of names of one lab."""

    def __init__(self, store: Store) -> None:
        """Stand at the register of the lab."""
        self.store = store

    def all(self) -> Iterator[AuthorityRecord]:
        """The latest version of every entry, streamed: there may be hundreds of thousands."""
        for row in self.store.rows(LATEST):
            yield records.restore(AuthorityRecord, row["record"])

    def get(self, id: str) -> AuthorityRecord:
        """The latest version of an entry."""
        for found in self.versions(id)[-1:]:
            return found
        raise NotFound(
            Phrase(
                "no name %(id)s in the register of this lab; import the list it stands on",
                id=repr(id),
            )
        )

    def versions(self, id: str) -> list[AuthorityRecord]:
        """Every version of an entry, oldest first."""
        order = "select record from authority where handle = :id order by seq"
        rows = self.store.rows(order, id=id)
        return [records.restore(AuthorityRecord, row["record"]) for row in rows]

    def count(self) -> int:
        """How many entries there are, versions not counted."""
        for row in self.store.rows("select count(distinct handle) as n from authority"):
            return int(row["n"])
        return 0

    def add(self, entries: Iterable[AuthorityRecord]) -> tuple[int, int]:
        """Add what is new or says something else than before; count it, and all that came."""
        new, seen, waiting = 0, 0, iter(entries)
        with self.store.transaction() as connection:
            while some := list(islice(waiting, MANY)):
                rows = {entry.id: _row(entry) for entry in some}
                last = connection.execute(LAST, {"handles": list(rows)})
                digests = {row.handle: row.digest for row in last}
                # The last version alone counts: a list may go back to an older wording.
                fresh = [row for id, row in rows.items() if digests.get(id) != row["digest"]]
                if fresh:
                    connection.execute(insert(tables_derived.authority), fresh)
                new, seen = new + len(fresh), seen + len(some)
        return new, seen

    def witness(self, taken: List, by: str) -> None:
        """Let the custody log answer for a list, by the digests of its files."""
        files = {"originals": list(taken.originals), "names": list(taken.names)}
        with self.store.write() as writer:
            writer.act(ACT, by, form=taken.form, **files)

    def lists(self) -> list[List]:
        """Every list that was taken in, in order."""
        rows = self.store.rows("select record from act where act = :act order by seq", act=ACT)
        said = (records.plain(row["record"]) for row in rows)
        return [List(one["form"], tuple(one["originals"]), tuple(one["names"])) for one in said]

    def empty(self) -> None:
        """Throw the derived entries away, before they are read again from the originals."""
        with self.store.transaction() as connection:
            connection.execute(text("delete from authority"))

    def denials(self) -> list[Denial]:
        """What persons said was no match, in every post."""
        found = []
        for row in self.store.rows(DENIALS, person=f"{PERSON}%"):
            span = records.bounds(row["bounds"]).span
            if span and row["said"] == NOT + row["value"]:
                found.append(Denial(span.quoted, row["value"]))
        return found


def _row(entry: AuthorityRecord) -> dict[str, Any]:
    data = records.record(entry)
    return {"handle": entry.id, "digest": made_of(data.decode()), "record": data}
