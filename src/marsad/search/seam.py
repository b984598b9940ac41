"""The seam under this stage: what an engine is asked of the posts of a lab, and what it answers.

Two engines stand on it: tantivy in the folder of the lab, in parts that are searched side by side
(``parts``), and tables in the lab's PostgreSQL (``rows``). Both are asked by ``compile``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from marsad.search.tree import Node

ORDERS = {"relevance": None, "newest": "posted", "oldest": "posted", "first-seen": "seen"}
"""Each with the number that posts are ordered by; nothing: by how well they answer."""
ASCENDING = ("oldest", "first-seen")


class Answer(NamedTuple):
    """A post that answers, by its running number; the greater ``key``, the earlier it comes."""

    key: float
    number: int


class Counted(NamedTuple):
    """The most frequent values of a field, the most frequent first, and how often others occur."""

    counts: Sequence[tuple[str, int]]
    more: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """A query that was read, and all that is to be known of the posts that answer it."""

    tree: Node
    strength: str
    zone: ZoneInfo
    order: str = "relevance"
    most: int = 0
    """How many posts are named, the first in that order."""
    among: tuple[int, ...] | None = None
    """Running numbers of the only posts that are asked; nothing: all."""
    counted: bool = False
    """Whether to say how many posts answer."""
    facets: tuple[str, ...] = ()
    top: int = 10
    """How many values of each."""
    step: str = ""
    """``day``, ``week`` or ``month``, to be counted by; empty: they are not."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What an engine, or one part of its index, answers."""

    answers: Sequence[Answer] = ()
    total: int | None = None
    facets: Mapping[str, Counted] = field(default_factory=dict)
    bars: Mapping[int, int] = field(default_factory=dict)
    """Posts by day since 1970, by the first day of a week, or by month since the year 0."""
    spelled: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The Arabic-script words that words in Latin letters were looked up as."""


class Index(Protocol):
    """The index of a lab, brought up to date with its store."""

    @property
    def posts(self) -> int:
        """How many posts it holds."""

    @property
    def behind(self) -> bool:
        """Whether another process is still bringing it up to date."""

    def answer(self, wanted: Wanted) -> Answered:
        """Ask it."""
