"""Saved searches, and what is to be told of them on which channel."""

from alembic import op

revision = "0011"
down_revision = "0010"

STEPS = (
    """create table alert (
        name text not null primary key, query text not null, strength text not null,
        channels text not null, author text not null, at text not null, water text not null,
        known blob not null, fault text not null)""",
    """create table outbox (
        seq integer primary key, alert text not null, channel text not null, post text not null,
        at text not null, state text not null, tries integer not null, due text not null,
        spots text not null)""",
    "create unique index outbox_once on outbox (alert, channel, post)",
    "create index outbox_by_post on outbox (post)",
    "create index outbox_by_state on outbox (channel, state, seq)",
)


def upgrade() -> None:
    for step in STEPS:
        op.execute(step)
