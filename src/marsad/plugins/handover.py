"""What a collector hands over."""

from dataclasses import dataclass, field
from pathlib import Path

from marsad.model import Place, Post
from marsad.plugins.exchange import Fetched


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


@dataclass(frozen=True, slots=True)
class Refused:
    """One thing in a source that could not be taken in; the rest goes on."""

    where: str
    """Such as ``result.json, message 17``."""
    reason: str
    successor: str = ""
    """Address under which the source goes on, where that is what there is to say."""
