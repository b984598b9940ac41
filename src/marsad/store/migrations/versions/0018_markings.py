"""Who needs to know: the markings that stand on posts, places, cases and reports."""

from alembic import op

revision = "0018"
down_revision = "0017"

STEPS = (
    """create table marking (
        kind text not null, thing text not null, native_id text not null, name text not null,
        primary key (kind, thing, native_id, name))""",
)


def upgrade() -> None:
    for step in STEPS:
        op.execute(step)
