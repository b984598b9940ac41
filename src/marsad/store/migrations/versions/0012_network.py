"""The network of who repeats whom, kept; indexes by which one place is told from it quickly."""

from alembic import op

revision = "0012"
down_revision = "0011"

STEPS = (
    """create table network (
        name text not null primary key, post integer not null, finding integer not null,
        register text not null, record blob not null)""",
    # Whole in the index: the span of every place is read without its rows.
    "create index seen_by_native on seen (place, native_id, kind, at, taken, gone)",
    # Not by what is named: an address may be longer than an index can hold.
    "create index finding_by_pointer on finding (post) where kind in ('link', 'mention')",
)


def upgrade() -> None:
    for step in STEPS:
        op.execute(step)
