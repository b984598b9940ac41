"""What translators typed and nobody has signed."""

from alembic import op

revision = "0006"
down_revision = "0005"

STEPS = (
    """create table pad (
        id text primary key, translation text not null, post text not null,
        stamp bigint not null, targets text not null)""",
    "create index pad_by_translation on pad (translation, stamp)",
)


def upgrade() -> None:
    for step in STEPS:
        op.execute(step)
