"""Everything said about a post."""

from dataclasses import astuple, dataclass
from datetime import datetime

from marsad.model.ids import made_of
from marsad.model.moment import zoned


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text, with the text itself so that a shifted offset is noticed."""

    start: int
    end: int
    quoted: str


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in a picture, in pixels from its upper left corner."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Seconds:
    """A stretch of a recording."""

    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Claim:
    """What an enricher says, before the stage signs it."""

    post: str
    kind: str
    """A kind listed in ``vocabulary/kinds.toml``."""
    value: str
    confidence: float | None = None
    """From 0 to 1; nothing when the maker has no measure of it."""
    media: str = ""
    """Digest of the medium it is about; empty for the text of the post."""
    span: Span | None = None
    box: Box | None = None
    seconds: Seconds | None = None
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A signed claim about a post, by a program or a person. Added, never edited.

    A correction is a new finding whose ``replaces`` names the old one.
    """

    id: str
    post: str
    kind: str
    value: str
    maker: str
    """``ocr/1`` for a program, ``person:NAME`` for a person."""
    made_at: datetime
    confidence: float | None = None
    media: str = ""
    span: Span | None = None
    box: Box | None = None
    seconds: Seconds | None = None
    replaces: str = ""

    def __post_init__(self) -> None:
        """A time without a zone is not a time."""
        zoned(self.made_at, "finding", self.id, "made_at")


def sign(claim: Claim, maker: str, made_at: datetime) -> Finding:
    """Make a claim a finding. The time is not part of the id: saying it again adds nothing."""
    return Finding(
        id=finding_id(claim, maker),
        post=claim.post,
        kind=claim.kind,
        value=claim.value,
        maker=maker,
        made_at=made_at,
        confidence=claim.confidence,
        media=claim.media,
        span=claim.span,
        box=claim.box,
        seconds=claim.seconds,
        replaces=claim.replaces,
    )


def finding_id(said: Claim | Finding, maker: str) -> str:
    """The id of what was said by whom; an altered finding no longer has its own id."""
    bounds = [part and astuple(part) for part in (said.span, said.box, said.seconds)]
    return made_of(
        said.post, said.kind, said.value, said.confidence, said.media, bounds, said.replaces, maker
    )
