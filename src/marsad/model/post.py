"""What was posted."""

from dataclasses import dataclass
from datetime import datetime

from marsad.model.moment import zoned


@dataclass(frozen=True, slots=True)
class Media:
    """A file that came with a post, known by its content."""

    sha256: str
    """Empty when the file did not come along; ``missing`` then says why."""
    name: str
    """As the source named it: text to show, never a path to open."""
    kind: str = "file"
    """``photo``, ``video``, ``animation``, ``audio``, ``voice``, ``sticker`` or ``file``."""
    mime: str = "application/octet-stream"
    size: int = 0
    """Bytes."""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of the text that means something to the platform: a link, a hashtag, bold."""

    kind: str
    start: int
    end: int
    """Offsets in code points of ``Post.text``; ``end`` is exclusive."""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Forward:
    """Where a forwarded post came from, as the platform tells it."""

    name: str
    id: str = ""
    posted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Poll:
    """A question put to the readers."""

    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Post:
    """One post as it was seen. Never edited: an edited one is a second post of its native id."""

    id: str
    place: str
    capture: str
    native_id: str
    posted_at: datetime
    text: str
    kind: str = "message"
    """``message``, or ``service`` for what the platform itself writes ("pinned", "renamed")."""
    author: str = ""
    """A signature of the outlet, or a pseudonym; never a private person's name."""
    entities: tuple[Entity, ...] = ()
    media: tuple[Media, ...] = ()
    album: tuple[str, ...] = ()
    """Native ids of every message that was shown as this one post."""
    forwarded_from: Forward | None = None
    reply_to: str = ""
    edited_at: datetime | None = None
    poll: Poll | None = None
    fiction: bool = False

    def __post_init__(self) -> None:
        """A time without a zone is not a time."""
        zoned(self.posted_at, "post", self.id, "posted_at")
        zoned(self.edited_at, "post", self.id, "edited_at")
