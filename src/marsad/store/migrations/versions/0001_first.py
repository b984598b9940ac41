"""The first schema."""

from alembic import op

revision = "0001"
down_revision = None

THING = "seq integer primary key, id text not null unique, "
RECORD = "record blob not null"

STEPS = (
    f"create table place ({THING} {RECORD})",
    f"create table outlet ({THING} {RECORD})",
    f"create table event ({THING} {RECORD})",
    f"create table reader ({THING} {RECORD})",
    f"create table capture ({THING} sha256 text not null, {RECORD})",
    f"""create table post ({THING}
        place text not null references place (id),
        capture text not null references capture (id),
        native_id text not null, posted_at text not null, {RECORD})""",
    "create index post_by_time on post (posted_at, seq)",
    "create index post_by_place on post (place, native_id)",
    f"""create table translation ({THING}
        post text not null references post (id),
        state text not null, replaces text not null, {RECORD})""",
    "create index translation_by_post on translation (post)",
    "create index translation_by_replaced on translation (replaces)",
    f"create table report ({THING} handle text not null, {RECORD})",
    "create index report_by_handle on report (handle)",
    f"create table act ({THING} act text not null, {RECORD})",
    """create table post_media (
        sha256 text not null, post text not null references post (id),
        primary key (sha256, post))""",
    """create table finding (
        seq integer primary key, id text not null unique,
        post text not null references post (id),
        kind text not null, value text not null, maker text not null, made_at text not null,
        confidence float, media text not null, replaces text not null, bounds text not null)""",
    "create index finding_by_post on finding (post, kind)",
    "create index finding_by_replaced on finding (replaces) where replaces <> ''",
    """create table custody (
        n integer primary key, kind text not null, id text not null,
        author text not null, at text not null, salt blob not null)""",
    "create index custody_by_thing on custody (id)",
    """create table head (
        one integer primary key, size integer not null, prev text not null,
        bytes integer not null, peaks blob not null, findings integer not null)""",
    """create table done (
        post integer not null, maker text not null, primary key (post, maker)) without rowid""",
    """create table resume (
        collector text not null, origin text not null, since text not null,
        primary key (collector, origin))""",
    """create table quarantine (
        stage text not null, item text not null, reason text not null, at text not null,
        primary key (stage, item))""",
    """create table lease (
        id integer primary key, low integer not null, high integer not null,
        state text not null, owner text not null, until float not null, tries integer not null)""",
    "create index lease_by_state on lease (state, id)",
)


def upgrade() -> None:
    for step in STEPS:
        op.execute(step)
