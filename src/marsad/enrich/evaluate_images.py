"""How well copies of pictures are found: ``marsad evaluate images GOLD.jsonl``."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import numpy as np

from marsad.enrich.copies import MAKER
from marsad.enrich.copies_hashes import QUALITY, Hashes, read_hash
from marsad.enrich.copies_points import BATCH, Keys, Parts, Shape, common_part, sure, unpacked
from marsad.enrich.evaluate_copies import group_of
from marsad.enrich.evaluate_pairs import pair_figures
from marsad.enrich.loose import Loose, loose_post
from marsad.enrich.media import MediaFacts, pdq_part
from marsad.enrich.points import Points
from marsad.errors import BadInput, NotReady
from marsad.evaluation import Failed, Figures, GoldLine, readable
from marsad.model import Media

_NO_KEYS: Keys = np.empty((0, 3), np.uint16)


@dataclass(frozen=True, slots=True)
class _Asked:
    number: int
    path: Path
    group: str


@dataclass(slots=True)
class _Seen:
    """The pictures seen so far, by their place among those that could be read."""

    media: MediaFacts
    points: Points | None
    hashes: Hashes = field(default_factory=lambda: Hashes(np.empty((0, 4), np.uint64)))
    hashed: list[int] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    parts: Parts = field(default_factory=lambda: Parts(_NO_KEYS, []))

    def look(self, path: Path, number: int) -> list[int]:
        """The earlier pictures that one repeats, as a whole or in part."""
        found = []
        if said := _hash_of(self.media, path):
            found += [self.hashed[row] for row, _ in self.hashes.near(read_hash(said))]
            self.hashes.add(read_hash(said))
            self.hashed.append(number)
        if self.points:
            shape = unpacked(self.points.of(path))
            found += [n for n in self.parts.best(shape) if sure(common_part(shape, self.shapes[n]))]
            self.parts.add(shape)
            self.shapes.append(shape)
            if len(self.shapes) % BATCH == 0:
                self.parts.settle()
        return found


class ImagesTask:
    """Compares the copies of pictures that are found with those that people named."""

    name: ClassVar[str] = "images"

    def run(self, gold: Iterable[GoldLine], options: Mapping[str, str]) -> Figures:
        """Go through the gold in order; ``parts=no`` compares whole pictures only."""
        ready = pdq_part()
        if not ready.ready:
            raise NotReady("pictures are compared by PDQ", ready.remedy)
        failed: list[Failed] = []
        groups: list[str] = []
        firsts: dict[int, int] = {}
        points = None if options.get("parts") == "no" else Points()
        seen, began = _Seen(MediaFacts(), points), time.process_time()
        for asked in readable(gold, _asked, failed):
            try:
                earlier = seen.look(asked.path, len(groups))
            except BadInput as error:
                failed.append(Failed(asked.number, str(error)))
                continue
            firsts |= {len(groups): min(earlier)} if earlier else {}
            groups.append(asked.group)
        decoding = seen.media.cpu_seconds + (points.cpu_seconds if points else 0)
        spent = time.process_time() - began + decoding
        values = pair_figures(groups, firsts) if groups else {}
        speed = {"posts_per_cpu_second": round(len(groups) / spent, 1)}
        return Figures(MAKER, len(groups), {**values, **speed}, failed, decoding)


def _asked(line: GoldLine) -> _Asked:
    return _Asked(line.number, line.file("image"), group_of(line))


def _hash_of(media: MediaFacts, path: Path) -> str:
    """The PDQ hash, as the enricher says it; nothing when the picture is plain."""
    known = Loose()
    post = loose_post("", media=[Media(known.add_file(path), path.name, "photo")])
    said = list(media.enrich([post], known))
    for claim in said:
        if claim.kind == "unreadable":
            raise BadInput(claim.value)
        if claim.kind == "pdq" and (claim.confidence or 0) >= QUALITY:
            return claim.value
    return ""
