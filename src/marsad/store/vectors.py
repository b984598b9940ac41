"""What posts mean, as numbers: one row a post, made from its words and made again from them.

Unlike sketches, rows stand alone: making them is slow, so that an erasure takes the row of the
erased post and leaves the others. Backups hold none of them.
"""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import bindparam, text

from marsad.model import Post
from marsad.store import records
from marsad.store.custody import Head
from marsad.store.ledger import Trouble
from marsad.store.rows import STREAM
from marsad.store.store import Store
from marsad.store.writer import MANY, Writer

WITHOUT = (
    "from post where seq > :after and not exists "
    "(select 1 from vector where maker = :maker and vector.post = post.seq)"
)
# The post is looked up once more: it may have been erased while its words were worked on.
PUT = (
    "insert into vector (maker, post, packed) select :maker, seq, :packed from post "
    "where seq = :post on conflict do nothing"
)


class Vectors:
    """The vectors of one lab, by one maker."""

    def __init__(self, store: Store, maker: str) -> None:
        """Stand before the lab; another version of the maker has vectors of its own."""
        self.store, self.maker = store, maker

    def left(self) -> int:
        """How many posts the maker has not seen."""
        rows = self.store.rows(f"select count(*) as n {WITHOUT}", maker=self.maker, after=0)
        return next(int(row["n"]) for row in rows)

    def without(self, after: int, limit: int) -> list[tuple[int, Post]]:
        """The next posts that the maker has not seen, by their running numbers."""
        order = f"select seq, record {WITHOUT} order by seq limit :limit"
        rows = self.store.rows(order, maker=self.maker, after=after, limit=limit)
        return [(row["seq"], records.restore(Post, row["record"])) for row in rows]

    def write(self, rows: Mapping[int, bytes], troubles: Iterable[Trouble] = ()) -> None:
        """Write the vectors of some posts, empty where there is nothing to say."""
        packed = [
            {"maker": self.maker, "post": number, "packed": row} for number, row in rows.items()
        ]
        with self.store.transaction() as connection:
            connection.execute(text(PUT), packed)
            writer = Writer(connection, Head())
            for each in troubles:
                writer.quarantine("enrich", f"{each.post} {each.maker}", each.reason)

    def all(self) -> tuple[list[int], bytes]:
        """The running numbers of the posts that have a vector, and their vectors end to end."""
        order = text(
            "select post, packed from vector where maker = :maker and length(packed) > 0 "
            "order by post"
        )
        numbers: list[int] = []
        rows: list[bytes] = []
        with self.store.engine.connect() as connection:
            found = connection.execution_options(yield_per=STREAM).execute(
                order, {"maker": self.maker}
            )
            for post, packed in found:
                numbers.append(post)
                rows.append(packed)
        return numbers, b"".join(rows)

    def forget_others(self) -> None:
        """Drop what earlier versions of the maker left."""
        with self.store.transaction() as connection:
            order = "delete from vector where maker <> :maker"
            connection.execute(text(order), {"maker": self.maker})

    def retry(self, posts: Sequence[str]) -> None:
        """Let posts be tried once more."""
        order = text(
            "delete from vector where post in (select seq from post where id in :posts)"
        ).bindparams(bindparam("posts", expanding=True))
        with self.store.transaction() as connection:
            for at in range(0, len(posts), MANY):
                connection.execute(order, {"posts": list(posts[at : at + MANY])})
