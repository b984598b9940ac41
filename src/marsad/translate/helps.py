"""What a translator is given for a segment; every place is in code points of the whole text."""

from dataclasses import dataclass

from marsad.translate.memory import Match
from marsad.translate.terms import Term


@dataclass(frozen=True, slots=True)
class KnownTerm:
    """A word of the termbase, in the form in which it stands here."""

    start: int
    end: int
    found: str
    term: Term


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name, and how it is written in Latin letters."""

    start: int
    end: int
    found: str
    entry: str
    """Whose name it may be: the id in its list, ``outlet:ID``, or ``unlinked:KIND``."""
    latin: str
    settled: bool
    """The register says so; else it is the house scheme's, and a person may settle another."""
    source: str
    """Who settled it."""
    name: str = ""
    """The authorised form in its own script."""


@dataclass(frozen=True, slots=True)
class KnownDate:
    """A day or a month, in the Gregorian calendar."""

    start: int
    end: int
    found: str
    calendar: str
    first: str
    """ISO day."""
    last: str
    """The same day; of a month its last one."""
    written: str
    """Such as ``20 October 2021``."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class KnownPassage:
    """A quotation of scripture, in the published rendering that the lab has chosen."""

    start: int
    end: int
    found: str
    reference: str
    written: str
    """The reference as a reader meets it."""
    rendering: str
    """Of the whole passage; empty where the lab has none."""
    name: str
    """Whose rendering it is."""
    licence: str
    whole: bool
    """The quotation holds all of the passage."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Helps:
    """All that is known of one segment."""

    of: str
    number: int
    """From 1."""
    start: int
    end: int
    source: str
    memory: tuple[Match, ...] = ()
    """With percentage, and who answered for it when; the nearest first."""
    terms: tuple[KnownTerm, ...] = ()
    names: tuple[KnownName, ...] = ()
    """Of a stretch that several entries may mean, the surest first."""
    dates: tuple[KnownDate, ...] = ()
    scripture: tuple[KnownPassage, ...] = ()

    @property
    def empty(self) -> bool:
        """Nothing is known."""
        return not (self.memory or self.terms or self.names or self.dates or self.scripture)
