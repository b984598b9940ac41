"""Whether one post still is what was logged, checked now; a large lab only on request."""

from dataclasses import dataclass

from marsad import preserve
from marsad.errors import NotFound, NotReady
from marsad.model import Post
from marsad.preserve import Anchor
from marsad.preserve.inclusion import Proof, proofs
from marsad.preserve.verify_post import entries_of, last_signed, verify_post
from marsad.preserve.verify_state import WORST, Verdict
from marsad.store import Store

MOST_LEAVES = 50_000
"""Entries of a log that are read for every page; 20,000 took an eighth of a second."""
MOST_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the custody log."""

    kind: str
    id: str
    n: int
    at: str
    by: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the log says about a post, and whether it holds."""

    size: int
    root: str
    signed: int
    """Entries that the last checkpoint with this lab's signature covers."""
    entries: tuple[Entry, ...] = ()
    judged: tuple[Verdict, ...] = ()
    proofs: tuple[Proof, ...] = ()
    """Where each entry stands in the log, and what ties it to the root that was signed."""
    anchors: tuple[Anchor, ...] = ()
    """Checkpoints that cover the post and that somebody outside was shown."""
    unread: str = ""
    """Why the time stamps could not be checked."""

    @property
    def state(self) -> str:
        """The worst of what was found; empty when nothing was checked."""
        found = {each.state for each in self.judged}
        return next((state for state in WORST if state in found), "")


def evidence(store: Store, post: Post, asked: bool) -> Evidence:
    """Check a post where that is quick, or where it was asked for."""
    size, root = store.root()
    note = last_signed(store)
    signed = note.size if note else 0
    weight = _weight(store, post)
    if not asked and (size > MOST_LEAVES or weight > MOST_BYTES):
        return Evidence(size, root, signed)
    opened = entries_of(store, post)
    judged = verify_post(store, post, note, opened)
    entries = tuple(
        Entry(each.kind, each.id, each.n, each.at, each.author) for each in opened.values()
    )
    stamps, unread = _anchors(store, max(opened, default=size))
    proven = proofs(store, sorted(opened), note)
    return Evidence(size, root, signed, entries, tuple(judged), proven, stamps, unread)


def _anchors(store: Store, last: int) -> tuple[tuple[Anchor, ...], str]:
    """The time stamps that reach the last entry of a post."""
    try:
        return tuple(each for each in preserve.anchors(store) if each.size > last), ""
    except NotReady as error:
        return (), error.said


def _weight(store: Store, post: Post) -> int:
    """Bytes that a check reads."""
    weight = sum(medium.size for medium in post.media)
    try:
        return weight + store.capture(post.capture).size
    except NotFound:
        return weight
