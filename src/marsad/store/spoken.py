"""What posts say, in text, in pictures and in translation, with the names and days found in it.

For passes over many posts that compare words; evidence is read from the things themselves.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
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


class Spoken(NamedTuple):
    """What a post says."""

    id: str
    at: int
    """Microseconds since 1970."""
    parts: Sequence[tuple[int, str]]
    """Texts with the offset at which they stand: text, what was read in pictures, translations."""
    marks: Sequence[tuple[int, str]] = ()
    """Ids that findings name, and days as ``date:2024-05-13``, with their offset."""
    fiction: bool = False


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
        parts = [(0, words.text), *_read(len(words.text), findings[post.post])]
        parts += _translated(translations[post.post])
        marks = tuple(_marks(findings[post.post]))
        yield Spoken(post.post, post.at, parts, marks, words.fiction)


def _read(length: int, findings: Sequence[Any]) -> Iterator[tuple[int, str]]:
    at = length + APART
    for each in findings:
        if each.kind in READ:
            yield at, each.value
            at += len(each.value) + APART


def _marks(findings: Sequence[Any]) -> Iterator[tuple[int, str]]:
    for each in findings:
        if each.kind in MARKED and each.bounds:
            span = records.bounds(each.bounds).span
            if span is not None:
                day = each.kind == "date"
                yield span.start, f"date:{each.value.partition(' ')[0]}" if day else each.value


def _translated(translations: Sequence[Translation]) -> Iterator[tuple[int, str]]:
    """The English of a text, each piece where its source stands."""
    for each in translations:
        if each.of == "text":
            for segment in each.segments:
                yield segment.start, segment.target


def times_since(store: Store, seq: int) -> list[int]:
    """When the posts that came after one were posted, oldest first, in microseconds since 1970."""
    rows = store.rows("select posted_at from post where seq > :seq order by posted_at", seq=seq)
    return [microseconds(datetime.fromisoformat(row["posted_at"])) for row in rows]
