"""What posts mean, as numbers."""

from alembic import op

revision = "0007"
down_revision = "0006"

STEPS = (
    """create table vector (
        maker text not null, post integer not null, packed blob not null,
        primary key (maker, post)) without rowid""",
)


def upgrade() -> None:
    for step in STEPS:
        op.execute(step)
