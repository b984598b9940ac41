"""Whether one post still is what was logged, checked now.

The lines of the log are read from their chain, the record of the post is recomputed into its leaf,
the root of the log is compared with what was signed, and its originals are read against their
digests. That takes longer the more a lab holds, so that a large one is checked only on request.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from marsad.errors import BadInput, EvidenceAltered, NotFound
from marsad.model import Post, finding_id
from marsad.preserve.verify import INCOMPLETE, INVALID, UNSIGNED, VERIFIED, WORST
from marsad.store import Store, checkpoint, custody, keys
from marsad.store.chain import Witnessed
from marsad.store.checkpoint import Checkpoint
from marsad.store.merkle import Frontier

MOST_LEAVES = 50_000
"""Entries of a log that are read for every page; 20,000 took an eighth of a second."""
MOST_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class Judged:
    """One thing that was checked."""

    item: str
    state: str
    reason: str = ""


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
    judged: tuple[Judged, ...] = ()

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
    weight = sum(medium.size for medium in post.media)
    if not asked and (size > MOST_LEAVES or weight > MOST_BYTES):
        return Evidence(size, root, signed)
    opened = _opened(store, {("post", post.id), ("capture", post.capture)})
    judged = [*_log(store, opened, post, note), *_originals(store, post), *_findings(store, post)]
    entries = tuple(
        Entry(each.kind, each.id, each.n, each.at, each.author) for each in opened.values()
    )
    return Evidence(size, root, signed, entries, tuple(judged))


def last_signed(store: Store) -> Checkpoint | None:
    """The last checkpoint that carries this lab's signature."""
    public = keys.public_pem(store.lab)
    for path in reversed(checkpoint.every(store.lab)):
        try:
            note = checkpoint.read(path)
        except BadInput:
            continue
        if note.verified(public):
            return note
    return None


def _opened(store: Store, wanted: set[tuple[str, str]]) -> dict[int, Witnessed]:
    """The entries of some things, by number."""
    return {
        each.n: each
        for kind, id in sorted(wanted)
        for each in store.chain(thing=id)
        if each.kind == kind
    }


def _log(
    store: Store, opened: dict[int, Witnessed], post: Post, note: Checkpoint | None
) -> Iterator[Judged]:
    if all(each.kind != "post" for each in opened.values()):
        yield Judged(f"post {post.id}", INVALID, "no entry of the log answers for it")
    tree, signed, missing = Frontier(), note.size if note else 0, set(opened)
    try:
        for line in custody.lines(store.lab):
            if each := opened.get(line.n):
                missing.discard(line.n)
                yield _entry(each, line.leaf, signed)
            tree.add(line.leaf)
            if note and tree.size == note.size and tree.root != note.root:
                yield Judged("log", INVALID, "it was rewritten: its root is not what was signed")
    except EvidenceAltered as error:
        yield Judged("log", INVALID, str(error))
        return
    for n in sorted(missing):
        yield Judged(f"entry {n}", INCOMPLETE, "the log ends before it")
    if tree.size < signed:
        yield Judged("log", INVALID, f"it is cut: {signed} entries were signed, {tree.size} stand")


def _entry(opened: Witnessed, leaf: bytes, signed: int) -> Judged:
    item = f"{opened.kind} {opened.id}, entry {opened.n}"
    if opened.record is None:
        return Judged(item, INCOMPLETE, "its record is gone")
    if opened.leaf != leaf:
        return Judged(item, INVALID, "its record is not what was logged")
    if opened.n >= signed:
        return Judged(item, UNSIGNED, "no checkpoint covers it yet; run: marsad checkpoint LAB")
    return Judged(item, VERIFIED, "its record is what was logged and signed")


def _originals(store: Store, post: Post) -> Iterator[Judged]:
    for sha256 in dict.fromkeys(medium.sha256 for medium in post.media if medium.sha256):
        item = f"original {sha256}"
        try:
            if store.blobs.intact(sha256):
                yield Judged(item, VERIFIED, "its bytes have this digest")
            else:
                yield Judged(item, INVALID, "altered; keep the file for those who will ask")
        except NotFound:
            yield Judged(item, INCOMPLETE, "missing; restore it from a backup")


def _findings(store: Store, post: Post) -> Iterator[Judged]:
    for finding in store.findings(post.id):
        if finding_id(finding, finding.maker) != finding.id:
            yield Judged(f"finding {finding.id}", INVALID, "it is not what was signed")
