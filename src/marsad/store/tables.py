"""The tables, as SQLAlchemy Core sees them. The migrations make them; a test holds both together.

A thing of the model lives whole in its ``record`` (JSON); the columns beside it are what we search
and join by. Findings are the exception: there are many, so their columns are the thing itself.
"""

from sqlalchemy import Column, Float, ForeignKey, Index, LargeBinary, Table

# The other two are imported so that ``metadata`` knows every table.
from marsad.store import tables_derived as tables_derived
from marsad.store import tables_work as tables_work
from marsad.store.table_parts import NUMBER, WORDS, some, things, words
from marsad.store.table_parts import metadata as metadata

BY_PEOPLE = (
    "kind in ('theme', 'target', 'narrative', 'is-propaganda', 'quotes-propaganda') "
    "and maker >= 'person:' and maker < 'person;'"
)
"""Codes that people gave, in the words of the index that serves no others."""

place = things("place")
outlet = things("outlet")
event = things("event")
reader = things("reader")
capture = things("capture", words("sha256"))
post = things(
    "post",
    words("place", ForeignKey("place.id")),
    words("capture", ForeignKey("capture.id")),
    words("native_id"),
    words("posted_at"),
    Index("post_by_time", "posted_at", "seq"),
    Index("post_by_place", "place", "native_id"),
    Index("post_by_capture", "capture"),
)
translation = things(
    "translation",
    words("post", ForeignKey("post.id")),
    words("state"),
    words("replaces"),
    Index("translation_by_post", "post"),
    Index("translation_by_replaced", "replaces"),
)
report = things("report", words("handle"), Index("report_by_handle", "handle"))
source = things("source", words("handle"), Index("source_by_handle", "handle"))
act = things("act", words("act"), Index("act_by_name", "act"))

post_media = Table(
    "post_media",
    metadata,
    Column("sha256", WORDS, primary_key=True),
    Column("post", WORDS, ForeignKey("post.id"), primary_key=True),
)
finding = Table(
    "finding",
    metadata,
    Column("seq", NUMBER, primary_key=True),
    Column("id", WORDS, nullable=False, unique=True),
    words("post", ForeignKey("post.id")),
    words("kind"),
    words("value"),
    words("maker"),
    words("made_at"),
    Column("confidence", Float),
    words("media"),
    words("replaces"),
    words("bounds"),
    Index("finding_by_post", "post", "kind"),
    some("finding_by_replaced", "replaces", "replaces <> ''"),
    some("finding_by_original", "value", "kind in ('near-copy-of', 'forward-of')"),
    some("finding_by_pointer", "post", "kind in ('link', 'mention')"),
    some("finding_by_flag", "post", "kind = 'is-propaganda'"),
    some("finding_by_coder", ("maker", "made_at"), BY_PEOPLE),
)
custody = Table(
    "custody",
    metadata,
    Column("n", NUMBER, primary_key=True, autoincrement=False),
    words("kind"),
    words("id"),
    words("author"),
    words("at"),
    Column("salt", LargeBinary, nullable=False),
    Index("custody_by_thing", "id"),
)
head = Table(
    "head",
    metadata,
    Column("one", NUMBER, primary_key=True),
    Column("size", NUMBER, nullable=False),
    words("prev"),
    Column("bytes", NUMBER, nullable=False),
    Column("peaks", LargeBinary, nullable=False),
    Column("findings", NUMBER, nullable=False),
)
floor = Table(
    "floor",
    metadata,
    Column("name", WORDS, primary_key=True),
    Column("seq", NUMBER, nullable=False),
)
