"""What belongs to a post beside itself: versions, copies, and what was said and replaced."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from marsad import enrich
from marsad.model import Finding, Post
from marsad.store import Store
from marsad.translate.history import Part, parts
from marsad.web.views.rows import Row, rows

MOST = 50
"""Copies of one family that the page lists."""
GONE = ("gone", "deleted")


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a post that was seen, and what changed in it."""

    post: Post
    parts: tuple[Part, ...]
    """From the version before, word by word; nothing for the first one."""
    gone: tuple[Finding, ...]
    """Who saw that it was no longer there, or said so."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """A finding that no longer stands, and what took its place."""

    old: Finding
    new: Finding


@dataclass(frozen=True, slots=True)
class Repeat:
    """Another post that says or shows the same."""

    row: Row
    after: str
    by: str
    """``text``, ``picture``, ``video``, ``file`` or ``forward``."""


@dataclass(frozen=True, slots=True)
class Kin:
    """The first post of a family that was seen, and those that repeat it, in order."""

    first: Row
    repeats: tuple[Repeat, ...]
    more: int


def versions(store: Store, post: Post) -> Iterator[Version]:
    """Every version of a post, the first one first."""
    before: Post | None = None
    for each in store.versions(post.place, post.native_id):
        said = store.findings(each.id)
        gone = tuple(one for one in said if one.kind in GONE)
        changed = tuple(parts(before.text, each.text)) if before else ()
        yield Version(each, changed, gone)
        before = each


def replaced(store: Store, post: Post) -> Iterator[Replaced]:
    """What was said of a post and was replaced, the last replacement first."""
    ever = store.findings_ever(post.id)
    by_id = {each.id: each for each in ever}
    for each in reversed(ever):
        if each.replaces in by_id:
            yield Replaced(by_id[each.replaces], each)


def kin(store: Store, post: Post) -> Iterator[Kin]:
    """The families of a post, as far as copies were looked for."""
    for family in enrich.families(store, post.id):
        some = family.copies[:MOST]
        first, *others = rows(store, [family.first, *(each.post for each in some)])
        repeats = (
            Repeat(row, _shown(copy.delay), copy.by) for row, copy in zip(others, some, strict=True)
        )
        yield Kin(first, tuple(repeats), len(family.copies) - len(some))


def _shown(delay: timedelta) -> str:
    """A stretch of time in its two largest units."""
    minutes = int(abs(delay).total_seconds() // 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    said = [f"{n} {unit}" for n, unit in ((days, "d"), (hours, "h"), (left, "min")) if n][:2]
    return f"{' '.join(said) or '0 min'} {'before' if delay < timedelta() else 'later'}"
