"""What tracking asks of a post, on one row."""

from alembic import op

revision = "0008"
down_revision = "0007"

STEPS = (
    """create table seen (
        post integer not null primary key, id text not null, native_id text not null,
        place text not null, outlet text not null, kind text not null, language text not null,
        themes text not null, targets text not null, narratives text not null,
        origin text not null, origin_name text not null, repeats text not null,
        media text not null, at bigint not null, taken bigint not null, gone integer not null,
        edited bigint not null)""",
    "create index seen_by_time on seen (at, post)",
    "create index seen_by_place on seen (place, at)",
    "create index seen_by_outlet on seen (outlet, at)",
    """create table seen_upto (
        version integer not null primary key, post integer not null, finding integer not null)""",
)


def upgrade() -> None:
    for step in STEPS:
        op.execute(step)
