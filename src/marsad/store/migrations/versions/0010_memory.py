"""The translation memory: what can be looked up in it, and what foreign memories came in."""

from alembic import op

revision = "0010"
down_revision = "0009"

STEPS = (
    """create table memory (
        name text not null primary key, sha256 text not null, last integer not null,
        whole integer not null)""",
    # Never a number twice: the trigrams beside the database know rows by their numbers.
    """create table remembered (
        seq integer primary key autoincrement, memory text not null, hash bigint not null,
        source_language text not null, language text not null, state text not null,
        at text not null, source text not null, said blob not null, translation text not null,
        segment integer not null, post text not null)""",
    "create index remembered_by_hash on remembered (hash, memory, state, at)",
    "create index remembered_by_post on remembered (post) where post <> ''",
)


def upgrade() -> None:
    for step in STEPS:
        op.execute(step)
