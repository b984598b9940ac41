"""What the reader gets."""

from dataclasses import dataclass
from datetime import date, datetime

from marsad.model.moment import zoned


@dataclass(frozen=True, slots=True)
class Quote:
    """English words with the lab's editorial marks, bound to a translation."""

    translation: str
    words: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture under the block it belongs to."""

    media: str
    alt: str
    """What a reader who cannot see it needs to know."""
    caption: str = ""
    alt_by: str = ""
    """``person:NAME`` who wrote or confirmed the alt text; empty for a machine draft."""
    right: str = ""
    """Why it may be shown, such as "quotation for research"."""


@dataclass(frozen=True, slots=True)
class Item:
    """One post an outlet put out: what is seen in it, quoted and shown. Cited by one footnote."""

    post: str
    prose: str = ""
    quotes: tuple[Quote, ...] = ()
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """What one outlet put out that day."""

    outlet: str
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """What was put right after publication."""

    day: date
    words: str


@dataclass(frozen=True, slots=True)
class Report:
    """A titled, dated, sourced account. A change makes a new version that replaces the old one."""

    id: str
    handle: str
    """Series and number, the name by which people call it: ``daily-7``."""
    series: str
    number: int
    title: str
    day: date
    lede: str = ""
    tier: str = "subscribers"
    """``subscribers`` or ``complimentary``."""
    event: str = ""
    blocks: tuple[Block, ...] = ()
    state: str = "draft"
    """``draft`` or ``published``."""
    made_by: str = ""
    made_at: datetime | None = None
    signed_by: tuple[str, ...] = ()
    evidence: str = ""
    """Size and root of the custody log at publication, so that every reader holds a witness."""
    corrections: tuple[Correction, ...] = ()
    replaces: str = ""
    fiction: bool = False

    def __post_init__(self) -> None:
        """A time without a zone is not a time."""
        zoned(self.made_at, "report", self.handle, "made_at")

    @property
    def cited(self) -> tuple[str, ...]:
        """Ids of the posts in order of first citation; a footnote's number is its place here."""
        return tuple(dict.fromkeys(item.post for block in self.blocks for item in block.items))
