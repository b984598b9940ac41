"""Where an entry stands in the log, and the hashes that tie it to the root that was signed."""

from collections.abc import Sequence
from dataclasses import dataclass

from marsad.errors import EvidenceAltered
from marsad.store import Store, custody
from marsad.store.checkpoint import Checkpoint
from marsad.store.merkle import inclusion, levels, root_from_inclusion


@dataclass(frozen=True, slots=True)
class Proof:
    """An inclusion proof as RFC 6962 has it."""

    n: int
    """Number of the entry."""
    size: int
    """Entries that the signed root covers."""
    root: str
    path: tuple[str, ...]
    holds: bool
    """The leaf and the path come to the root that was signed."""


def proofs(store: Store, numbers: Sequence[int], note: Checkpoint | None) -> tuple[Proof, ...]:
    """The proofs of some entries against a signed checkpoint; of those beyond it, none."""
    signed = [n for n in numbers if note and n < note.size]
    if not note or not signed:
        return ()
    try:
        leaves = [line.leaf for line in custody.lines(store.lab) if line.n < note.size]
    except EvidenceAltered:
        return ()  # What is wrong with the log is told beside it.
    if len(leaves) < note.size:
        return ()
    rows, made = levels(leaves), []
    for n in signed:
        path = inclusion(rows, n)
        holds = root_from_inclusion(leaves[n], n, note.size, path) == note.root
        hashes = tuple(each.hex() for each in path)
        made.append(Proof(n, note.size, note.root.hex(), hashes, holds))
    return tuple(made)
