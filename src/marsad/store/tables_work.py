"""Tables of work under way: what was done, waits, was refused, or is still to be told."""

from sqlalchemy import BigInteger, Column, Float, Index, LargeBinary, Table

from marsad.store.table_parts import NUMBER, WORDS, metadata, words

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
    words("since"),
)
quarantine = Table(
    "quarantine",
    metadata,
    Column("stage", WORDS, primary_key=True),
    Column("item", WORDS, primary_key=True),
    words("reason"),
    words("at"),
)
lease = Table(
    "lease",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("low", NUMBER, nullable=False),
    Column("high", NUMBER, nullable=False),
    words("state"),
    words("owner"),
    Column("until", Float, nullable=False),
    Column("tries", NUMBER, nullable=False),
    Index("lease_by_state", "state", "id"),
)
health = Table(
    "health",
    metadata,
    Column("handle", WORDS, primary_key=True),
    words("state"),
    words("seen_at"),
    words("tried_at"),
    words("due_at"),
    words("told_until"),
    words("error"),
    Column("failures", NUMBER, nullable=False),
    words("successor"),
)
taken = Table(
    "taken",
    metadata,
    Column("handle", WORDS, primary_key=True),
    Column("item", WORDS, primary_key=True),
    words("mark"),
)
suggestion = Table(
    "suggestion",
    metadata,
    Column("seq", NUMBER, primary_key=True),
    Column("id", WORDS, nullable=False, unique=True),
    words("origin"),
    words("name"),
    words("how"),
    words("post"),
    Column("times", NUMBER, nullable=False),
    words("at"),
    words("state"),
    words("by"),
    words("why"),
    Index("suggestion_by_state", "state"),
)
# Saved searches, and what is to be told of them (docs/decisions/0029).
alert = Table(
    "alert",
    metadata,
    Column("name", WORDS, primary_key=True),
    *map(words, ("query", "strength", "channels", "author", "at", "water")),
    Column("known", LargeBinary, nullable=False),
    words("fault"),
)
outbox = Table(
    "outbox",
    metadata,
    Column("seq", NUMBER, primary_key=True),
    *map(words, ("alert", "channel", "post", "at", "state")),
    Column("tries", NUMBER, nullable=False),
    *map(words, ("due", "spots")),
    Index("outbox_once", "alert", "channel", "post", unique=True),
    Index("outbox_by_post", "post"),
    Index("outbox_by_state", "channel", "state", "seq"),
)
# Which reader is to be told of which version of a report (docs/decisions/0034).
digest = Table(
    "digest",
    metadata,
    Column("seq", NUMBER, primary_key=True),
    *map(words, ("reader", "report")),
    Column("version", NUMBER, nullable=False),
    *map(words, ("at", "state")),
    Column("tries", NUMBER, nullable=False),
    words("due"),
    Index("digest_once", "reader", "report", "version", unique=True),
    Index("digest_by_state", "state", "seq"),
)
pad = Table(
    "pad",
    metadata,
    Column("id", WORDS, primary_key=True),
    words("about"),
    Column("stamp", BigInteger, nullable=False),
    words("targets"),
    Column("turn", BigInteger, nullable=False, server_default="0"),
    Column("maker", WORDS, nullable=False, server_default=""),
    Index("pad_by_about", "about", "stamp"),
)
# Whose words a pad may hold: it goes with any of them.
pad_post = Table(
    "pad_post",
    metadata,
    Column("pad", WORDS, primary_key=True),
    Column("post", WORDS, primary_key=True),
    Index("pad_by_post", "post"),
)
# What somebody skipped: it comes back to them last (docs/decisions/0037).
later = Table(
    "later",
    metadata,
    Column("person", WORDS, primary_key=True),
    Column("post", WORDS, primary_key=True),
    Column("stamp", BigInteger, nullable=False),
)
# What is marked now, as it follows from the acts (docs/decisions/0038).
marking = Table(
    "marking",
    metadata,
    *(Column(name, WORDS, primary_key=True) for name in ("kind", "thing", "native_id", "name")),
)
