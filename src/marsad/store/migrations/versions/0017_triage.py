"""What a person left for later, and indexes by which codes and flags are found quickly."""

from alembic import op

revision = "0017"
down_revision = "0013"

STEPS = (
    """create table later (
        person text not null, post text not null, stamp bigint not null,
        primary key (person, post))""",
    """create index finding_by_coder on finding (maker, made_at)
        where kind in ('theme', 'target', 'narrative', 'is-propaganda', 'quotes-propaganda')
        and maker >= 'person:' and maker < 'person;'""",
    "create index finding_by_flag on finding (post) where kind = 'is-propaganda'",
)


def upgrade() -> None:
    for step in STEPS:
        op.execute(step)
