"""Tables that are made of the others: what is lost of them is made again."""

from sqlalchemy import BigInteger, Column, Index, LargeBinary, Table

from marsad.store.table_parts import NUMBER, WORDS, metadata, some, words

sketch = Table(
    "sketch",
    metadata,
    Column("maker", WORDS, primary_key=True),
    Column("of", WORDS, primary_key=True),
    Column("last", NUMBER, primary_key=True),
    Column("rows", LargeBinary, nullable=False),
)
# Derived, and slow to make: each row goes with its post (docs/decisions/0018).
vector = Table(
    "vector",
    metadata,
    Column("maker", WORDS, primary_key=True),
    Column("post", NUMBER, primary_key=True),
    Column("packed", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
# Derived: what tracking asks of a post, on one row (docs/decisions/0026).
seen = Table(
    "seen",
    metadata,
    Column("post", NUMBER, primary_key=True, autoincrement=False),
    *(
        words(name)
        for name in (
            *("id", "native_id", "place", "outlet", "kind", "language", "themes", "targets"),
            *("narratives", "origin", "origin_name", "repeats", "media"),
        )
    ),
    Column("at", BigInteger, nullable=False),
    Column("taken", BigInteger, nullable=False),
    Column("gone", NUMBER, nullable=False),
    Column("edited", BigInteger, nullable=False),
    Index("seen_by_time", "at", "post"),
    Index("seen_by_place", "place", "at"),
    Index("seen_by_outlet", "outlet", "at"),
    Index("seen_by_native", "place", "native_id", "kind", "at", "taken", "gone"),
)
# The same in packed columns, to be counted (docs/decisions/0041).
seen_month = Table(
    "seen_month",
    metadata,
    Column("month", NUMBER, primary_key=True, autoincrement=False),
    Column("place", WORDS, primary_key=True),
    Column("rows", LargeBinary, nullable=False),
    Index("seen_month_by_place", "place", "month"),
)
seen_word = Table(
    "seen_word",
    metadata,
    Column("id", NUMBER, primary_key=True, autoincrement=False),
    Column("said", WORDS, nullable=False, unique=True),
)
seen_upto = Table(
    "seen_upto",
    metadata,
    Column("version", NUMBER, primary_key=True, autoincrement=False),
    Column("post", NUMBER, nullable=False),
    Column("finding", NUMBER, nullable=False),
)
# Derived: how many rows a table has up to a running number.
row_count = Table(
    "row_count",
    metadata,
    Column("name", WORDS, primary_key=True),
    Column("seq", NUMBER, nullable=False),
    Column("n", NUMBER, nullable=False),
)
# Derived: what tracking made of all posts together (docs/decisions/0026).
network = Table(
    "network",
    metadata,
    Column("name", WORDS, primary_key=True),
    Column("post", NUMBER, nullable=False),
    Column("finding", NUMBER, nullable=False),
    words("register"),
    Column("record", LargeBinary, nullable=False),
)
# Derived from translations and from the memories of other tools (docs/decisions/0017).
memory = Table(
    "memory",
    metadata,
    Column("name", WORDS, primary_key=True),
    words("sha256"),
    Column("last", NUMBER, nullable=False),
    Column("whole", NUMBER, nullable=False),
)
remembered = Table(
    "remembered",
    metadata,
    Column("seq", NUMBER, primary_key=True),
    words("memory"),
    Column("hash", BigInteger, nullable=False),
    words("source_language"),
    words("language"),
    words("state"),
    words("at"),
    words("source"),
    Column("said", LargeBinary, nullable=False),
    words("translation"),
    Column("segment", NUMBER, nullable=False),
    words("post"),
    Index("remembered_by_hash", "hash", "memory", "state", "at"),
    some("remembered_by_post", "post", "post <> ''"),
    sqlite_autoincrement=True,
)
# Derived: read out of the lists that are kept as originals (docs/decisions/0009).
authority = Table(
    "authority",
    metadata,
    Column("seq", NUMBER, primary_key=True),
    words("handle"),
    words("digest"),
    Column("record", LargeBinary, nullable=False),
    Index("authority_by_handle", "handle", "seq"),
)
