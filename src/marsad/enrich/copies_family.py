"""Who posted it first, and who repeated it after how long."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from marsad.enrich.copies_point import FORWARD, NEAR_COPY
from marsad.model import Finding, Post
from marsad.store import Store

_BY_KIND = {"photo": "picture", "sticker": "picture", "video": "video", "animation": "video"}


@dataclass(frozen=True, slots=True)
class Copy:
    """A post that repeats the first one, or was forwarded from it."""

    post: Post
    delay: timedelta
    """How long after the first one."""
    by: str
    """``text``, ``picture``, ``video``, ``file`` or ``forward``."""
    finding: Finding


@dataclass(frozen=True, slots=True)
class Family:
    """A first post and its copies, in the order in which they were posted."""

    first: Post
    copies: tuple[Copy, ...]


def families(store: Store, post: str) -> list[Family]:
    """The families a post belongs to: of the posts it repeats, and of those that repeat it.

    A family is no chain: each of its copies was compared with the first post itself.
    """
    mine = store.post(post)
    firsts = {mine.id: mine}
    for kind in (NEAR_COPY, FORWARD):
        for finding in store.findings(mine.id, kind):
            if finding.value:
                firsts.setdefault(finding.value, store.post(finding.value))
    found = (Family(first, tuple(_copies(store, first))) for first in firsts.values())
    return sorted(
        (family for family in found if family.copies), key=lambda family: family.first.posted_at
    )


def _copies(store: Store, first: Post) -> Iterator[Copy]:
    found = [(store.post(each.post), each) for each in store.pointing_to(first.id)]
    for post, finding in sorted(found, key=lambda pair: (pair[0].posted_at, pair[1].media)):
        yield Copy(post, post.posted_at - first.posted_at, _by(post, finding), finding)


def _by(post: Post, finding: Finding) -> str:
    if finding.kind == FORWARD:
        return "forward"
    if not finding.media:
        return "text"
    kinds = (media.kind for media in post.media if media.sha256 == finding.media)
    return _BY_KIND.get(next(kinds, ""), "file")
