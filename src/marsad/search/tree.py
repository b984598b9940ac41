"""What a query means: a tree of words to find and of conditions to meet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

Sources = tuple[str, ...]
"""Where words are looked for; empty for everywhere."""


@dataclass(frozen=True, slots=True)
class Words:
    """A word, or several that stand side by side; ``column`` counts from 1."""

    text: str
    column: int
    sources: Sources = ()
    quoted: bool = False
    slop: int = 0
    """How many other words may stand between them."""


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that begin so."""

    text: str
    column: int
    sources: Sources = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words that a regular expression describes from their first letter to their last."""

    regex: str
    column: int
    sources: Sources = ()


@dataclass(frozen=True, slots=True)
class Latin:
    """Arabic-script words that a word in Latin letters may spell."""

    text: str
    column: int


@dataclass(frozen=True, slots=True)
class Keyword:
    """What a post is; ``values`` is what any of which it may be, once it was looked up."""

    field: str
    text: str
    column: int
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Days:
    """Posted, or first seen, between two days of the lab's zone, both included."""

    field: str
    since: date | None
    until: date | None
    column: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """Posts by their running numbers; no query says that."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Everything:
    """Every post."""


@dataclass(frozen=True, slots=True)
class Both:
    """All of the parts."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least so many of the parts."""

    parts: tuple["Node", ...]
    least: int = 1


@dataclass(frozen=True, slots=True)
class Without:
    """Not this."""

    part: "Node"


Leaf = Words | Prefix | Pattern | Latin
Node = Leaf | Keyword | Days | Numbers | Everything | Both | Either | Without


def wanted(node: Node) -> Iterator[Leaf]:
    """The words of a query that make a post a hit; those it must not hold are left out."""
    if isinstance(node, Words | Prefix | Pattern | Latin):
        yield node
    elif isinstance(node, Both | Either):
        for part in node.parts:
            yield from wanted(part)


def keywords(node: Node) -> Iterator[Keyword]:
    """Every condition on what a post is."""
    if isinstance(node, Keyword):
        yield node
    elif isinstance(node, Both | Either):
        for part in node.parts:
            yield from keywords(part)
    elif isinstance(node, Without):
        yield from keywords(node.part)
