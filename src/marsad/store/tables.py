"""The tables, as SQLAlchemy Core sees them. The migrations make them; a test holds both together.

A thing of the model lives whole in its ``record`` (JSON); the columns beside it are what we search
and join by. Findings are the exception: there are many, so their columns are the thing itself.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)

metadata = MetaData()
# SQLite counts rows by a plain ``integer`` only, which is as wide there.
NUMBER = BigInteger().with_variant(Integer, "sqlite")
WORDS = Text().with_variant(Text(collation="C"), "postgresql")


def _things(name: str, *columns: Column[str] | Index) -> Table:
    return Table(
        name,
        metadata,
        Column("seq", NUMBER, primary_key=True),
        Column("id", WORDS, nullable=False, unique=True),
        *columns,
        Column("record", LargeBinary, nullable=False),
    )


def _text(name: str, *rest: ForeignKey) -> Column[str]:
    return Column(name, WORDS, *rest, nullable=False)


def _some(name: str, column: str, where: str) -> Index:
    """An index of some of the rows."""
    return Index(name, column, sqlite_where=text(where), postgresql_where=text(where))


place = _things("place")
outlet = _things("outlet")
event = _things("event")
reader = _things("reader")
capture = _things("capture", _text("sha256"))
post = _things(
    "post",
    _text("place", ForeignKey("place.id")),
    _text("capture", ForeignKey("capture.id")),
    _text("native_id"),
    _text("posted_at"),
    Index("post_by_time", "posted_at", "seq"),
    Index("post_by_place", "place", "native_id"),
    Index("post_by_capture", "capture"),
)
translation = _things(
    "translation",
    _text("post", ForeignKey("post.id")),
    _text("state"),
    _text("replaces"),
    Index("translation_by_post", "post"),
    Index("translation_by_replaced", "replaces"),
)
report = _things("report", _text("handle"), Index("report_by_handle", "handle"))
source = _things("source", _text("handle"), Index("source_by_handle", "handle"))
act = _things("act", _text("act"), Index("act_by_name", "act"))

post_media = Table(
    "post_media",
    metadata,
    Column("sha256", WORDS, primary_key=True),
    Column("post", WORDS, ForeignKey("post.id"), primary_key=True),
)
finding = Table(
    "finding",
    metadata,
    Column("seq", NUMBER, primary_key=True),
    Column("id", WORDS, nullable=False, unique=True),
    _text("post", ForeignKey("post.id")),
    _text("kind"),
    _text("value"),
    _text("maker"),
    _text("made_at"),
    Column("confidence", Float),
    _text("media"),
    _text("replaces"),
    _text("bounds"),
    Index("finding_by_post", "post", "kind"),
    _some("finding_by_replaced", "replaces", "replaces <> ''"),
    _some("finding_by_original", "value", "kind in ('near-copy-of', 'forward-of')"),
    _some("finding_by_pointer", "post", "kind in ('link', 'mention')"),
)
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
        _text(name)
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
seen_upto = Table(
    "seen_upto",
    metadata,
    Column("version", NUMBER, primary_key=True, autoincrement=False),
    Column("post", NUMBER, nullable=False),
    Column("finding", NUMBER, nullable=False),
)
# Derived: what tracking made of all posts together (docs/decisions/0026).
network = Table(
    "network",
    metadata,
    Column("name", WORDS, primary_key=True),
    Column("post", NUMBER, nullable=False),
    Column("finding", NUMBER, nullable=False),
    _text("register"),
    Column("record", LargeBinary, nullable=False),
)
# Derived from translations and from the memories of other tools (docs/decisions/0017).
memory = Table(
    "memory",
    metadata,
    Column("name", WORDS, primary_key=True),
    _text("sha256"),
    Column("last", NUMBER, nullable=False),
    Column("whole", NUMBER, nullable=False),
)
remembered = Table(
    "remembered",
    metadata,
    Column("seq", NUMBER, primary_key=True),
    _text("memory"),
    Column("hash", BigInteger, nullable=False),
    _text("source_language"),
    _text("language"),
    _text("state"),
    _text("at"),
    _text("source"),
    Column("said", LargeBinary, nullable=False),
    _text("translation"),
    Column("segment", NUMBER, nullable=False),
    _text("post"),
    Index("remembered_by_hash", "hash", "memory", "state", "at"),
    _some("remembered_by_post", "post", "post <> ''"),
    sqlite_autoincrement=True,
)
# Derived: read out of the lists that are kept as originals (docs/decisions/0009).
authority = Table(
    "authority",
    metadata,
    Column("seq", NUMBER, primary_key=True),
    _text("handle"),
    _text("digest"),
    Column("record", LargeBinary, nullable=False),
    Index("authority_by_handle", "handle", "seq"),
)
custody = Table(
    "custody",
    metadata,
    Column("n", NUMBER, primary_key=True, autoincrement=False),
    _text("kind"),
    _text("id"),
    _text("author"),
    _text("at"),
    Column("salt", LargeBinary, nullable=False),
    Index("custody_by_thing", "id"),
)
head = Table(
    "head",
    metadata,
    Column("one", NUMBER, primary_key=True),
    Column("size", NUMBER, nullable=False),
    _text("prev"),
    Column("bytes", NUMBER, nullable=False),
    Column("peaks", LargeBinary, nullable=False),
    Column("findings", NUMBER, nullable=False),
)
floor = Table(
    "floor",
    metadata,
    Column("name", WORDS, primary_key=True),
    Column("seq", NUMBER, nullable=False),
)
done = Table(
    "done",
    metadata,
    Column("post", NUMBER, primary_key=True),
    Column("maker", WORDS, primary_key=True),
    sqlite_with_rowid=False,
)
resume = Table(
    "resume",
    metadata,
    Column("collector", WORDS, primary_key=True),
    Column("origin", WORDS, primary_key=True),
    _text("since"),
)
quarantine = Table(
    "quarantine",
    metadata,
    Column("stage", WORDS, primary_key=True),
    Column("item", WORDS, primary_key=True),
    _text("reason"),
    _text("at"),
)
lease = Table(
    "lease",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("low", NUMBER, nullable=False),
    Column("high", NUMBER, nullable=False),
    _text("state"),
    _text("owner"),
    Column("until", Float, nullable=False),
    Column("tries", NUMBER, nullable=False),
    Index("lease_by_state", "state", "id"),
)
health = Table(
    "health",
    metadata,
    Column("handle", WORDS, primary_key=True),
    _text("state"),
    _text("seen_at"),
    _text("tried_at"),
    _text("due_at"),
    _text("told_until"),
    _text("error"),
    Column("failures", NUMBER, nullable=False),
    _text("successor"),
)
taken = Table(
    "taken",
    metadata,
    Column("handle", WORDS, primary_key=True),
    Column("item", WORDS, primary_key=True),
    _text("mark"),
)
suggestion = Table(
    "suggestion",
    metadata,
    Column("seq", NUMBER, primary_key=True),
    Column("id", WORDS, nullable=False, unique=True),
    _text("origin"),
    _text("name"),
    _text("how"),
    _text("post"),
    Column("times", NUMBER, nullable=False),
    _text("at"),
    _text("state"),
    _text("by"),
    _text("why"),
    Index("suggestion_by_state", "state"),
)
# Saved searches, and what is to be told of them (docs/decisions/0029).
alert = Table(
    "alert",
    metadata,
    Column("name", WORDS, primary_key=True),
    *map(_text, ("query", "strength", "channels", "author", "at", "water")),
    Column("known", LargeBinary, nullable=False),
    _text("fault"),
)
outbox = Table(
    "outbox",
    metadata,
    Column("seq", NUMBER, primary_key=True),
    *map(_text, ("alert", "channel", "post", "at", "state")),
    Column("tries", NUMBER, nullable=False),
    *map(_text, ("due", "spots")),
    Index("outbox_once", "alert", "channel", "post", unique=True),
    Index("outbox_by_post", "post"),
    Index("outbox_by_state", "channel", "state", "seq"),
)
pad = Table(
    "pad",
    metadata,
    Column("id", WORDS, primary_key=True),
    _text("translation"),
    _text("post"),
    Column("stamp", BigInteger, nullable=False),
    _text("targets"),
    Column("turn", BigInteger, nullable=False, server_default="0"),
    Index("pad_by_translation", "translation", "stamp"),
)
