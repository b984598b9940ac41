"""What came since, for whatever is derived from the store and has to follow it."""

import heapq
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import BigInteger, bindparam, text

from marsad.model import Post, Report
from marsad.store import records
from marsad.store.standing import Standing

MANY = 500
"""Ids looked up at a time: a database takes a limited number of parameters."""
FOLLOWED = ("post", "finding", "translation", "report")
CHANGED = (
    "select seq, record from post where seq > :after and seq in ("
    "select seq from post where seq > :post union select post.seq from post "
    "join finding on finding.post = post.id where finding.seq > :finding "
    "union select post.seq from post join translation on translation.post = post.id "
    "where translation.seq > :translation) order by seq"
)
MONTHS = "where posted_at >= :since and posted_at < :before"
LAST = "~"
"""Comes after every time."""
NEW_REPORTS = (
    "select record from report where handle in "
    "(select handle from report where seq > :report) order by seq"
)


class Changes(Standing):
    """How far the lab has come, and what a follower has not seen of it."""

    def high_water(self) -> dict[str, int]:
        """The last running number of posts, findings, translations and reports."""
        order = " union all ".join(
            f"select '{name}' as name, coalesce(max(seq), 0) as last from {name}"
            for name in FOLLOWED
        )
        return {row["name"]: int(row["last"]) for row in self.rows(order)}

    def changed(self, water: Mapping[str, int], after: int = 0) -> Iterator[tuple[int, Post]]:
        """Posts that came, or of which something was said, since ``high_water`` was taken.

        With their running numbers, in that order, and only those above ``after``.
        """
        values = {name: water.get(name, 0) for name in FOLLOWED[:3]}
        cited = self._cited_anew(water.get("report", 0), after)
        found = self.rows(CHANGED, after=after, **values)
        said = ((int(row["seq"]), records.restore(Post, row["record"])) for row in found)
        last = after
        for number, post in heapq.merge(said, cited, key=lambda each: each[0]):
            if number > last:
                yield number, post
                last = number

    def cited(self) -> frozenset[str]:
        """The posts that the latest version of a report cites."""
        return frozenset(post for report in self.reports() for post in report.cited)

    def posts_at(self, numbers: Sequence[int]) -> dict[int, Post]:
        """Posts by their running numbers; one that is gone is left out."""
        order = text("select seq, record from post where seq in :numbers")
        bound = order.bindparams(bindparam("numbers", type_=BigInteger(), expanding=True))
        with self.engine.connect() as connection:
            found = connection.execute(bound, {"numbers": list(numbers)})
            return {row.seq: records.restore(Post, row.record) for row in found}

    def numbers(self, ids: Sequence[str]) -> list[int]:
        """The running numbers of some posts."""
        order = "select seq from post where id in :ids"
        parts = (ids[at : at + MANY] for at in range(0, len(ids), MANY))
        return [int(row["seq"]) for some in parts for row in self._many(order, ids=some)]

    def posts_until(self, number: int) -> int:
        """How many posts there are up to a running number."""
        order = (
            # Counted from both ends: the whole by an index, the rest is short.
            "select (select count(*) from post) - (select count(*) from post where seq > :number) n"
        )
        return next(int(row["n"]) for row in self.rows(order, number=number))

    def posts_by_month(self, since: str = "", before: str = "") -> dict[str, int]:
        """How many posts each month of universal time has; empty bounds are none."""
        order = (
            f"select substr(posted_at, 1, 7) as month, count(*) as n from post {MONTHS} "
            "group by 1 order by 1"
        )
        found = self.rows(order, since=since, before=before or LAST)
        return {str(row["month"]): int(row["n"]) for row in found}

    def posts_of_months(self, since: str, before: str) -> Iterator[tuple[int, Post]]:
        """The posts of a stretch of months with their running numbers; empty bounds are none."""
        order = f"select seq, record from post {MONTHS} order by seq"
        for row in self.rows(order, since=since, before=before or LAST):
            yield int(row["seq"]), records.restore(Post, row["record"])

    def _cited_anew(self, since: int, after: int) -> list[tuple[int, Post]]:
        """Posts that a newer report cites, or that an older version of it cited."""
        reports = self._things(Report, NEW_REPORTS, report=since)
        ids = sorted({post for report in reports for post in report.cited})
        order = "select seq, record from post where id in :ids"
        found = (
            (int(row["seq"]), records.restore(Post, row["record"]))
            for at in range(0, len(ids), MANY)
            for row in self._many(order, ids=ids[at : at + MANY])
        )
        return sorted((each for each in found if each[0] > after), key=lambda each: each[0])
