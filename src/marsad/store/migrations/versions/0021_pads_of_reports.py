"""Pads of reports beside those of translations; each goes with any post whose words it may hold."""

from alembic import op

revision = "0021"
down_revision = "0020"

STEPS = (
    "create table pad_post (pad text not null, post text not null, primary key (pad, post))",
    "create index pad_by_post on pad_post (post)",
    "insert into pad_post (pad, post) select id, post from pad",
    "drop index pad_by_translation",
    "alter table pad drop column post",
    "alter table pad rename column translation to about",
    "alter table pad add column maker text not null default ''",
    "create index pad_by_about on pad (about, stamp)",
)


def upgrade() -> None:
    for step in STEPS:
        op.execute(step)
