"""The note as OpenTimestamps stamps it, the proof that comes back, and what that is worth."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.preserve.timestamp_anchor import (
    ANCHORED,
    ATTESTED,
    INVALID,
    PENDING,
    Anchor,
    latest,
    note_of,
    queue,
    record,
    short,
    stamped,
)
from marsad.preserve.timestamp_header import Header, headers
from marsad.preserve.timestamp_proof import MAGIC, Proof, parse
from marsad.store import Store, disk, keys, layout
from marsad.store.checkpoint import Checkpoint

ANCHORING, TAKING = "anchored", "proof"
"""Acts: a proof with the header that it was held to, and a proof without one."""


def ask_ots(store: Store, folder: Path) -> Path:
    """Sign the log as it stands and lay down the note, for ``ots stamp`` on another machine."""
    note = latest(store)
    data, name = stamped(note, keys.public_pem(store.lab)), f"{note.size:012d}.note"
    kept = queue(store) / name
    if not kept.exists():
        disk.write_whole(kept, data, store.lab / layout.TMP, 0o644)
    folder.mkdir(parents=True, exist_ok=True)
    out = folder / f"checkpoint-{name}"
    out.write_bytes(data)
    return out


def is_ots(path: Path) -> bool:
    """Whether a file begins as a proof of OpenTimestamps does."""
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError as error:
        raise BadInput(f"{path.name} cannot be read: {error.strerror}") from error


def take_ots(store: Store, path: Path, given: Path | None = None, by: str = "marsad") -> Anchor:
    """Import a proof, and the header of its block where somebody gives one they trust."""
    data = path.read_bytes()
    proof = _read(data, path.name)
    note = _asked(store, proof, path.name)
    header = _fitting(proof, headers(given), given.name) if given else None
    kept = queue(store) / f"{note.size:012d}-{short(data)}.ots"
    beside = kept.with_suffix(".header")
    # The proof last: it is what makes the anchor.
    for target, content in ((beside, header.data if header else b""), (kept, data)):
        if content and not target.exists():
            disk.write_whole(target, content, store.lab / layout.TMP, 0o644)
    trusted = beside.read_bytes() if beside.exists() else b""
    record(store, ANCHORING if trusted else TAKING, by, note, data, trusted)
    return judged_ots(store, note, kept)


def judged_ots(store: Store, note: Checkpoint, path: Path) -> Anchor:
    """What a kept proof is worth today."""
    found = Anchor(note.size, note.root.hex(), token=path)
    try:
        if path.stem[13:] != short(path.read_bytes()):
            raise BadInput(f"{path.name} was altered; restore it from a backup")
        return worth(found, path, stamped(note, keys.public_pem(store.lab)))
    except BadInput as error:
        return replace(found, state=INVALID, reason=str(error))


def worth(found: Anchor, path: Path, data: bytes) -> Anchor:
    """The anchor that a proof on this data makes, with the header beside it if there is one."""
    proof = _read(path.read_bytes(), path.name)
    if proof.digest != hashlib.sha256(data).digest():
        raise BadInput(f"{path.name} is a proof on something else")
    beside = path.with_suffix(".header")
    if beside.exists():
        header = _fitting(proof, headers(beside), beside.name)
        said = f"Bitcoin block {_height(proof, header)}"
        return replace(found, authority=said, state=ANCHORED, time=header.time, reason=header.name)
    if proof.blocks:
        block = proof.blocks[0]
        reason = Phrase(
            "compare its Merkle root %(hex)s with a header you trust", hex=block.root[::-1].hex()
        )
        said = f"Bitcoin block {block.height}"
        return replace(found, authority=said, state=ATTESTED, reason=reason)
    said = ", ".join(proof.calendars)
    return replace(found, authority=said, state=PENDING, reason=Phrase("no block holds it yet"))


def held_by(path: Path, given: Sequence[Header]) -> bool:
    """Whether one of the headers that a reader trusts is of a block that the proof leads to."""
    roots = {block.root for block in parse(path.read_bytes()).blocks}
    return any(header.root in roots for header in given)


def _read(data: bytes, name: str) -> Proof:
    try:
        proof = parse(data)
    except BadInput as error:
        raise BadInput(f"{name}: {error}") from error
    if not proof.blocks and not proof.calendars:
        raise BadInput(f"{name} names neither a block nor a calendar")
    return proof


def _asked(store: Store, proof: Proof, name: str) -> Checkpoint:
    public = keys.public_pem(store.lab)
    for path in sorted(queue(store).glob("*.note"), reverse=True):
        # The checkpoint and not the copy that was laid down: that one is nobody's evidence.
        note = note_of(store, int(path.stem))
        if hashlib.sha256(stamped(note, public)).digest() == proof.digest:
            return note
    raise BadInput(
        f"{name} stamps no note that this lab gave out; ask with: marsad timestamp LAB ask --ots"
    )


def _fitting(proof: Proof, given: Sequence[Header], name: str) -> Header:
    roots = {block.root for block in proof.blocks}
    for header in given:
        if header.root in roots:
            return header
    if not roots:
        raise BadInput("the proof is pending, so there is no block to compare; run: ots upgrade")
    wanted = ", ".join(f"{each.height} ({each.root[::-1].hex()})" for each in proof.blocks)
    raise BadInput(f"{name} has no header of the blocks that the proof names: {wanted}")


def _height(proof: Proof, header: Header) -> int:
    return next(block.height for block in proof.blocks if block.root == header.root)
