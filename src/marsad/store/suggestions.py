"""Sources that collected posts point to, waiting for a person to accept or refuse them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, text

from marsad.errors import BadInput, NotFound
from marsad.model import Source
from marsad.phrase import Phrase, Word
from marsad.store import records
from marsad.store.rows import SHORTEST
from marsad.store.store import Store

WAITING, ACCEPTED, REFUSED = "waiting", "accepted", "refused"
POINTERS = (
    "select finding.seq, post.id, post.place, finding.kind, finding.value "
    "from finding join post on post.id = finding.post where finding.seq > :since "
    "and finding.seq <= :until and kind in ('link', 'mention') order by finding.seq"
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A source that posts point to, and what became of it."""

    id: str
    origin: str
    name: str
    how: str
    """``forward``, ``link`` or ``mention``: how the first of the posts pointed to it."""
    post: str
    """The first post that pointed to it."""
    times: int = 1
    """Posts that pointed to it; 0 for whoever may not see all of them."""
    at: str = ""
    state: str = WAITING
    by: str = ""
    """Who decided."""
    why: str = ""


class Suggestions:
    """The queue of one lab. What was decided stays, so that it never comes back."""

    def __init__(self, store: Store) -> None:
        """Stand at the queue of the lab."""
        self.store = store

    def all(self, state: str = "") -> list[Suggestion]:
        """Suggestions in a state, or all; those most pointed to first."""
        order = (
            "select * from suggestion where :state = '' or state = :state order by times desc, seq"
        )
        found = [_suggestion(row) for row in self.store.rows(order, state=state)]
        if not self.store.hidden:
            return found
        # How often counts what is hidden, too; so does the order.
        return [replace(each, times=0) for each in sorted(found, key=lambda each: each.at)]

    def get(self, id: str) -> Suggestion:
        """One suggestion, by its id or the beginning of it."""
        near = [each for each in self.all() if each.id.startswith(id)]
        exact = [each for each in near if each.id == id]
        if len(id) < SHORTEST or len(exact or near) != 1:
            raise NotFound(
                Phrase(
                    "no suggestion %(id)s, or several begin so; see: marsad sources LAB review",
                    id=repr(id),
                )
            )
        return (exact or near)[0]

    def pointers(self, since: int, until: int) -> Iterator[tuple[str, str, str, str]]:
        """Post, place, kind and value of links and mentions within a range of findings."""
        for row in self.store.rows(POINTERS, since=since, until=until):
            yield row["id"], row["place"], row["kind"], row["value"]

    def put(self, found: Iterable[Suggestion], most: int, queue: int) -> tuple[int, int]:
        """Count the known ones up and add new ones, as far as the bounds allow.

        Answers how many were added and how many were left out: those come back when a later post
        points to them.
        """
        added = left_out = 0
        with self.store.transaction() as connection:
            waiting = _waiting(connection)
            for each in found:
                if _seen_again(connection, each):
                    continue
                if added >= most or waiting + added >= queue:
                    left_out += 1
                    continue
                _insert(connection, each)
                added += 1
        return added, left_out

    def decide(
        self, id: str, state: str, by: str, why: str = "", made: Sequence[Source] = ()
    ) -> Suggestion:
        """Accept or refuse a waiting suggestion, in a person's name, in the custody log."""
        found = self.get(id)
        if found.state != WAITING:
            raise BadInput(
                Phrase(
                    "suggestion %(id)s was %(state)s by %(by)s already",
                    id=found.id,
                    state=Word(found.state),
                    by=found.by,
                )
            )
        with self.store.write() as writer:
            writer.add(made, by)
            order = "update suggestion set state = :state, by = :by, why = :why where id = :id"
            values = {"state": state, "by": by, "why": why, "id": found.id}
            writer.connection.execute(text(order), values)
            said = {"suggestion": found.id, "origin": found.origin, "why": why}
            writer.act(f"suggested source {state}", by, **said)
        return self.get(found.id)

    def reopen(self, id: str, by: str, made: Sequence[Source] = ()) -> Suggestion:
        """Let a suggestion wait again, in a person's name; the decision stays on record."""
        found = self.get(id)
        if found.state == WAITING:
            raise BadInput(Phrase("suggestion %(id)s waits: nobody decided about it", id=found.id))
        with self.store.write() as writer:
            writer.add(made, by)
            order = "update suggestion set state = :state, by = '', why = '' where id = :id"
            writer.connection.execute(text(order), {"state": WAITING, "id": found.id})
            said = {"suggestion": found.id, "origin": found.origin}
            writer.act("decision about a source taken back", by, **said)
        return self.get(found.id)


def _waiting(connection: Connection) -> int:
    order = "select count(*) from suggestion where state = 'waiting'"
    return int(connection.execute(text(order)).scalar_one())


def _seen_again(connection: Connection, found: Suggestion) -> bool:
    order = "update suggestion set times = times + :times where id = :id"
    done = connection.execute(text(order), {"times": found.times, "id": found.id})
    return bool(done.rowcount)


def _insert(connection: Connection, found: Suggestion) -> None:
    values = {**asdict(found), "at": records.instant(datetime.now(UTC))}
    names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
    connection.execute(text(f"insert into suggestion ({names}) values ({marks})"), values)


def _suggestion(row: Mapping[str, Any]) -> Suggestion:
    return Suggestion(**{name: value for name, value in row.items() if name != "seq"})
