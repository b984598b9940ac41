"""Cases as pages show them: all of them, one with a page of its posts, one of its snapshots."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from marsad import enrich, track
from marsad.store import Store
from marsad.store.markings import Markings
from marsad.track import Case, Changed, Snapshot, Step
from marsad.web.views.rows import Row, rows

SIZE = 50
MOST_FOUND = 10_000
"""Posts of one search that go into a case: who needs more narrows the question."""
STEPS = 8
"""Last additions that the page offers to undo."""
MOST_IDS = 200
"""Ids of a snapshot shown on its page; its file has all."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A post of a case, with what people gave it there."""

    row: Row
    added_by: str
    tags: Mapping[str, str]
    """Each tag and who gave it."""
    notes: tuple[tuple[str, str], ...]
    """Author and words."""
    private: bool
    """It is of a private place: no file of the case holds it."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A case and a page of its posts."""

    case: Case
    posts: tuple[Kept, ...]
    skip: int
    older: int
    """How many to skip for the next page; 0 when this is the last one."""
    erased: int
    """Posts of this page that the lab holds no more."""
    snapshots: Sequence[Snapshot]
    codes: Sequence[Mapping[str, Any]]
    """How far coders agree about its posts."""
    steps: tuple[Step, ...]
    """What was added last and is in it still, the last first."""
    forms: tuple[str, ...]
    fields: tuple[str, ...]
    """What a snapshot may ask for."""
    zone: ZoneInfo
    markings: tuple[str, ...]
    """Of the case itself."""

    @property
    def newer(self) -> int:
        """How many to skip for the page before this one."""
        return max(0, self.skip - SIZE)


@dataclass(frozen=True, slots=True)
class Frozen:
    """A snapshot, and what the same question finds now."""

    snapshot: Snapshot
    now: Changed
    left_out: int
    """Ids that are not on the page."""

    @property
    def ids(self) -> tuple[str, ...]:
        """Those on the page."""
        return self.snapshot.ids[:MOST_IDS]


def folder(store: Store, name: str, skip: int) -> Folder:
    """A case, and its posts from some number on."""
    one = track.case(store, name)
    first = max(0, skip)
    ids = list(one.posts)[first : first + SIZE]
    kept = _kept(store, one, ids)
    last = first + SIZE
    return Folder(
        one,
        kept,
        first,
        last if last < len(one.posts) else 0,
        len(ids) - len(kept),
        track.snapshots(store, name),
        enrich.agreement(enrich.codes(store, list(one.posts))),
        tuple(each for each in reversed(one.steps.values()) if each.posts)[:STEPS],
        track.case_forms(),
        track.CASE_FIELDS,
        store.settings.zone,
        tuple(Markings(store).of("case", one.name)),
    )


def frozen(store: Store, name: str, number: int) -> Frozen:
    """A snapshot by its number."""
    now = track.changed(store, name, number)
    found = track.snapshots(store, name)[number - 1]
    return Frozen(found, now, max(0, len(found.ids) - MOST_IDS))


def held_by(store: Store, post: str) -> tuple[tuple[str, str], ...]:
    """Name and title of the cases that a post is in."""
    return tuple((one.name, one.title) for one in track.cases(store).values() if post in one.posts)


def _kept(store: Store, one: Case, ids: Sequence[str]) -> tuple[Kept, ...]:
    there = store.known_posts(ids)
    private = {place.id for place in store.places() if place.kind == "private"}
    noted: dict[str, list[tuple[str, str]]] = {}
    for id, by, words in track.notes_on(store, ids):
        noted.setdefault(id, []).append((by, words))
    return tuple(
        Kept(
            row,
            one.posts[row.post.id],
            one.tags.get(row.post.id, {}),
            tuple(noted.get(row.post.id, ())),
            row.post.place in private,
        )
        for row in rows(store, [store.post(id) for id in ids if id in there])
    )
