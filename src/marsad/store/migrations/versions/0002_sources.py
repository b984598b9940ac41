"""Sources that are watched, their health, and what was suggested."""

from alembic import op

revision = "0002"
down_revision = "0001"

STEPS = (
    """create table source (
        seq integer primary key, id text not null unique,
        handle text not null, record blob not null)""",
    "create index source_by_handle on source (handle)",
    """create table health (
        handle text primary key, state text not null, seen_at text not null,
        tried_at text not null, due_at text not null, told_until text not null,
        error text not null, failures integer not null, successor text not null)""",
    """create table taken (
        handle text not null, item text not null, mark text not null,
        primary key (handle, item))""",
    """create table suggestion (
        seq integer primary key, id text not null unique, origin text not null,
        name text not null, how text not null, post text not null, times integer not null,
        at text not null, state text not null, by text not null, why text not null)""",
    "create index suggestion_by_state on suggestion (state)",
)


def upgrade() -> None:
    for step in STEPS:
        op.execute(step)
