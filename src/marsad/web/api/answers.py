"""What is answered: the types of the model, lists of them, and a few that only programs see."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

from fastapi import Query
from fastapi.responses import Response
from pydantic import ConfigDict

from marsad.model import Finding, Post
from marsad.store import records

T = TypeVar("T")
MOST = 200
Limit = Annotated[int, Query(ge=1, le=MOST, description="How many items to answer at most.")]
After = Annotated[
    str, Query(max_length=500, description="``next`` of the page before; empty for the first.")
]
DESCRIBED = ConfigDict(use_attribute_docstrings=True)
"""The strings below fields become their descriptions in the document, those of the model too."""


@dataclass(frozen=True, slots=True)
class Listed(Generic[T]):
    """A page of a list."""

    __pydantic_config__ = DESCRIBED

    items: tuple[T, ...]
    next: str | None
    """What to send as ``after`` for the next page; null on the last one."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of words that were found."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Why:
    """Where in a post, its findings or its translations the words were found."""

    source: str
    of: str
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A post that answers."""

    number: int
    """Its running number in the lab."""
    score: float | None
    """The higher the better, in the order ``relevance``; null in the others."""
    post: Post
    reasons: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many of the posts that answer have a value."""

    value: str
    posts: int


@dataclass(frozen=True, slots=True)
class Facet:
    """The most frequent values of a field."""

    field: str
    counts: tuple[Count, ...]
    more: int
    """How often values occur that are not listed."""


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of the posts that answer."""

    __pydantic_config__ = DESCRIBED

    items: tuple[Hit, ...]
    next: str | None
    """What to send as ``after`` for the next page; null on the last one."""
    total: int
    """How many posts answer in all."""
    facets: tuple[Facet, ...]
    behind: bool
    """The search index is still being brought up to date: newer posts may be missing."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A post and what was said about it."""

    __pydantic_config__ = DESCRIBED

    post: Post
    findings: tuple[Finding, ...]
    """Every finding ever made, in the order in which they were made."""
    standing: tuple[str, ...]
    """Ids of the findings that nothing replaces."""
    translations: tuple[str, ...]
    """Ids of the translations that nothing replaces."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code that a person gives a post, under the name of the account."""

    __pydantic_config__ = DESCRIBED

    kind: str
    """``theme``, ``target``, ``narrative``, ``is-propaganda`` or ``quotes-propaganda``."""
    code: str
    """A code of the codebook, ``none``, ``yes`` or ``no``."""
    replaces: str = ""
    """Id of the finding that this corrects."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """What keeps a report from being published."""

    where: str
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag that a post has within a case."""

    post: str
    tag: str
    by: str


@dataclass(frozen=True, slots=True)
class Note:
    """A note on a case."""

    at: str
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class Folder:
    """A case as it stands."""

    __pydantic_config__ = DESCRIBED

    name: str
    title: str
    by: str
    at: str
    posts: tuple[str, ...]
    """Ids in the order in which they were added."""
    tags: tuple[Tag, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """What the lab holds."""

    __pydantic_config__ = DESCRIBED

    counts: dict[str, int]
    """How many posts, places, findings and so on."""
    size: int
    """Leaves of the custody log."""
    root: str
    """Its Merkle root."""
    signed: int
    """Up to which leaf the last checkpoint signs."""
    quarantined: int
    behind: int
    """Posts and findings that tracking has not read yet."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why there is no answer."""

    status: int
    heading: str
    sentence: str
    """What is wrong, where, and what to do next."""


@dataclass(frozen=True, slots=True)
class Faulty:
    """The answer where something is wrong."""

    __pydantic_config__ = DESCRIBED

    error: Fault


def said(thing: object) -> Response:
    """A thing as JSON: the same that exports and ``--json`` write."""
    return Response(records.record(thing), media_type="application/json")


def listed(things: Iterable[T], id: Callable[[T], str], limit: int, after: str) -> Response:
    """A page of a list in the order of ids: what is added meanwhile moves no item to another."""
    rest = sorted((each for each in things if id(each) > after), key=id)
    page = rest[:limit]
    return said(Listed(tuple(page), id(page[-1]) if len(rest) > limit else None))
