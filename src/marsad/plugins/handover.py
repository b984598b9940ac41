"""What a collector hands over."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from marsad.model import Place, Post
from marsad.plugins.exchange import Fetched


@dataclass(frozen=True, slots=True)
class Looked:
    """What a place said and showed of itself, and what a server answered to tell it."""

    name: str
    description: str
    page: Fetched | None = None
    """Where both stand; nothing when that is the exchange of the post itself."""
    picture: Fetched | None = None
    missing: str = ""
    """Why there is no picture, where one was shown."""
    again: bool = False
    """It could not be had for now: the next visit may look again."""


@dataclass(frozen=True, slots=True)
class Signboard:
    """Name, description and picture of a place: cheap to hold, looked at when it seems changed.

    A callable and no content: only the lab knows what it has of a place, and to ask a server for a
    picture at every visit would be rude.
    """

    glance: str
    """What is seen of it anyway; another one when it was changed."""
    look: Callable[[], Looked]
    """Asks for it; Unreachable or BadInput when it cannot be had."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """A post as a collector hands it over: not yet sealed, so ``id`` and ``capture`` are empty."""

    place: Place
    post: Post
    files: dict[str, Path | bytes] = field(default_factory=dict)
    """Content of ``post.media``, by ``Media.name``."""
    checkpoint: str = ""
    """Where to go on if we are stopped after this post; handed back as ``since``."""
    fetched: Fetched | None = None
    """The exchange it was read from, for collectors that ask a server."""
    board: Signboard | None = None
    """What its place shows of itself; the same object for all posts of a visit."""


@dataclass(frozen=True, slots=True)
class Refused:
    """One thing in a source that could not be taken in; the rest goes on."""

    where: str
    """Such as ``result.json, message 17``."""
    reason: str
    successor: str = ""
    """Address under which the source goes on, where that is what there is to say."""
