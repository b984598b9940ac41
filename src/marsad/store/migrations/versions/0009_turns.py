"""Which of a page's keepings came last, whatever the order in which they arrive."""

from alembic import op

revision = "0009"
down_revision = "0008"

STEPS = ("alter table pad add column turn bigint not null default 0",)


def upgrade() -> None:
    for step in STEPS:
        op.execute(step)
