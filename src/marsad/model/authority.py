"""Names under authority: who or what a name on a list stands for, as librarians keep them."""

from collections.abc import Iterable
from dataclasses import dataclass

KINDS = ("organisation", "person", "place")
LONGEST = 1000
"""Characters of a name; notes may be ten times as long."""
MOST = 1000
"""Aliases of one entry: lists have some dozens, and what has more is no list of names."""


@dataclass(frozen=True, slots=True)
class AuthorityRecord:
    """An entry of a register of names. A newer list makes a new version of the same id.

    A person is taken in only with the reason why their role is public, such as the designation
    that the list itself is.
    """

    id: str
    """The list and its own number there, such as ``un:QDe.001``."""
    kind: str
    """``organisation``, ``person`` or ``place``."""
    name: str
    """The authorised form, in its original script where the list gives it."""
    latin: str = ""
    """The authorised form in Latin letters."""
    aliases: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    """Aliases that the list itself calls low in quality: they never stand alone."""
    source: str = ""
    """What list, and of which day, as a footnote would name it."""
    listed: str = ""
    """Since when it stands there, as the list says it."""
    reason: str = ""
    """Why a person's role is public."""
    country: str = ""
    weight: int = 0
    """How well known: inhabitants of a place."""
    notes: str = ""

    def __post_init__(self) -> None:
        """Refuse what a register of names may not hold."""
        if self.kind not in KINDS:
            raise ValueError(f"kind is {self.kind!r}; expected one of {', '.join(KINDS)}")
        listed, _, number = self.id.partition(":")
        if not listed or not number or any(letter.isspace() for letter in self.id):
            raise ValueError(f"id {self.id!r} is not LIST:NUMBER without blanks")
        if not any(name.strip() for name in (self.name, self.latin)):
            raise ValueError("there is no name")
        if self.kind == "person" and not self.reason.strip():
            raise ValueError("a person without a stated public role or designation is not kept")
        if len(self.aliases) + len(self.weak) > MOST:
            raise ValueError(f"more than {MOST} aliases")
        if any(len(name) > LONGEST for name in self.names) or len(self.notes) > LONGEST * 10:
            raise ValueError(f"a name is longer than {LONGEST} characters, or notes than ten times")

    @property
    def names(self) -> tuple[str, ...]:
        """Every form, the authorised ones first."""
        return (self.name, self.latin, *self.aliases, *self.weak)


@dataclass(frozen=True, slots=True)
class Denial:
    """A person's word that a spelling in some post did not mean this entry."""

    quoted: str
    id: str


@dataclass(frozen=True, slots=True)
class Authority:
    """The register of names as an enricher sees it."""

    entries: Iterable[AuthorityRecord] = ()
    """To be gone through once: there may be hundreds of thousands."""
    denials: tuple[Denial, ...] = ()
