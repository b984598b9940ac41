"""A published report as the readers of one tier may have it: what the site, feeds and mails get."""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

Made = Callable[[], bytes]
"""The content of a file, made when it is wanted."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What a person found a report to be about."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Issue:
    """One published version of a report for one tier; no word in it is more than that tier's."""

    handle: str
    series: str
    number: int
    version: int
    latest: bool
    title: str
    day: date
    at: datetime
    """When this version could first be read."""
    first_at: datetime
    """When the first version could."""
    whole: bool
    """False for a teaser."""
    note: str
    """Who may read all of it, and how."""
    summary: str
    cite_as: str
    evidence: str
    lab: str
    id: str
    """A name of the report that no other lab has."""
    corrections: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()
    words: str = ""
    """All words, for the search of the tier's own reports."""
    article: Callable[[str], str] = lambda _beside: ""
    """The report as HTML; pictures are under the folder named."""
    files: Mapping[str, Made] | None = None
    """Its other forms and its pictures, by name."""

    @property
    def shelf(self) -> str:
        """The series as a part of an address."""
        return self.handle.rpartition("-")[0]

    @property
    def place(self) -> str:
        """The permanent address of this version within a tree."""
        return f"{self.handle}/v{self.version}/"

    @property
    def latest_place(self) -> str:
        """Where the latest version is found."""
        return f"{self.handle}/"


def slug(name: str) -> str:
    """A name as a part of an address; one without Latin letters by its digest."""
    made = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
    return made or hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:12]
