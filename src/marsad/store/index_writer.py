"""Writing into the search index in PostgreSQL: rows of posts, and the words they hold."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, text

MOST_KNOWN = 1 << 18
"""Words whose numbers are remembered; then all are forgotten, the frequent ones are soon back."""
GAP = 0
"""The number of no word: it stands between two stretches of words."""

Term = tuple[int, str]
"""A field, by its number, and a word of it."""
FIND = (
    "select t.field, t.term, t.id from index_term t "
    "join unnest(cast(:fields as smallint[]), cast(:terms as text[])) as w (field, term) "
    'on t.term = w.term collate "C" and t.field = w.field'
)
TAKEN = "select said, kinds, length from index_post where number = any(cast(:numbers as bigint[]))"
DROP = "delete from index_post where number = any(cast(:numbers as bigint[]))"
COUNT = (
    "update index_term t set posts = t.posts + d.n "
    "from unnest(cast(:ids as int[]), cast(:counts as int[])) as d (id, n) where t.id = d.id"
)
NOTE = "update index_water set record = :record"
SUM = "update index_water set posts = posts + :posts, length = length + :length"
COPY_POST = "copy index_post (number, posted, seen, day, month, length, said, kinds) from stdin"
COPY_TERM = "copy index_term (id, field, term, posts) from stdin"


class Run(NamedTuple):
    """A stretch of words of one field."""

    field: int
    words: Sequence[str]


class IndexRow(NamedTuple):
    """A post as the index takes it in."""

    number: int
    posted: int
    seen: int
    day: int
    month: int
    length: int
    said: Sequence[Run]
    """Stretches of one field come one after the other, and a gap is put between them."""
    kinds: Sequence[Term]


class IndexWriter:
    """One transaction. A post put in again takes the place of the older."""

    def __init__(self, connection: Connection) -> None:
        """Look up how far the numbers of words have come."""
        self._connection = connection
        self._next = 1 + int(self._one("select coalesce(max(id), 0) from index_term"))
        self._highest = int(self._one("select coalesce(max(number), -1) from index_post"))
        self._known: dict[Term, int] = {}
        self._new: dict[Term, int] = {}
        self._counts: Counter[int] = Counter()
        self._posts = self._length = 0

    def put(self, rows: Sequence[IndexRow]) -> None:
        """Take posts in."""
        self._take_back([row.number for row in rows if row.number <= self._highest])
        self._meet({term for row in rows for term in _terms(row)})
        with self._driver().copy(COPY_POST) as copy:
            for row in rows:
                said, kinds = self._said(row.said), [self._id(term) for term in row.kinds]
                self._counts.update({*said, *kinds} - {GAP})
                copy.write_row((*row[:6], _array(said), _array(kinds)))
        self._posts += len(rows)
        self._length += sum(row.length for row in rows)
        self._highest = max(self._highest, *(row.number for row in rows))

    def note(self, record: bytes) -> None:
        """Say how far the index has come."""
        self._connection.execute(text(NOTE), {"record": record})

    def close(self) -> None:
        """Write the new words, and how many posts hold each."""
        with self._driver().copy(COPY_TERM) as copy:
            for (field, term), id in self._new.items():
                copy.write_row((id, field, term, self._counts.pop(id, 0)))
        changed = sorted((id, n) for id, n in self._counts.items() if n)
        values = {"ids": [id for id, _n in changed], "counts": [n for _id, n in changed]}
        self._connection.execute(text(COUNT), values)
        sums = {"posts": self._posts, "length": self._length}
        self._connection.execute(text(SUM), sums)

    def _take_back(self, numbers: Sequence[int]) -> None:
        if not numbers:
            return
        for row in self._connection.execute(text(TAKEN), {"numbers": numbers}):
            self._counts.subtract({*row.said, *row.kinds} - {GAP})
            self._posts -= 1
            self._length -= row.length
        self._connection.execute(text(DROP), {"numbers": numbers})

    def _meet(self, terms: Iterable[Term]) -> None:
        """Learn the numbers of words, and give one to those that have none."""
        if len(self._known) > MOST_KNOWN:
            self._known.clear()
        unknown = [each for each in terms if each not in self._known and each not in self._new]
        values = {"fields": [each[0] for each in unknown], "terms": [each[1] for each in unknown]}
        for field, term, id in self._connection.execute(text(FIND), values):
            self._known[field, term] = id
        for each in unknown:
            if each not in self._known:
                self._new[each] = self._next
                self._next += 1

    def _id(self, term: Term) -> int:
        return self._known[term] if term in self._known else self._new[term]

    def _said(self, runs: Sequence[Run]) -> list[int]:
        made: list[int] = []
        before = None
        for field, words in runs:
            if field == before:
                made.append(GAP)
            made += [self._id((field, word)) for word in words]
            before = field
        return made

    def _one(self, order: str) -> Any:
        return self._connection.execute(text(order)).scalar_one()

    def _driver(self) -> Any:
        """The driver's own cursor: copying is ten times as fast as inserting."""
        driver: Any = self._connection.connection.driver_connection
        return driver.cursor()


def _terms(row: IndexRow) -> Iterable[Term]:
    yield from row.kinds
    for field, words in row.said:
        for word in words:
            yield field, word


def _array(ids: Sequence[int]) -> str:
    return f"{{{','.join(map(str, ids))}}}"
