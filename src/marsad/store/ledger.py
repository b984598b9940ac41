"""The lease ledger: which batches of posts are waiting, taken or done, and by whom.

A batch is leased, never handed over: whoever dies with it loses nothing, since its findings and
done-marks are written in one transaction and what lacks a done-mark is leased again. Leases run on
the monotonic clock, which no change of the wall clock moves; on PostgreSQL on the server's clock,
the only one that several machines share.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Text, bindparam, text

from marsad.model import Finding
from marsad.phrase import Phrase
from marsad.store import postgres
from marsad.store.custody import Head
from marsad.store.store import Store
from marsad.store.writer import Writer


@dataclass(frozen=True, slots=True)
class Lease:
    """A run of posts, by their running numbers, both ends included."""

    id: int
    low: int
    high: int
    tries: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """A post that an enricher failed on."""

    post: str
    maker: str
    reason: str


# Cut by the database, so that memory does not grow with the number of posts.
PLAN = """
insert into lease (low, high, state, owner, until, tries)
select min(seq), max(seq), 'open', '', 0, 0 from (
    select seq, (row_number() over (order by seq) - 1) / :size as batch from post
    where (select count(*) from done where done.post = post.seq and maker in :makers) < :all
) as pending group by batch order by batch
"""

TAKE = (
    "update lease set state = 'taken', owner = :owner, until = :until, tries = tries + 1 "
    "where id = (select id from lease where state = 'open' or (state = 'taken' and until < :now) "
    "order by id limit 1) returning id, low, high, tries"
)
TAKE_BESIDE_OTHERS = TAKE.replace("limit 1", "limit 1 for update skip locked")
"""Whoever comes second takes the next batch at once, instead of waiting for the first."""


def _now(connection: Connection) -> float:
    return time.monotonic() if connection.dialect.name == "sqlite" else postgres.now(connection)


class Ledger:
    """The leases of one lab."""

    def __init__(self, store: Store) -> None:
        """Stand at the ledger of the lab."""
        self.store = store

    def plan(self, makers: Sequence[str]) -> int:
        """Cut the posts that lack a done-mark of one of the makers into batches; count them.

        Leases of an earlier run are void: it is over, or another lock would keep us out.
        """
        with self.store.transaction() as connection:
            connection.execute(text("delete from lease"))
            values = {"makers": list(makers), "all": len(makers)}
            order = text(PLAN).bindparams(bindparam("makers", type_=Text(), expanding=True))
            connection.execute(order, {**values, "size": self.store.settings.batch})
            return int(connection.execute(text("select count(*) from lease")).scalar_one())

    def take(self, owner: str) -> Lease | None:
        """Lease the first batch that is free or whose lease has run out."""
        with self.store.transaction(leases=True) as connection:
            now = _now(connection)
            until = now + self.store.settings.lease_seconds
            order = TAKE if connection.dialect.name == "sqlite" else TAKE_BESIDE_OTHERS
            values = {"owner": owner, "until": until, "now": now}
            found = connection.execute(text(order), values).first()
            return Lease(*found) if found else None

    def renew(self, lease: Lease) -> None:
        """Hold a batch for longer: work on it goes on."""
        with self.store.transaction(leases=True) as connection:
            until = _now(connection) + self.store.settings.lease_seconds
            order = "update lease set until = :until where id = :id and state = 'taken'"
            connection.execute(text(order), {"id": lease.id, "until": until})

    def finish(self, lease: Lease) -> None:
        """Say that a batch is done."""
        self._set(lease.id, "done")

    def set_apart(self, lease: Lease, makers: Sequence[str]) -> None:
        """Close in on the post that keeps killing its workers, and quarantine it."""
        if lease.low < lease.high:
            self.halve(lease)
            return
        for seq, post in self.store.posts_between(lease.low, lease.high):
            for maker in makers:
                if self.undone([seq], maker):
                    died = Phrase("its worker died %(count)s times", count=lease.tries - 1)
                    self.write([], [seq], maker, [Trouble(post.id, maker, str(died))])
        self.finish(lease)

    def halve(self, lease: Lease) -> None:
        """Put a batch back as two, each with one more try."""
        middle = (lease.low + lease.high) // 2
        with self.store.transaction() as connection:
            connection.execute(text("delete from lease where id = :id"), {"id": lease.id})
            for low, high in ((lease.low, middle), (middle + 1, lease.high)):
                self._open(connection, low, high, self.store.settings.strikes - 1)

    def give_back(self, owner: str) -> None:
        """Free what a worker held when it died."""
        order = "update lease set state = 'open' where state = 'taken' and owner = :owner"
        with self.store.transaction(leases=True) as connection:
            connection.execute(text(order), {"owner": owner})

    def counts(self) -> dict[str, int]:
        """How many batches are open, taken and done."""
        with self.store.engine.connect() as connection:
            rows = connection.execute(text("select state, count(*) from lease group by state"))
            found = {state: int(n) for state, n in rows}
        return {state: found.get(state, 0) for state in ("open", "taken", "done")}

    def undone(self, posts: Sequence[int], maker: str) -> set[int]:
        """Which of these posts lack the maker's done-mark."""
        order = text("select post from done where maker = :maker and post in :posts").bindparams(
            bindparam("posts", expanding=True)
        )
        with self.store.engine.connect() as connection:
            values = {"maker": maker, "posts": list(posts)}
            return set(posts) - set(connection.execute(order, values).scalars())

    def write(
        self,
        findings: Iterable[Finding],
        posts: Sequence[int],
        maker: str,
        troubles: Iterable[Trouble] = (),
    ) -> int:
        """Write the findings and the done-marks they belong to: all of it, or nothing.

        The custody log is not touched here, so that workers need not queue for it: one leaf
        answers for all findings of a run (``Writer.witness_findings``).
        """
        with self.store.transaction() as connection:
            writer = Writer(connection, Head())
            new = writer.add(findings, maker)
            writer.done(posts, maker)
            for each in troubles:
                writer.quarantine("enrich", f"{each.post} {each.maker}", each.reason)
            return new

    def forget(self, maker: str) -> None:
        """Let a maker be asked about every post again."""
        with self.store.transaction() as connection:
            connection.execute(text("delete from done where maker = :maker"), {"maker": maker})

    def retry(self) -> int:
        """Let quarantined posts be tried once more; count them."""
        with self.store.transaction() as connection:
            order = "select item from quarantine where stage = 'enrich'"
            items = list(connection.execute(text(order)).scalars())
            for item in items:
                post, _, maker = item.rpartition(" ")
                connection.execute(
                    text(
                        "delete from done where maker = :maker and post = "
                        "(select seq from post where id = :post)"
                    ),
                    {"maker": maker, "post": post},
                )
            connection.execute(text("delete from quarantine where stage = 'enrich'"))
        return len(items)

    def _open(self, connection: Connection, low: int, high: int, tries: int) -> None:
        connection.execute(
            text(
                "insert into lease (low, high, state, owner, until, tries) "
                "values (:low, :high, 'open', '', 0, :tries)"
            ),
            {"low": low, "high": high, "tries": tries},
        )

    def _set(self, id: int, state: str) -> None:
        with self.store.transaction(leases=True) as connection:
            order = "update lease set state = :state where id = :id"
            connection.execute(text(order), {"state": state, "id": id})
