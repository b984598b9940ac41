"""What posts say, in text, in pictures and in translation, with the names and days found in it.

For passes over many posts that compare words; evidence is read from the things themselves.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import bindparam, text

from marsad.model import Translation
from marsad.store import records
from marsad.store.seen import Sighting
from marsad.store.seen_fill import microseconds
from marsad.store.store import Store

APART = 1000
"""Characters between the text of a post and what was read in a picture: they are not near."""
READ = ("ocr-text", "transcript", "document-text")
MARKED = ("name", "date")
POSTS = text("select seq, id, record from post where seq in :some").bindparams(
    bindparam("some", expanding=True)
)
FINDINGS = text(
    "select post, kind, value, bounds from finding f where post in :some and kind in :kinds "
    "and not exists (select 1 from finding later where later.replaces = f.id "
    "and later.replaces <> '') order by seq"
).bindparams(bindparam("some", expanding=True), bindparam("kinds", expanding=True))
TRANSLATIONS = text(
    "select record from translation t where post in :some and not exists "
    "(select 1 from translation later where later.replaces = t.id)"
).bindparams(bindparam("some", expanding=True))


class Part(NamedTuple):
    """A stretch of what a post says."""

    at: int
    """The offset at which it stands; of a translated segment, that of its source."""
    text: str
    of: str = "text"
    """``text``, ``translation``, or the kind of the finding that read or heard it."""


class Mark(NamedTuple):
    """A name or a day that a finding tells."""

    at: int
    value: str
    """Its id, or such as ``date:2024-05-13``."""
    quoted: str = ""


class Spoken(NamedTuple):
    """What a post says."""

    id: str
    at: int
    """Microseconds since 1970."""
    parts: Sequence[Part]
    """The text, what was read in pictures, and translations."""
    marks: Sequence[Mark] = ()
    fiction: bool = False


RESPOKEN = (
    "select distinct p.seq from finding f join post p on p.id = f.post "
    "where f.seq > :finding and p.seq <= :post and (f.kind in :kinds or (f.replaces <> '' and "
    # What takes a finding back is of another kind.
    "exists (select 1 from finding old where old.id = f.replaces and old.kind in :kinds))) "
    "union select p.seq from translation t join post p on p.id = t.post "
    "where t.seq > :translation and p.seq <= :post"
)


class _Said(msgspec.Struct):
    text: str
    fiction: bool = False


_said = msgspec.json.Decoder(_Said).decode


def spoken(store: Store, posts: Sequence[Sighting]) -> Iterator[Spoken]:
    """What some posts say, in the order in which they are given."""
    with store.engine.connect() as connection:
        rows = connection.execute(POSTS, {"some": [post.seq for post in posts]})
        said = {row.seq: _said(row.record) for row in rows}
        ids = [post.post for post in posts]
        findings: defaultdict[str, list[Any]] = defaultdict(list)
        for row in connection.execute(FINDINGS, {"some": ids, "kinds": (*READ, *MARKED)}):
            findings[row.post].append(row)
        translations: defaultdict[str, list[Translation]] = defaultdict(list)
        for data in connection.execute(TRANSLATIONS, {"some": ids}).scalars():
            made = records.restore(Translation, data)
            translations[made.post].append(made)
    for post in posts:
        words = said[post.seq]
        parts = [Part(0, words.text), *_read(len(words.text), findings[post.post])]
        parts += _translated(translations[post.post])
        marks = tuple(_marks(findings[post.post]))
        yield Spoken(post.post, post.at, parts, marks, words.fiction)


def _read(length: int, findings: Sequence[Any]) -> Iterator[Part]:
    at = length + APART
    for each in findings:
        if each.kind in READ:
            yield Part(at, each.value, each.kind)
            at += len(each.value) + APART


def _marks(findings: Sequence[Any]) -> Iterator[Mark]:
    for each in findings:
        if each.kind in MARKED and each.bounds:
            span = records.bounds(each.bounds).span
            if span is not None:
                day = each.kind == "date"
                value = f"date:{each.value.partition(' ')[0]}" if day else each.value
                yield Mark(span.start, value, span.quoted)


def _translated(translations: Sequence[Translation]) -> Iterator[Part]:
    """The English of a text, each piece where its source stands."""
    for each in translations:
        if each.of == "text":
            for segment in each.segments:
                yield Part(segment.start, segment.target, "translation")


def respoken(store: Store, water: Mapping[str, int]) -> set[int]:
    """Posts of which something was read, named or translated since ``high_water`` was taken."""
    order = text(RESPOKEN).bindparams(bindparam("kinds", expanding=True))
    values = {name: water[name] for name in ("post", "finding", "translation")}
    with store.engine.connect() as connection:
        found = connection.execute(order, {**values, "kinds": (*READ, *MARKED)})
        return set(found.scalars())


def times_since(store: Store, seq: int) -> list[int]:
    """When the posts that came after one were posted, oldest first, in microseconds since 1970."""
    rows = store.rows("select posted_at from post where seq > :seq order by posted_at", seq=seq)
    return [microseconds(datetime.fromisoformat(row["posted_at"])) for row in rows]
