"""Decides which post points to which, and gathers what is to be said of a batch."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from marsad.model import Claim, Finding, Post
from marsad.store import Sketches, Store

NEAR_COPY, FORWARD = "near-copy-of", "forward-of"
PERSON = "person:"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, order=True)
class Stored:
    """A post where it stands in time: of equal times, what came in first is first."""

    at: int
    """When it was posted, in microseconds since 1970: that sorts fast and packs small."""
    number: int
    post: Post = field(compare=False)

    def is_version_of(self, other: "Stored") -> bool:
        """Say whether both are one post, edited in between: such are no copies of each other."""
        mine, others = self.post, other.post
        return (mine.place, mine.native_id) == (others.place, others.native_id)


def stored(number: int, post: Post) -> Stored:
    """A post under its running number."""
    return Stored((post.posted_at - _EPOCH) // timedelta(microseconds=1), number, post)


class Pointing:
    """What is to be said of one batch: each copy points to the earliest post it repeats.

    A post that came in late may turn out to be the earliest: what pointed to a later one is then
    said anew, and the new finding replaces the old. What a person said is left alone.
    """

    def __init__(
        self, store: Store, sketches: Sketches, fresh: frozenset[int] = frozenset()
    ) -> None:
        """``fresh`` are posts of which nothing can have been said yet, by their numbers."""
        self._store, self._sketches, self._fresh = store, sketches, fresh
        self._claims: dict[tuple[str, str, str], Claim] = {}
        self._met: dict[str, Stored | None] = {}

    def point(
        self, copy: Stored, first: Stored, sure: float, media: str = "", kind: str = NEAR_COPY
    ) -> None:
        """Say that one post repeats an earlier one, unless it is known to repeat an earlier yet."""
        if not first < copy or first.is_version_of(copy):
            return
        self._met[first.post.id] = first
        standing = None if copy.number in self._fresh else self._standing(copy.post, media, kind)
        for known in (self._claims.get((copy.post.id, media, kind)), standing):
            if known and (there := self._stored(known.value)) and there <= first:
                return
        if standing and standing.maker.startswith(PERSON):
            return
        self._claims[copy.post.id, media, kind] = Claim(
            *(copy.post.id, kind, first.post.id, round(sure, 3), media),
            replaces=standing.id if standing else "",
        )

    def claims(self) -> Iterator[Claim]:
        """What was decided."""
        yield from self._claims.values()

    def followers(self, post: Post) -> list[tuple[Stored, str]]:
        """The posts that are known to repeat a post, and the medium in which they do."""
        found = [
            (each.post, each.media)
            for each in self._store.pointing_to(post.id)
            if each.kind == NEAR_COPY
        ]
        found += [
            (copy, media)
            for (copy, media, kind), claim in self._claims.items()
            if kind == NEAR_COPY and claim.value == post.id
        ]
        return [(there, media) for copy, media in found if (there := self._stored(copy))]

    def _standing(self, post: Post, media: str, kind: str) -> Finding | None:
        found = [each for each in self._store.findings(post.id, kind) if each.media == media]
        people = [each for each in found if each.maker.startswith(PERSON)]
        return next(iter(people or found[-1:]), None)

    def _stored(self, post: str) -> Stored | None:
        """Nothing where a person wrote what is no post."""
        if post not in self._met:
            found = self._sketches.numbered([post])
            self._met[post] = next((stored(*each) for each in found.items()), None)
        return self._met[post]
