"""Running numbers that must not come again; acts by their name, posts by their capture."""

from alembic import op

revision = "0004"
down_revision = "0003"

STEPS = (
    "create table floor (name text primary key, seq integer not null)",
    "create index act_by_name on act (act)",
    "create index post_by_capture on post (capture)",
)


def upgrade() -> None:
    for step in STEPS:
        op.execute(step)
