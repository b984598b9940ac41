"""What tracking counts, in packed columns for each place and month; counts that are kept."""

from alembic import op

revision = "0020"
down_revision = "0018"

STEPS = (
    """create table seen_month (
        month integer not null, place text not null, rows blob not null,
        primary key (month, place))""",
    "create index seen_month_by_place on seen_month (place, month)",
    """create table seen_word (
        id integer not null primary key, said text not null unique)""",
    """create table row_count (
        name text not null primary key, seq integer not null, n integer not null)""",
)


def upgrade() -> None:
    for step in STEPS:
        op.execute(step)
