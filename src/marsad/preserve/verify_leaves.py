"""Whether each record of a bundle is what the log committed to, and nothing it names is missing."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from marsad.phrase import Phrase
from marsad.preserve.bundle_leaves import proof
from marsad.preserve.tombstones import Tombstones
from marsad.preserve.verify_state import ERASED as ERASED_STATE
from marsad.preserve.verify_state import INCOMPLETE, INVALID, Verification
from marsad.store import custody
from marsad.store.checkpoint import Checkpoint
from marsad.store.erasing import ERASED, KEPT_OUT
from marsad.store.merkle import root_from_inclusion

PARTS = {"leaves": ".json", "records": ".json", "proofs": ".tlog-proof"}


@dataclass(slots=True)
class Named:
    """What the records stand for, and what they refer to."""

    ids: set[str] = field(default_factory=set)
    needed: dict[str, str] = field(default_factory=dict)
    """Id of a place or capture, and of the post that names it."""
    originals: dict[str, str] = field(default_factory=dict)
    """Digest of an original, and the id of what names it."""
    gone: Tombstones = field(default_factory=Tombstones)


def check_leaves(data: Path, note: Checkpoint, found: Verification) -> None:
    """Every record, leaf and proof together, then what the records refer to."""
    numbers = {name: _numbers(data / name) for name in PARTS}
    named, size = Named(), 0
    signatures = _signatures((data / "checkpoint.note").read_text(encoding="utf-8"))
    for n in sorted(set().union(*numbers.values())):
        lacking = [name for name in PARTS if n not in numbers[name]]
        for name in lacking:
            found.note(f"data/{name}/{n}{PARTS[name]}", INCOMPLETE, "missing")
        if not lacking:
            size += 1
            _check_leaf(data, n, note, signatures, named, found)
    for name in named.gone.unlawful:
        found.note(name, INVALID, Phrase("an erasure that no two persons stand for"))
    for id, post in sorted(named.needed.items()):
        if id not in named.ids:
            found.note(
                id, INCOMPLETE, Phrase("its record is missing; %(post)s names it", post=post)
            )
    _check_originals(data / "blobs", named, found, size == len(set().union(*numbers.values())))
    found.size, found.root = size, note.root.hex()


def _check_leaf(
    data: Path, n: int, note: Checkpoint, signatures: str, named: Named, found: Verification
) -> None:
    item = f"data/leaves/{n}.json"
    try:
        raw = (data / "leaves" / f"{n}.json").read_bytes().decode("utf-8")
        record = (data / "records" / f"{n}.json").read_bytes()
        said = json.loads(raw)
        # One way of writing it only, so that no two readers can read two things.
        if json.dumps(said, ensure_ascii=False, indent=1) + "\n" != raw or said["n"] != n:
            raise ValueError(Phrase("it is written otherwise than a bundle has it"))
        entry = json.loads(said["entry"])
        path = [bytes.fromhex(node) for node in said["proof"]]
        leaf = custody.leaf(bytes.fromhex(said["salt"]), said["entry"].encode())
        if entry["record"] != hashlib.sha256(record).hexdigest():
            found.note(f"data/records/{n}.json", INVALID, Phrase("it is not what was logged"))
            return
        if root_from_inclusion(leaf, n, note.size, path) != note.root:
            found.note(item, INVALID, Phrase("it is not in the signed tree"))
            return
        _check_proof(data, n, proof(n, path, f"{note.text}\n"), signatures, found)
        _name(named, entry, json.loads(record))
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        found.note(item, INVALID, Phrase("it cannot be read: %(error)s", error=error))


def _check_proof(data: Path, n: int, head: str, signatures: str, found: Verification) -> None:
    name = f"proofs/{n}.tlog-proof"
    text = (data / name).read_bytes().decode("utf-8")
    # A checkpoint that lost its signature is unsigned, whether or not the proofs lost theirs.
    if text == head + signatures or (not signatures and text.startswith(head)):
        found.passed()
    else:
        found.note(f"data/{name}", INVALID, Phrase("it says something else than its leaf"))


def _name(named: Named, entry: Mapping[str, Any], record: Mapping[str, Any]) -> None:
    id = entry["id"]
    named.ids.add(id)
    if entry["kind"] == "capture":
        digests = {record["sha256"], record.get("exchange", ""), *record.get("parts", ())}
        named.originals.update(dict.fromkeys(digests - {""}, id))
    if entry["kind"] == "act" and record["act"] in (ERASED, KEPT_OUT):
        named.gone.read([record])
    if entry["kind"] == "post":
        named.needed.update({record["place"]: id, record["capture"]: id})
        kept = (media.get("sha256", "") for media in record.get("media", ()))
        named.originals.update({sha256: id for sha256 in kept if sha256})


def _check_originals(blobs: Path, named: Named, found: Verification, complete: bool) -> None:
    there = {path.name for path in blobs.glob("*") if path.is_file()}
    for sha256, owner in sorted(named.originals.items()):
        if sha256 not in there and (tombstone := named.gone.lost(sha256)):
            found.note(f"data/blobs/{sha256}", ERASED_STATE, f"see {tombstone}")
        elif sha256 not in there:
            found.note(
                f"data/blobs/{sha256}",
                INCOMPLETE,
                Phrase("missing; it belongs to %(owner)s", owner=owner),
            )
    for sha256 in sorted(there):
        if sha256 not in named.originals:
            state = INVALID if complete else INCOMPLETE
            found.note(f"data/blobs/{sha256}", state, Phrase("no record that is here names it"))
            continue
        with (blobs / sha256).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() == sha256:
                found.passed()
            else:
                found.note(f"data/blobs/{sha256}", INVALID, "altered")


def _numbers(folder: Path) -> set[int]:
    return set(_stems(folder))


def _stems(folder: Path) -> Iterator[int]:
    for path in folder.glob("*"):
        stem = path.name.partition(".")[0]
        if stem.isascii() and stem.isdecimal():
            yield int(stem)


def _signatures(note: str) -> str:
    return note.partition("\n\n")[2]
