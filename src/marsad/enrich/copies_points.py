"""Pictures that repeat a part of earlier ones: cut, framed, or under a logo, told by their points.

Points that look alike are candidates; pictures are one only when many points lie in the same
positions to one another in both, and not in one corner: a frame or a logo that many pictures
share has many points and covers little.
"""

from base64 import b64decode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from marsad.enrich.copies_pictures import Sign, Tell
from marsad.enrich.copies_point import NEAR_COPY, Pointing, Stored, stored
from marsad.model import Finding
from marsad.store import Sketches, Store

PART = "part"
KIND = "picture-points"
BATCH = 200
TRIED = 10
"""Candidates whose points are laid over each other."""
FEWEST, LEAST = 8, 0.27
"""Points that must fall together: how many, and in which share of the part that both show.

Chosen on one half of bench/images_gold.py, and above what a shared frame and logo reach.
"""
KNOWN = 0.75
"""A picture that repeats another one this surely as a whole is not remembered a second time."""
_ALIKE = 56
"""Bits of 256 in which two points of one thing differ, at most."""
_OFF = 5.0
"""Pixels by which a point may miss its place, of a picture of 400."""
_CELL = 50
"""Pixels of a square; a picture has at most 64 of them."""
_LARGEST = 5.0
"""Times by which a part may have been enlarged or made smaller."""
_TABLES = 3
_POINT = np.dtype([("x", "<u2"), ("y", "<u2"), ("descriptor", "u1", (32,))])

Keys = npt.NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class Shape:
    """The points of one picture."""

    at: npt.NDArray[np.float32]
    looks: npt.NDArray[np.uint64]

    @property
    def keys(self) -> Keys:
        """Three numbers of 16 bits from each point: alike points often share one of them."""
        return np.ascontiguousarray(self.looks.view(np.uint16)[:, [0, 5, 10]])


def unpacked(points: bytes) -> Shape:
    """The points as the enricher packs them."""
    rows = np.frombuffer(points, _POINT)
    at = np.stack((rows["x"], rows["y"]), axis=1).astype(np.float32)
    return Shape(at, np.ascontiguousarray(rows["descriptor"]).view("<u8"))


def common_part(one: Shape, other: Shape) -> float:
    """The share of what both show in which points fall together; 0 when too few do."""
    pairs = _alike(one, other)
    if len(pairs) < FEWEST:
        return 0.0
    # Loaded late: where there is no picture to compare, it is not needed.
    import cv2

    cv2.setRNGSeed(0)
    mine = one.at[pairs[:, 0]]
    move, inside = cv2.estimateAffinePartial2D(
        mine, other.at[pairs[:, 1]], ransacReprojThreshold=_OFF
    )
    if move is None or inside.sum() < FEWEST:
        return 0.0
    if not 1 / _LARGEST < float(np.hypot(move[0, 0], move[1, 0])) < _LARGEST:
        return 0.0
    moved = one.at @ move[:, :2].T + move[:, 2]
    low, high = other.at.min(axis=0) - _OFF, other.at.max(axis=0) + _OFF
    shown = _cells(one.at[((moved > low) & (moved < high)).all(axis=1)])
    return len(_cells(mine[inside.ravel().astype(bool)]) & shown) / max(len(shown), 1)


def _alike(one: Shape, other: Shape) -> npt.NDArray[np.int64]:
    """Pairs of points, each the most alike to the other, by their numbers."""
    if min(len(one.at), len(other.at)) < FEWEST:
        return np.empty((0, 2), np.int64)
    apart = np.bitwise_count(one.looks[:, None] ^ other.looks[None]).sum(axis=2, dtype=np.int64)
    best, back = apart.argmin(axis=1), apart.argmin(axis=0)
    mine = np.arange(len(best))
    chosen = (back[best] == mine) & (apart[mine, best] <= _ALIKE)
    return np.stack((mine[chosen], best[chosen]), axis=1)


def _cells(at: npt.NDArray[np.float32]) -> set[tuple[int, int]]:
    return {(int(x), int(y)) for x, y in (at // _CELL).tolist()}


def sure(share: float) -> float:
    """How surely two pictures are one: never as surely as by their whole."""
    return 0.6 + 0.35 * share if share >= LEAST else 0.0


class Parts:
    """The keys of the pictures seen so far, and which pictures share many."""

    def __init__(self, keys: Keys, counts: Sequence[int]) -> None:
        """Start with the keys of all points, and how many each picture has."""
        self._keys, self._counts, self._sorted = [keys], list(counts), 0
        self._young: list[Keys] = []
        self._sort()

    def add(self, shape: Shape) -> None:
        """Remember one more picture."""
        self._counts.append(len(shape.at))
        self._young.append(shape.keys)

    def settle(self) -> None:
        """Sort the latest in; to be called between batches."""
        if self._young:
            self._keys, self._young = [*self._keys, *self._young], []
            self._sort()

    def best(self, shape: Shape) -> list[int]:
        """Numbers of the pictures that share most keys, the sorted ones and the latest."""
        votes, keys = np.zeros(len(self._counts), np.int64), shape.keys
        if not len(keys):
            return []
        for table in range(_TABLES):
            starts, owners = self._starts[table], self._owners[table]
            alike = set(keys[:, table].tolist())
            some = np.concatenate([owners[starts[key] : starts[key + 1]] for key in alike])
            votes += np.bincount(some, minlength=len(votes))
            for n, young in enumerate(self._young, self._sorted):
                votes[n] += np.isin(young[:, table], keys[:, table]).sum()
        first = np.argsort(-votes, kind="stable")[:TRIED]
        return [n for n in first.tolist() if votes[n]]

    def _sort(self) -> None:
        self._keys = [np.concatenate(self._keys)]
        self._sorted = len(self._counts)
        owner = np.repeat(np.arange(self._sorted, dtype=np.uint32), self._counts)
        self._owners, self._starts = [], []
        for table in range(_TABLES):
            column = np.ascontiguousarray(self._keys[0][:, table])
            self._owners.append(owner[np.argsort(column, kind="stable")])
            counts = np.bincount(column, minlength=1 << 16)
            self._starts.append(np.concatenate(([0], np.cumsum(counts))).tolist())


class PartCopies:
    """Reads the points that came since the last run."""

    def __init__(self, store: Store, sketches: Sketches) -> None:
        """Read nothing yet."""
        self._store, self._sketches = store, sketches
        self._owners: list[tuple[int, str]] = []

    def run(self, sign: Sign, tell: Tell) -> int:
        """Compare every new picture with all earlier ones; count the new findings."""
        last, new, done = self._sketches.last(PART), 0, 0
        parts: Parts | None = None
        while found := self._sketches.since(KIND, last, BATCH):
            parts = parts or self._load()
            parts.settle()
            pointing = Pointing(self._store, self._sketches)
            rows = b"".join(self._batch(parts, pointing, [finding for _, finding in found]))
            upto = found[-1][0]
            new += self._sketches.write(PART, last, upto, rows, sign(pointing.claims()))
            last, done = upto, done + len(found)
            tell(done, 0)
        return new

    def _load(self) -> Parts:
        keys, counts = [np.empty((0, _TABLES), np.uint16)], []
        for rows in self._sketches.rows(PART):
            for number, media, some in _read(rows):
                self._owners.append((number, media))
                keys.append(some)
                counts.append(len(some))
        return Parts(np.concatenate(keys), counts)

    def _batch(self, parts: Parts, pointing: Pointing, found: Sequence[Finding]) -> Iterable[bytes]:
        there = self._sketches.numbered(list({finding.post for finding in found}))
        posts = {post.id: stored(number, post) for number, post in there.items()}
        for finding in found:
            post, shape = posts[finding.post], unpacked(b64decode(finding.value))
            for number in parts.best(shape):
                self._compare(pointing, post, finding, shape, self._owners[number])
            if not self._known(finding):
                parts.add(shape)
                self._owners.append((post.number, finding.media))
                yield _row(post.number, finding.media, shape.keys)

    def _compare(
        self,
        pointing: Pointing,
        post: Stored,
        finding: Finding,
        shape: Shape,
        owner: tuple[int, str],
    ) -> None:
        number, media = owner
        for other in (stored(n, each) for n, each in self._sketches.posts([number]).items()):
            for each in self._store.findings(other.post.id, KIND):
                if each.media != media:
                    continue
                if alike := sure(common_part(shape, unpacked(b64decode(each.value)))):
                    pointing.point(post, other, alike, finding.media)
                    pointing.point(other, post, alike, media)

    def _known(self, finding: Finding) -> bool:
        found = self._store.findings(finding.post, NEAR_COPY)
        return any(
            each.media == finding.media and (each.confidence or 0) >= KNOWN for each in found
        )


def _row(number: int, media: str, keys: Keys) -> bytes:
    head = number.to_bytes(8, "little") + bytes.fromhex(media) + bytes([len(keys)])
    return head + keys.tobytes()


def _read(rows: bytes) -> Iterable[tuple[int, str, Keys]]:
    at, head = 0, 8 + 32 + 1
    while at < len(rows):
        count = rows[at + head - 1]
        keys = np.frombuffer(rows, np.uint16, count * _TABLES, at + head).reshape(-1, _TABLES)
        yield int.from_bytes(rows[at : at + 8], "little"), rows[at + 8 : at + 40].hex(), keys
        at += head + count * _TABLES * 2
