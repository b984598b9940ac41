"""Check a lab from end to end: log, records, originals, findings, signatures. Fails closed."""

from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path

from marsad.errors import BadInput, EvidenceAltered
from marsad.phrase import Phrase
from marsad.preserve.tombstones import Tombstones
from marsad.preserve.verify_against import Earlier, earlier
from marsad.preserve.verify_anchors import Imported, check_anchors
from marsad.preserve.verify_findings import check_findings
from marsad.preserve.verify_line import line_fault
from marsad.preserve.verify_originals import check_originals
from marsad.preserve.verify_state import (
    ERASED,
    INCOMPLETE,
    INVALID,
    SHIFTED,
    UNSIGNED,
    UNWITNESSED,
    VERIFIED,
    WORST,
    Verdict,
    Verification,
    as_plain,
)
from marsad.store import Store, audit, checkpoint, custody, keys
from marsad.store.merkle import Frontier

__all__ = [
    "ERASED",
    "INCOMPLETE",
    "INVALID",
    "UNSIGNED",
    "VERIFIED",
    "WORST",
    "Verdict",
    "Verification",
    "as_plain",
    "verify",
]

Tell = Callable[[int], None]


def verify(store: Store, tell: Tell = lambda _done: None, against: str | Path = "") -> Verification:
    """Check everything the lab holds; ``tell`` hears how many items are done.

    With ``against``, also whether the log is an append-only continuation of an earlier one: the
    file of a checkpoint, or ``SIZE ROOT`` as at the foot of a report.
    """
    found, imported, gone = Verification(), Imported(), Tombstones.of(store)
    known = earlier(against, store.origin) if against else None
    try:
        _check_log(store, found, tell, known, imported, gone)
    except EvidenceAltered as error:
        found.note("custody.log", INVALID, str(error))
    _check_signed(found)
    check_anchors(store, found, imported)
    check_findings(store, found, gone)
    for name in gone.unlawful:
        found.note(name, INVALID, Phrase("an erasure that no two persons stand for"))
    for kind, id in audit.unwitnessed(store):
        found.note(f"{kind} {id}", INVALID, UNWITNESSED)
    for kind, id in audit.shifted(store):
        found.note(f"{kind} {id}", INVALID, SHIFTED)
    try:
        check_originals(store, found, tell, gone)
    except EvidenceAltered as error:
        found.note(
            "originals", INVALID, Phrase("%(error)s; those after it were not checked", error=error)
        )
    return found


def _check_log(
    store: Store,
    found: Verification,
    tell: Tell,
    known: Earlier | None,
    imported: Imported,
    gone: Tombstones,
) -> None:
    """Every line against its record, and the tree against every checkpoint on the way."""
    tree, notes = Frontier(), _notes(store, found)
    _check_known(found, known, tree)
    for line, opened in zip_longest(custody.lines(store.lab), store.chain()):
        if line is None:
            found.note(f"leaf {opened.n}", INCOMPLETE, Phrase("the log ends before it"))
            continue
        found.judge(line_fault(line, opened, gone))
        imported.see(opened)
        tree.add(line.leaf)
        for note in notes.pop(tree.size, ()):
            _check_note(store, found, note, tree)
        _check_known(found, known, tree)
        if not tree.size % 1000:
            tell(1000)
    found.size, found.root = tree.size, tree.root.hex()
    for size in notes:
        found.note(
            f"checkpoint {size}",
            INVALID,
            Phrase("the log is cut: it has only %(size)s leaves", size=tree.size),
        )
    if known and known.size > tree.size:
        found.note(
            known.item,
            INVALID,
            Phrase("the log is cut: it has only %(size)s leaves", size=tree.size),
        )


def _check_known(found: Verification, known: Earlier | None, tree: Frontier) -> None:
    """When the tree has the size of the earlier one, it must be that one."""
    if known is None or known.size != tree.size:
        return
    if known.root == tree.root:
        found.passed()
    else:
        found.note(
            known.item, INVALID, Phrase("the log was rewritten: it does not continue this one")
        )


def _notes(store: Store, found: Verification) -> dict[int, list[checkpoint.Checkpoint]]:
    notes: dict[int, list[checkpoint.Checkpoint]] = {}
    for path in checkpoint.every(store.lab):
        try:
            note = checkpoint.read(path)
        except BadInput as error:
            found.note(f"checkpoint {path.stem}", INVALID, str(error))
        else:
            notes.setdefault(note.size, []).append(note)
    return notes


def _check_note(
    store: Store, found: Verification, note: checkpoint.Checkpoint, tree: Frontier
) -> None:
    item = f"checkpoint {note.size}"
    if note.root != tree.root:
        found.note(
            item, INVALID, Phrase("the log was rewritten: its root differs from what was signed")
        )
    elif not note.signature:
        found.note(item, UNSIGNED, Phrase("its signature is missing"))
    elif not note.verified(keys.public_pem(store.lab)):
        found.note(item, INVALID, Phrase("its signature is not this lab's"))
    else:
        found.signed = max(found.signed, note.size)
        found.passed()


def _check_signed(found: Verification) -> None:
    if found.size > found.signed:
        found.note(
            f"leaves {found.signed}-{found.size - 1}",
            UNSIGNED,
            Phrase("no checkpoint covers them yet; run: marsad checkpoint LAB"),
        )
