"""The register of names, read out of lists that are kept as originals."""

from alembic import op

revision = "0005"
down_revision = "0004"

STEPS = (
    """create table authority (
        seq integer primary key, handle text not null, digest text not null,
        record blob not null)""",
    "create index authority_by_handle on authority (handle, seq)",
)


def upgrade() -> None:
    for step in STEPS:
        op.execute(step)
