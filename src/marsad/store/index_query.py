"""Asking the search index in PostgreSQL: its words, and the posts that meet something."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from marsad.store.index_parts import Part, condition, score

MOST_MATCHED = 100_000
"""Words that one pattern may describe."""
PATTERN_MS = 1500
CANCELLED = "57014"
BROKEN = "2201B"


class Word(NamedTuple):
    """A word of the index."""

    field: int
    term: str
    id: int
    posts: int


class Look:
    """The index as it was at one moment."""

    def __init__(self, connection: Connection, posts: int, length: int) -> None:
        """Ask through a connection that is in a transaction."""
        self._connection = connection
        self.posts = posts
        self._mean = max(length / posts, 1.0) if posts else 1.0

    def words(self, terms: Sequence[str]) -> list[Word]:
        """Words that posts hold, in every field."""
        return self._words("term = any(cast(:terms as text[]))", terms=list(terms))

    def beginning(self, prefix: str) -> list[Word]:
        """Words that begin so."""
        # By their bytes nothing comes after the last character but what begins with it.
        where = "term >= :prefix and term < :after and starts_with(term, :prefix)"
        return self._words(where, prefix=prefix, after=prefix + "\U0010ffff")

    def described(self, regex: str) -> list[Word]:
        """Words that an expression describes; ValueError where the server cannot tell."""
        try:
            # Given up inside, the rest of the transaction stands, and the limit is gone again.
            with self._connection.begin_nested():
                self._connection.exec_driver_sql(f"set local statement_timeout = {PATTERN_MS}")
                found = self._words("term ~ :regex", regex=f"^(?:{regex})$")
                self._connection.exec_driver_sql("set local statement_timeout = 0")
                return found
        except DBAPIError as error:
            state = getattr(error.orig, "sqlstate", "")
            if state == CANCELLED:
                raise ValueError("it takes too long among the words of this lab") from error
            if state == BROKEN:
                raise ValueError(" ".join(str(error.orig).split())) from error
            raise

    def best(self, part: Part, by: str | None, ascending: bool, most: int) -> list[Any]:
        """The first posts, each with its key: the higher, the earlier it comes."""
        if by is None:
            key, order = score(part, self._mean), "key desc, number"
        else:
            key, order = (f"-{by}", by) if ascending else (by, f"{by} desc")
        return self._rows(
            f"select number, {key} as key from index_post where {condition(part)} "
            f"order by {order} limit {int(most)}"
        )

    def count(self, part: Part) -> int:
        """How many posts meet it."""
        return int(self._rows(f"select count(*) from index_post where {condition(part)}")[0][0])

    def values(self, part: Part, fields: Sequence[int], top: int) -> list[Any]:
        """Field, value, posts, and posts of all values of the field; the frequent ones first."""
        order = (
            "select field, term, n, whole from (select t.field, t.term, c.n, row_number() over "
            "(partition by t.field order by c.n desc, t.term) as place, cast(sum(c.n) over "
            "(partition by t.field) as bigint) as whole from (select k, count(*) as n "
            f"from index_post, unnest(kinds) as k where {condition(part)} group by k) c "
            "join index_term t on t.id = c.k where t.field = any(cast(:fields as int[]))) f "
            "where place <= :top order by field, place"
        )
        return self._rows(order, fields=list(fields), top=top)

    def over_time(self, part: Part, column: str) -> list[Any]:
        """Posts by day or month."""
        where = condition(part)
        return self._rows(f"select {column}, count(*) from index_post where {where} group by 1")

    def _words(self, where: str, **values: Any) -> list[Word]:
        order = (
            f"select field, term, id, posts from index_term where {where} and posts > 0 "
            f"limit {MOST_MATCHED + 1}"
        )
        found = [Word(*row) for row in self._rows(order, **values)]
        if len(found) > MOST_MATCHED:
            raise ValueError(f"it describes more than {MOST_MATCHED} words of this lab")
        return found

    def _rows(self, order: str, **values: Any) -> list[Any]:
        return list(self._connection.execute(text(order), values))
