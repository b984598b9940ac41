"""A text in another language, and who answers for it."""

from dataclasses import dataclass
from datetime import datetime

from marsad.model.moment import zoned

STATES = ("draft", "reviewed", "approved")


@dataclass(frozen=True, slots=True)
class Segment:
    """One piece of source text and what it says in the other language."""

    start: int
    end: int
    source: str
    """The quoted source, ``text[start:end]`` of what the translation is of."""
    target: str


@dataclass(frozen=True, slots=True)
class Translation:
    """Segments bound to their source. Only an approved one may be quoted."""

    id: str
    post: str
    of: str
    """``text`` for the text of the post, else the id of the finding translated (OCR text)."""
    source_language: str
    language: str
    segments: tuple[Segment, ...]
    translator: str
    """``person:NAME``, or name and version of an engine."""
    kind: str
    """``human``, ``machine draft`` or ``reading aid``."""
    made_at: datetime
    state: str = "draft"
    reviewer: str = ""
    approver: str = ""
    replaces: str = ""
    fiction: bool = False

    def __post_init__(self) -> None:
        """A state is one of three, and a time has a zone."""
        if self.state not in STATES:
            raise ValueError(f"translation {self.id}: state {self.state!r} is not of {STATES}")
        zoned(self.made_at, "translation", self.id, "made_at")

    @property
    def text(self) -> str:
        """The whole in the other language."""
        return " ".join(segment.target for segment in self.segments if segment.target)
