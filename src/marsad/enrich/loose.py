"""What enrichers look at when there is no lab: posts and a ``Known`` that live in memory.

Evaluations and the plugin tests run the very enrichers of a lab over loose material.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from marsad.errors import NotFound
from marsad.model import (
    Authority,
    AuthorityRecord,
    Claim,
    Finding,
    Forward,
    Media,
    Outlet,
    Place,
    Post,
    made_of,
    sign,
)
from marsad.phrase import Phrase

PLACE = Place("loose:1", "Loose", "Loose material")
MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


def loose_post(
    text: str, number: int = 1, media: Sequence[Media] = (), forwarded_from: str = ""
) -> Post:
    """A post that stands in no lab; equal texts under different numbers are different posts."""
    return Post(
        id=made_of("loose", number, text),
        place=PLACE.id,
        capture="loose",
        native_id=str(number),
        posted_at=MOMENT,
        text=text,
        media=tuple(media),
        forwarded_from=Forward(forwarded_from) if forwarded_from else None,
    )


class Loose:
    """A ``Known`` in memory."""

    def __init__(
        self,
        outlets: Iterable[Outlet] = (),
        places: Iterable[Place] = (PLACE,),
        names: Iterable[AuthorityRecord] = (),
    ) -> None:
        """Start with a register, some places, and nothing found yet."""
        self._outlets = tuple(outlets)
        self._names = Authority(tuple(names))
        self._places = {place.id: place for place in places}
        self._paths: dict[str, Path] = {}
        self._findings: dict[tuple[str, str], list[Finding]] = {}

    def add_file(self, path: Path) -> str:
        """Make a file readable under its digest, and say the digest."""
        with path.open("rb") as content:
            sha256 = hashlib.file_digest(content, "sha256").hexdigest()
        self._paths[sha256] = path
        return sha256

    def add_claims(self, claims: Iterable[Claim], maker: str) -> None:
        """Sign claims, so that enrichers which need them find them."""
        for claim in claims:
            finding = sign(claim, maker, MOMENT)
            self._findings.setdefault((claim.post, claim.kind), []).append(finding)

    def findings(self, post: str, kind: str) -> list[Finding]:
        """The standing findings of a kind: those that nothing replaces."""
        found = self._findings.get((post, kind), [])
        replaced = {finding.replaces for finding in found}
        return [finding for finding in found if finding.id not in replaced]

    def path(self, sha256: str) -> Path:
        """The file with this digest."""
        if sha256 not in self._paths:
            raise NotFound(
                Phrase(
                    "no file %(sha256)s among the loose material; add it first", sha256=sha256[:12]
                )
            )
        return self._paths[sha256]

    def place(self, id: str) -> Place:
        """Where a post was seen."""
        if id not in self._places:
            raise NotFound(
                Phrase(
                    "no place %(id)s; there are: %(places)s",
                    id=repr(id),
                    places=", ".join(sorted(self._places)),
                )
            )
        return self._places[id]

    def outlets(self) -> Sequence[Outlet]:
        """The register."""
        return self._outlets

    def names(self) -> Authority:
        """The register of names; nobody said anything against it."""
        return self._names
