"""Which stored pictures are near to one that somebody holds, by their PDQ hashes.

Every hash is compared, so nothing is missed; most of the time goes into reading them. What is
further away than the makers of PDQ advise is not shown as near, however near the rest may be.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from marsad.engine.capped import Capped, Limits
from marsad.enrich.copies_hashes import NEAR, QUALITY, read_hash
from marsad.enrich.copies_pictures import KIND, sure
from marsad.enrich.media import checked_facts, pdq_part
from marsad.errors import BadInput, NotFound, NotReady
from marsad.model import Post
from marsad.phrase import Phrase
from marsad.settings import Settings
from marsad.store import Sketches, Store


@dataclass(frozen=True, slots=True)
class Alike:
    """A stored picture that is near, and in how many of 256 bits it differs."""

    post: Post
    media: str
    distance: int

    @property
    def sure(self) -> float:
        """How surely the two are one picture."""
        return sure(self.distance)


def pictures_like(store: Store, path: Path, most: int = 20) -> list[Alike]:
    """The stored pictures nearest to a file; it is opened by the capped decoder."""
    return _near(store, _hash_of(store.settings, path), most)


def pictures_beside(store: Store, post: str, media: str, most: int = 20) -> list[Alike]:
    """The stored pictures nearest to one of a post, itself left out."""
    found = [each for each in store.findings(post, KIND) if each.media == media]
    if not found:
        raise NotFound(
            Phrase("this picture has no hash; make it with: marsad enrich LAB --only media")
        )
    if (found[-1].confidence or 0) < QUALITY:
        raise NotFound(
            Phrase("this picture has too little in it to be told from others by its hash")
        )
    near = _near(store, found[-1].value, most + 1)
    return [each for each in near if (each.post.id, each.media) != (post, media)][:most]


def _hash_of(settings: Settings, path: Path) -> str:
    part = pdq_part()
    if not part.ready:
        raise NotReady(part.detail, part.remedy)
    if not path.is_file():
        raise BadInput(Phrase("%(path)s is no file; name a picture", path=path))
    limits = Limits(seconds=settings.decoder_seconds, megabytes=settings.decoder_megabytes)
    child = Capped("marsad.enrich.media_decode:picture_facts", limits)
    try:
        answer = child.call(
            path=str(path.absolute()), megapixels=settings.max_megapixels, hashed=True
        )
    finally:
        child.close()
    facts = checked_facts(answer, settings.max_megapixels)
    if facts.quality < QUALITY * 100:
        raise BadInput(
            Phrase(
                "%(path)s has too little in it to be told from others (quality %(quality)s of 100)",
                path=path,
                quality=facts.quality,
            )
        )
    return facts.pdq


def _near(store: Store, digits: str, most: int) -> list[Alike]:
    sketches = Sketches(store, "")
    numbers, values = sketches.values(KIND, QUALITY)
    if not numbers:
        raise NotFound(
            Phrase(
                "this lab has no hashes of pictures; make them with: marsad enrich LAB --only media"
            )
        )
    rows = read_hash("".join(values)).reshape(-1, 4)
    distances = np.bitwise_count(rows ^ read_hash(digits)).sum(axis=1, dtype=np.uint16)
    near = np.flatnonzero(distances <= NEAR)
    # A picture that was hashed twice counts once; the cut is by distance, the rest by time.
    first = near[np.argsort(distances[near], kind="stable")][: 2 * most].tolist()
    findings = sketches.findings([numbers[n] for n in first])
    found: dict[tuple[str, str], int] = {}
    for n in first:
        finding = findings[numbers[n]]
        found.setdefault((finding.post, finding.media), int(distances[n]))
    posts = {post.id: post for post in sketches.numbered([post for post, _media in found]).values()}
    made = [Alike(posts[post], media, apart) for (post, media), apart in found.items()]
    return sorted(made, key=lambda each: (each.distance, each.post.posted_at))[:most]
