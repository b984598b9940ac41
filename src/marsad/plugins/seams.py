"""The two seams: a collector brings posts in, an enricher says something about them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol

from marsad.model import Authority, AuthorityRecord, Claim, Finding, Outlet, Place, Post
from marsad.plugins.exchange import Present
from marsad.plugins.handover import Gathered, Refused


class Collector(Protocol):
    """Turns a source into posts."""

    name: ClassVar[str]
    version: ClassVar[str]
    consecutive: ClassVar[bool]
    """The platform numbers its posts one after the other, so that a missing number is a gap."""

    def accepts(self, origin: str) -> float:
        """How surely this origin is mine, from 0 to 1, at a glance and without an error.

        A plain yes is 1; who takes whatever nobody else claims says less.
        """
        ...

    def originals(self, origin: str) -> Sequence[Path]:
        """The files that make up the source, to be kept byte for byte; none for a live source."""
        ...

    def collect(self, origin: str, since: str) -> Iterator[Gathered | Refused | Present]:
        """Yield every post after ``since``, oldest first; may be abandoned at any point."""
        ...


class Known(Protocol):
    """What an enricher may look at: the findings so far, the originals, the register."""

    def findings(self, post: str, kind: str) -> list[Finding]:
        """The standing findings of a kind: those that nothing replaces."""
        ...

    def path(self, sha256: str) -> Path:
        """A local, read-only file with the content of an original."""
        ...

    def place(self, id: str) -> Place:
        """Where a post was seen."""
        ...

    def outlets(self) -> Sequence[Outlet]:
        """Every outlet in the register."""
        ...

    def names(self) -> Authority:
        """The register of names, and what persons said was no match."""
        ...


@dataclass(frozen=True, slots=True)
class Example:
    """A case an enricher must get right: values it must say, or silence when there are none."""

    text: str = ""
    says: tuple[str, ...] = ()
    files: tuple[tuple[str, bytes], ...] = ()
    """Name and content of the media of the post."""
    forwarded_from: str = ""
    outlets: tuple[Outlet, ...] = ()
    names: tuple[AuthorityRecord, ...] = ()


class Enricher(Protocol):
    """Says something about posts."""

    name: ClassVar[str]
    needs: ClassVar[tuple[str, ...]]
    """Kinds of findings that must be there first."""
    makes: ClassVar[tuple[str, ...]]
    """Kinds of findings it may yield."""

    @property
    def version(self) -> str:
        """What its done-marks carry; it may depend on what the enricher was given to read."""
        ...

    def enrich(self, posts: Sequence[Post], known: Known) -> Iterable[Claim]:
        """Yield claims about the posts, each of a kind listed in ``makes``."""
        ...

    def examples(self) -> Sequence[Example]:
        """Two cases or more in which it speaks, and two or more in which it must stay silent."""
        ...


def signature(enricher: Enricher) -> str:
    """Who signs the findings, and whose done-marks they are: ``ocr/1``."""
    return f"{enricher.name}/{enricher.version}"
