"""The RFC 6962 Merkle tree over the leaves of the custody log.

A :class:`Frontier` holds only the roots of the full subtrees, so that adding a leaf to a log of
any length costs a few hashes and no reading.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

EMPTY = hashlib.sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of a leaf (RFC 6962, 2.1)."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(slots=True)
class Frontier:
    """The tree as it grows: its size and the roots of its full subtrees, largest first."""

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def add(self, leaf: bytes) -> None:
        """Put a leaf at the end."""
        node, size = leaf_hash(leaf), self.size
        while size & 1:
            node, size = node_hash(self.peaks.pop(), node), size >> 1
        self.peaks.append(node)
        self.size += 1

    @property
    def root(self) -> bytes:
        """The root of the tree so far."""
        if not self.peaks:
            return EMPTY
        node = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            node = node_hash(peak, node)
        return node

    def pack(self) -> bytes:
        """The peaks one after another, to be stored beside the size."""
        return b"".join(self.peaks)

    @classmethod
    def unpack(cls, size: int, packed: bytes) -> "Frontier":
        """The frontier that ``pack`` gave."""
        return cls(size, [packed[at : at + 32] for at in range(0, len(packed), 32)])


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over all leaves."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.add(leaf)
    return frontier.root


def levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """Every row of the tree, leaves first; an odd last node moves up as it is.

    Proofs of many leaves are read off these rows instead of hashing the tree once for each.
    """
    rows = [[leaf_hash(leaf) for leaf in leaves]]
    while len(rows[-1]) > 1:
        row = rows[-1]
        above = [node_hash(row[at], row[at + 1]) for at in range(0, len(row) - 1, 2)]
        rows.append([*above, row[-1]] if len(row) % 2 else above)
    return rows


def inclusion(rows: Sequence[Sequence[bytes]], index: int) -> list[bytes]:
    """The audit path of a leaf: the siblings from the leaf up (RFC 6962, 2.1.1)."""
    path = []
    for row in rows[:-1]:
        if (index ^ 1) < len(row):
            path.append(row[index ^ 1])
        index >>= 1
    return path


def root_from_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root that an audit path leads to; compare it with the one you trust.

    Nothing when the path is too short or too long for that place in a tree of that size.
    """
    node, last = leaf_hash(leaf), size - 1
    if not 0 <= index <= last:
        return b""
    for sibling in path:
        if not last:
            return b""
        while not index & 1 and index == last:
            index, last = index >> 1, last >> 1
        node = node_hash(sibling, node) if index & 1 else node_hash(node, sibling)
        index, last = index >> 1, last >> 1
    return b"" if last else node
