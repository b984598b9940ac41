"""Sketches by which copies are found, and the way back from a post to what repeats it."""

from alembic import op

revision = "0003"
down_revision = "0002"

STEPS = (
    """create table sketch (
        maker text not null, "of" text not null, last integer not null, rows blob not null,
        primary key (maker, "of", last))""",
    """create index finding_by_original on finding (value)
        where kind in ('near-copy-of', 'forward-of')""",
)


def upgrade() -> None:
    for step in STEPS:
        op.execute(step)
