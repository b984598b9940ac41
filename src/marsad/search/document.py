"""A post as the index takes it in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import tantivy

from marsad.model import Post
from marsad.search.forms import forms
from marsad.search.schema import LATIN
from marsad.search.schema import field as named

WITHIN = 1 << 24
"""Posts of one second that are told apart."""
EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Said:
    """A stretch of words of a post, and where it stands."""

    source: str
    """One of ``schema.SOURCES``."""
    text: str
    of: str = ""
    """The finding or translation it is of; empty for the post itself."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Everything about a post that can be asked for."""

    number: int
    """Its running number in the store."""
    posted_at: datetime
    seen_at: datetime
    said: tuple[Said, ...]
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def document(entry: Entry, zone: ZoneInfo) -> tantivy.Document:
    """What the engine is given of a post."""
    local = entry.posted_at.astimezone(zone)
    made = tantivy.Document(
        seq=entry.number,
        posted=placed(seconds(entry.posted_at), entry.number),
        seen=placed(seconds(entry.seen_at), entry.number),
        day=local.toordinal() - EPOCH,
        month=local.year * 12 + local.month - 1,
    )
    bones: set[str] = set()
    for said in entry.said:
        _add(made, said, bones)
    if bones:
        made.add_text(LATIN, " ".join(bones))
    for name, values in entry.keywords.items():
        for value in values:
            made.add_text(name, storable(value))
    return made


def said_in(post: Post) -> Iterator[Said]:
    """The words that a post itself has."""
    if post.text:
        yield Said("text", post.text)
    if post.poll:
        yield Said("text", "\n".join((post.poll.question, *post.poll.answers)), "poll")
    for media in post.media:
        if media.name:
            yield Said("file", media.name, media.sha256)
    handles = (post.author, post.forwarded_from.name if post.forwarded_from else "")
    for handle in handles:
        if handle:
            yield Said("name", handle, "handle")


def seconds(moment: datetime) -> int:
    """Whole seconds since 1970, before it too."""
    return int((moment - _START).total_seconds())


def placed(second: int, number: int = 0) -> int:
    """The place of a post in an order by time: in one second, the order of coming.

    No two posts share one, so that a page begins where the one before it ended.
    """
    return second * WITHIN + number % WITHIN


def storable(text: str) -> str:
    """The text without halves of characters, which the engine refuses."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


_START = datetime(1970, 1, 1, tzinfo=UTC)


def _add(made: tantivy.Document, said: Said, bones: set[str]) -> None:
    cut = forms(storable(said.text))
    # A value for each text: a phrase must not run from one picture into the next.
    made.add_text(named(said.source, "exact"), cut.exact)
    made.add_text(named(said.source, "folded"), cut.folded)
    made.add_text(named(said.source, "stemmed"), cut.stemmed)
    bones |= cut.latin
