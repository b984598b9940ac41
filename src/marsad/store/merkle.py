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


def consistency(rows: Sequence[Sequence[bytes]], first: int) -> list[bytes]:
    """The proof that the tree of the first leaves grew into this one (RFC 6962, 2.1.2)."""
    size = len(rows[0])
    if not 0 < first < size:
        return []
    path: list[bytes] = []
    low, high, known = 0, size, True
    while first != high:
        half = low + (1 << (high - low - 1).bit_length() - 1)
        if first <= half:
            path.append(_node(rows, half, high))
            high = half
        else:
            path.append(_node(rows, low, half))
            low, known = half, False
    return [*([] if known else [_node(rows, low, high)]), *reversed(path)]


def continues(first: int, old: bytes, size: int, new: bytes, path: Sequence[bytes]) -> bool:
    """Whether a tree is an append-only continuation of an earlier one, by its proof."""
    if not 0 < first < size:
        return not path and (old == new if first == size else first == 0 and old == EMPTY)
    nodes = [old, *path] if not first & (first - 1) else list(path)
    at, last = first - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    if not nodes:
        return False
    older = newer = nodes[0]
    for node in nodes[1:]:
        if not last:
            return False
        if at & 1 or at == last:
            older, newer = node_hash(node, older), node_hash(node, newer)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            newer = node_hash(newer, node)
        at, last = at >> 1, last >> 1
    return not last and (older, newer) == (old, new)


def _node(rows: Sequence[Sequence[bytes]], low: int, high: int) -> bytes:
    """The root over some leaves: a full subtree, or the rest at the end of the tree."""
    row = (high - low - 1).bit_length()
    return rows[row][low >> row]
