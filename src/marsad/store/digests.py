"""What readers are to be told by mail: each version of a report once.

A row holds neither a name nor an address nor a word, only the handles of reader and report. What is
on its way is marked before it goes, as with alerts: a run that is killed tells nothing twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, text

from marsad.store.alerts import ON_ITS_WAY, WAITING
from marsad.store.store import Store


@dataclass(frozen=True, slots=True)
class Due:
    """A version of a report that a reader is to be told of."""

    seq: int
    reader: str
    report: str
    version: int
    tries: int


class Digests:
    """The outbox of digests of one lab."""

    def __init__(self, store: Store) -> None:
        """Stand before the lab."""
        self.store = store

    def known(self, reader: str) -> set[tuple[str, int]]:
        """Report and version of all that a reader was told or is to be."""
        order = "select report, version from digest where reader = :reader"
        return {(row["report"], row["version"]) for row in self.store.rows(order, reader=reader)}

    def put(self, found: Iterable[tuple[str, str, int]], at: str) -> int:
        """Put reader, report and version into the outbox; count what is new."""
        order = text(
            "insert into digest (reader, report, version, at, state, tries, due) "
            "values (:reader, :report, :version, :at, :state, 0, '') on conflict do nothing"
        )
        new = 0
        with self.store.transaction() as connection:
            for reader, report, version in found:
                said = {"reader": reader, "report": report, "version": version}
                new += connection.execute(order, {**said, "at": at, "state": WAITING}).rowcount
        return new

    def waiting(self, reader: str, now: str) -> list[Due]:
        """What a reader is to be told now, in the order in which it came."""
        order = (
            "select seq, reader, report, version, tries from digest where reader = :reader "
            "and state = 'waiting' and due <= :now order by seq"
        )
        return [Due(**row) for row in self.store.rows(order, reader=reader, now=now)]

    def mark(self, seqs: Sequence[int], state: str, was: str, tries: int = 0, due: str = "") -> int:
        """Move rows from one state to another; count those that were in it."""
        order = text(
            "update digest set state = :state, tries = tries + :tries, due = :due "
            "where state = :was and seq in :seqs"
        ).bindparams(bindparam("seqs", expanding=True))
        values = {"state": state, "was": was, "tries": tries, "due": due, "seqs": list(seqs)}
        with self.store.transaction() as connection:
            return int(connection.execute(order, values).rowcount)

    def again(self, reader: str = "") -> int:
        """Let what a killed run left on its way wait once more, of one reader or of all; count it.

        All of a reader goes: a letter is known by what it tells, and the same one comes again.
        """
        order = text(
            "update digest set state = :waiting where state = :lost "
            "and (:reader = '' or reader = :reader)"
        )
        with self.store.transaction() as connection:
            values = {"waiting": WAITING, "lost": ON_ITS_WAY, "reader": reader}
            return int(connection.execute(order, values).rowcount)

    def all(self) -> list[dict[str, Any]]:
        """Every row, the last first."""
        order = "select reader, report, version, at, state, tries from digest order by seq desc"
        return [dict(row) for row in self.store.rows(order)]
