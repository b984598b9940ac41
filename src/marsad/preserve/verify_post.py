"""Whether one post still is what was logged: the questions asked of a lab, asked of a part of it.

The lines of the log are read from their chain, the records of the post and of its capture are
recomputed into their leaves, the root of the log is compared with what was signed, and everything
that came in with them is read against its digest. That takes longer the more a lab holds.
"""

from collections.abc import Iterable, Iterator

from marsad.errors import BadInput, EvidenceAltered, NotFound
from marsad.model import Post
from marsad.phrase import Phrase
from marsad.preserve.tombstones import Tombstones
from marsad.preserve.verify_findings import finding_fault
from marsad.preserve.verify_line import line_fault
from marsad.preserve.verify_originals import original_fault, taken_in
from marsad.preserve.verify_state import (
    INCOMPLETE,
    INVALID,
    SHIFTED,
    UNSIGNED,
    UNWITNESSED,
    VERIFIED,
    Verdict,
)
from marsad.store import Store, audit, checkpoint, custody, keys
from marsad.store.chain import Witnessed
from marsad.store.checkpoint import Checkpoint
from marsad.store.merkle import Frontier


def verify_post(
    store: Store, post: Post, note: Checkpoint | None, opened: dict[int, Witnessed]
) -> list[Verdict]:
    """Check a post, its capture, what came in with them, and its findings.

    ``note`` is what was signed last, ``opened`` are the entries of both.
    """
    gone, things = Tombstones.of(store), _things(post)
    return [
        *_log(store, opened, note, gone),
        *_rows(store, things, opened.values()),
        *_originals(store, post, gone),
        *filter(None, map(finding_fault, store.findings(post.id))),
    ]


def entries_of(store: Store, post: Post) -> dict[int, Witnessed]:
    """The entries of a post and of its capture, by number."""
    return {
        each.n: each
        for kind, id in _things(post).items()
        for each in store.chain(thing=id)
        if each.kind == kind
    }


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


def _things(post: Post) -> dict[str, str]:
    return {"capture": post.capture, "post": post.id}


def _log(
    store: Store, opened: dict[int, Witnessed], note: Checkpoint | None, gone: Tombstones
) -> Iterator[Verdict]:
    tree, signed, missing = Frontier(), note.size if note else 0, set(opened)
    try:
        for line in custody.lines(store.lab):
            if each := opened.get(line.n):
                missing.discard(line.n)
                yield line_fault(line, each, gone) or _stands(each, signed)
            tree.add(line.leaf)
            if note and tree.size == note.size and tree.root != note.root:
                yield Verdict(
                    "log", INVALID, Phrase("it was rewritten: its root is not what was signed")
                )
    except EvidenceAltered as error:
        yield Verdict("custody.log", INVALID, str(error))
        return
    for n in sorted(missing):
        yield Verdict(f"leaf {n}", INCOMPLETE, Phrase("the log ends before it"))
    if tree.size < signed:
        yield Verdict(
            "log",
            INVALID,
            Phrase(
                "it is cut: %(signed)s entries were signed, %(stand)s stand",
                signed=signed,
                stand=tree.size,
            ),
        )


def _stands(opened: Witnessed, signed: int) -> Verdict:
    item = f"{opened.kind} {opened.id}, entry {opened.n}"
    if opened.n >= signed:
        return Verdict(
            item, UNSIGNED, Phrase("no checkpoint covers it yet; run: marsad checkpoint LAB")
        )
    return Verdict(item, VERIFIED, Phrase("its record is what was logged and signed"))


def _rows(store: Store, things: dict[str, str], opened: Iterable[Witnessed]) -> Iterator[Verdict]:
    """Whether the database has rows that no leaf answers for, or that say something else."""
    known = {each.kind for each in opened}
    for kind in things.keys() - known:
        yield Verdict(f"{kind} {things[kind]}", INVALID, UNWITNESSED)
    for kind, id in audit.shifted(store, things):
        yield Verdict(f"{kind} {id}", INVALID, SHIFTED)


def _originals(store: Store, post: Post, gone: Tombstones) -> Iterator[Verdict]:
    owners = {medium.sha256: post.id for medium in post.media if medium.sha256}
    try:
        owners |= dict.fromkeys(sorted(taken_in(store.capture(post.capture))), post.capture)
    except NotFound:
        yield Verdict(f"capture {post.capture}", INCOMPLETE, Phrase("it is gone"))
    for sha256, owner in owners.items():
        fault = original_fault(store, sha256, owner, gone)
        yield fault or Verdict(f"original {sha256}", VERIFIED, Phrase("its bytes have this digest"))
