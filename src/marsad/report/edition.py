"""A report with everything it refers to looked up: what the renderers get, and all they get."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from marsad.model import Capture, Event, Finding, Outlet, Place, Post, Translation


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote."""

    number: int
    words: str
    post: str = ""
    """Empty for the source of the event."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words in the language of the source."""

    lines: tuple[str, ...]
    language: str
    rtl: bool


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in English, their note, and what a reader must know about them."""

    words: str
    note: int
    warning: str = ""
    """Such as ``machine draft, unreviewed``; empty for an approved translation."""
    source: Spoken | None = None
    """The original beside an unapproved translation."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure, re-encoded from its pixels: nothing of the original file but what is seen."""

    sha256: str
    """Digest of the original, by which it can be asked for."""
    alt: str
    caption: str
    right: str
    note: int
    data: bytes = b""
    mime: str = ""
    width: int = 0
    height: int = 0
    fault: str = ""
    """Why it is not shown."""
    source: Spoken | None = None
    """Text read in the picture, in machine drafts."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One post of an outlet."""

    note: int
    time: str
    paragraphs: tuple[str, ...]
    quotations: tuple[Quotation, ...]
    pictures: tuple[Picture, ...]
    original: Spoken | None = None
    """The text of a post that a machine draft could not quote."""


@dataclass(frozen=True, slots=True)
class Section:
    """One outlet's block."""

    name: str
    original: str
    """The name in its own script, where that is another one."""
    meaning: str
    """Given on first mention only."""
    description: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Behind:
    """Everything the report rests on."""

    posts: tuple[Post, ...]
    places: tuple[Place, ...]
    captures: tuple[Capture, ...]
    outlets: tuple[Outlet, ...]
    translations: tuple[Translation, ...]
    findings: tuple[Finding, ...]
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """One report, ready to be rendered. Every word in it is fit to show."""

    handle: str
    title: str
    day: date
    date_line: str
    series_line: str
    tier_note: str
    lab: str
    banners: tuple[str, ...]
    """``DRAFT ...`` and ``FICTION ...``, for every page."""
    lede: tuple[str, ...]
    lede_note: int
    """0 when no event is set."""
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
    how_to_cite: str
    corrections: tuple[str, ...]
    evidence: str
    """Size and root of the evidence log, so that every reader holds a witness of it."""
    behind: Behind
    teaser: str = ""
    """The first sentence of the lede as it was written: what anybody may read."""
    tier: str = "subscribers"
    """Of the report."""
    language: str = "en"


NOTHING_BEHIND = Behind((), (), (), (), (), (), ())


def pictures(edition: Edition) -> Iterator[Picture]:
    """Every picture of an edition that is shown."""
    for section in edition.sections:
        for entry in section.entries:
            yield from (each for each in entry.pictures if each.data)


def picture_file(handle: str, picture: Picture) -> str:
    """What the file of a picture is called beside a form that points to it."""
    return f"figures/{handle}-{picture.sha256[:12]}.jpg"


def picture_files(edition: Edition) -> dict[str, bytes]:
    """The pictures that stand beside a form, by their relative names."""
    return {picture_file(edition.handle, each): each.data for each in pictures(edition)}
