"""Which reader is to be told of which version of a report by mail, and what became of it."""

from alembic import op

revision = "0013"
down_revision = "0012"

STEPS = (
    """create table digest (
        seq integer primary key, reader text not null, report text not null,
        version integer not null, at text not null, state text not null, tries integer not null,
        due text not null)""",
    "create unique index digest_once on digest (reader, report, version)",
    "create index digest_by_state on digest (state, seq)",
)


def upgrade() -> None:
    for step in STEPS:
        op.execute(step)
