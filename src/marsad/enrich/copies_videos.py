"""Videos that repeat earlier ones, told by the hashes of their key frames.

A finding ``frame-hash`` says ``SECONDS:PDQ`` of one key frame. Two videos are one when most of the
shorter one's frames are found in the other in the same order: a title card, a black screen or a
logo that many videos share is one frame, and makes no copy.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from marsad.enrich.copies_hashes import NEAR, QUALITY, Hash, Hashes, read_hash
from marsad.enrich.copies_pictures import Sign, Tell
from marsad.enrich.copies_point import Pointing, Stored, stored
from marsad.model import Finding
from marsad.store import Sketches, Store

VIDEO = "video"
KIND = "frame-hash"
BATCH = 5000
LEAST = 0.5
"""Of the shorter video's frames, those that must be found."""
FEWEST = 2
"""Frames that must be found: a single one may be a title card."""
COMMON = 200
"""A frame near more frames than this is everybody's, and tells nothing."""
_ROW = np.dtype([("number", "<i8"), ("medium", "<u8"), ("hash", "<u8", (4,))])

Frames = list[tuple[float, Hash]]


@dataclass(frozen=True, slots=True)
class _Video:
    post: Stored
    media: str
    frames: Frames

    @property
    def key(self) -> tuple[int, int]:
        """Its post, and the beginning of its digest: enough to tell it from others there."""
        return self.post.number, int(self.media[:16] or "0", 16)


def frames_of(findings: Iterable[Finding]) -> Frames:
    """The frames that say something, in order; of a still stretch only the first."""
    kept: Frames = []
    for finding in findings:
        if finding.confidence is not None and finding.confidence < QUALITY:
            continue
        seconds, _, digits = finding.value.partition(":")
        kept.append((float(seconds), read_hash(digits)))
    kept.sort(key=lambda frame: frame[0])
    return [frame for n, frame in enumerate(kept) if not n or _apart(frame, kept[n - 1]) > NEAR]


def sameness(one: Frames, other: Frames) -> float:
    """The share of the shorter video's frames that the other has in the same order."""
    short, long = sorted((one, other), key=len)
    if not short:
        return 0.0
    hashes = np.stack([hash for _, hash in long])
    longest: list[int] = []
    for _, hash in short:
        distances = np.bitwise_count(hashes ^ hash).sum(axis=1, dtype=np.int64)
        # From the last: two places of one frame must not both be counted.
        for place in np.flatnonzero(distances <= NEAR)[::-1].tolist():
            at = bisect_left(longest, place)
            longest[at : at + 1] = [place]
    return len(longest) / len(short) if len(longest) >= FEWEST else 0.0


class VideoCopies:
    """Reads the frames that came since the last run."""

    def __init__(self, store: Store, sketches: Sketches) -> None:
        """Read nothing yet."""
        self._store, self._sketches = store, sketches
        self._keys: list[tuple[int, int]] = []

    def run(self, sign: Sign, tell: Tell) -> int:
        """Compare every new video with all earlier ones; count the new findings."""
        last, new, done = self._sketches.last(VIDEO), 0, 0
        hashes: Hashes | None = None
        while found := self._whole(self._sketches.since(KIND, last, BATCH)):
            hashes = hashes or self._load()
            pointing = Pointing(self._store, self._sketches)
            kept: list[tuple[int, int, Hash]] = []
            for video in self._videos([finding for _, finding in found]):
                self._compare(hashes, pointing, video)
                kept += self._remember(hashes, video)
            upto, rows = found[-1][0], np.array(kept, _ROW).tobytes()
            new += self._sketches.write(VIDEO, last, upto, rows, sign(pointing.claims()))
            last, done = upto, done + len(found)
            tell(done, 0)
        return new

    def _whole(self, found: list[tuple[int, Finding]]) -> list[tuple[int, Finding]]:
        """Without the last video, whose end may lie beyond the batch."""
        if len(found) < BATCH:
            return found
        final = found[-1][1]
        cut = [each for each in found if (each[1].post, each[1].media) != (final.post, final.media)]
        return cut or found

    def _load(self) -> Hashes:
        rows = np.frombuffer(b"".join(self._sketches.rows(VIDEO)), _ROW)
        self._keys = list(zip(rows["number"].tolist(), rows["medium"].tolist(), strict=True))
        return Hashes(np.ascontiguousarray(rows["hash"]))

    def _videos(self, found: Sequence[Finding]) -> Iterable[_Video]:
        there = self._sketches.numbered(list({finding.post for finding in found}))
        posts = {post.id: stored(number, post) for number, post in there.items()}
        for (post, media), some in groupby(found, key=lambda each: (each.post, each.media)):
            yield _Video(posts[post], media, frames_of(some))

    def _compare(self, hashes: Hashes, pointing: Pointing, video: _Video) -> None:
        votes: Counter[tuple[int, int]] = Counter()
        for _, hash in video.frames:
            near = {self._keys[row] for row, _ in hashes.near(hash)}
            votes.update(near if len(near) <= COMMON else ())
        for key in [key for key, count in votes.items() if count >= FEWEST and key != video.key]:
            for other in self._again(key):
                alike = sameness(video.frames, other.frames)
                if alike < LEAST:
                    continue
                pointing.point(video.post, other.post, alike, video.media)
                pointing.point(other.post, video.post, alike, other.media)

    def _remember(self, hashes: Hashes, video: _Video) -> Iterable[tuple[int, int, Hash]]:
        for _, hash in video.frames:
            hashes.add(hash)
            self._keys.append(video.key)
            yield (*video.key, hash)

    def _again(self, key: tuple[int, int]) -> Iterable[_Video]:
        """A video seen before, read from what was found of it."""
        for number, post in self._sketches.posts([key[0]]).items():
            for media in post.media:
                video = _Video(stored(number, post), media.sha256, [])
                if media.sha256 and video.key == key:
                    some = [
                        each
                        for each in self._store.findings(post.id, KIND)
                        if each.media == media.sha256
                    ]
                    yield _Video(video.post, media.sha256, frames_of(some))


def _apart(one: tuple[float, Hash], other: tuple[float, Hash]) -> int:
    return int(np.bitwise_count(one[1] ^ other[1]).sum())
