"""Pictures that repeat earlier ones, told by their PDQ hashes."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from marsad.enrich.copies_hashes import BITS, NEAR, QUALITY, Hashes, read_hash
from marsad.enrich.copies_point import Pointing, Stored, stored
from marsad.model import Claim, Finding
from marsad.store import Sketches, Store

PICTURE = "picture"
KIND = "pdq"
BATCH = 1000
_ROW = np.dtype([("number", "<i8"), ("at", "<i8"), ("hash", "<u8", (4,))])

Sign = Callable[[Iterable[Claim]], list[Finding]]
Tell = Callable[[int, int], None]


def sure(distance: int) -> float:
    """How surely two pictures are one, by the bits in which they differ."""
    return 1 - distance / BITS * 2


class PictureCopies:
    """Reads the hashes that came since the last run, in the order in which they were found."""

    def __init__(self, store: Store, sketches: Sketches) -> None:
        """Read nothing yet."""
        self._store, self._sketches = store, sketches
        self._numbers: list[int] = []
        self._times: list[int] = []

    def run(self, sign: Sign, tell: Tell) -> int:
        """Compare every new picture with all earlier ones; count the new findings."""
        last, new, done = self._sketches.last(PICTURE), 0, 0
        hashes: Hashes | None = None
        while found := self._sketches.since(KIND, last, BATCH):
            hashes = hashes or self._load()
            pointing = Pointing(self._store, self._sketches)
            rows = self._batch(hashes, pointing, [finding for _, finding in found])
            upto = found[-1][0]
            new += self._sketches.write(PICTURE, last, upto, rows, sign(pointing.claims()))
            last, done = upto, done + len(found)
            tell(done, 0)
        return new

    def _load(self) -> Hashes:
        rows = np.frombuffer(b"".join(self._sketches.rows(PICTURE)), _ROW)
        self._numbers, self._times = rows["number"].tolist(), rows["at"].tolist()
        return Hashes(np.ascontiguousarray(rows["hash"]))

    def _batch(self, hashes: Hashes, pointing: Pointing, found: Sequence[Finding]) -> bytes:
        there = self._sketches.numbered(list({finding.post for finding in found}))
        posts = {post.id: stored(number, post) for number, post in there.items()}
        kept = []
        for finding in found:
            if (finding.confidence or 0) < QUALITY:
                continue
            post, hash = posts[finding.post], read_hash(finding.value)
            near = [
                (other, distance)
                for row, distance in hashes.near(hash)
                for other in self._stored(row, posts)
            ]
            for other, distance in near:
                self._point(pointing, finding, post, other, distance)
            if not any(distance == 0 and other < post for other, distance in near):
                hashes.add(hash)
                self._numbers.append(post.number)
                self._times.append(post.at)
                kept.append((post.number, post.at, hash))
        return np.array(kept, _ROW).tobytes()

    def _stored(self, row: int, posts: dict[str, Stored]) -> Iterable[Stored]:
        found = self._sketches.posts([self._numbers[row]])
        for number, post in found.items():
            yield posts.setdefault(post.id, stored(number, post))

    def _point(
        self, pointing: Pointing, finding: Finding, post: Stored, other: Stored, distance: int
    ) -> None:
        pointing.point(post, other, sure(distance), finding.media)
        if not post < other:
            return
        mine = read_hash(finding.value)
        for late in [(other, ""), *pointing.followers(other.post)]:
            for each in self._store.findings(late[0].post.id, KIND):
                if late[1] in ("", each.media):
                    apart = int(np.bitwise_count(read_hash(each.value) ^ mine).sum())
                    if apart <= NEAR:
                        pointing.point(late[0], post, sure(apart), each.media)
