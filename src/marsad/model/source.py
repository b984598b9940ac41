"""What is watched: where posts are fetched from, how often, and on which legal ground."""

import unicodedata
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlsplit

from marsad.model.ids import made_of

STANDINGS = ("official", "supporter", "unverified")
RELIABILITIES = "ABCDEF"
LONGEST = 2000
"""Characters in a field; notes may be ten times as long."""


@dataclass(frozen=True, slots=True)
class Source:
    """An address or a folder that is polled. A change makes a new version of its handle.

    Reliability says how far it can be believed, priority how soon it is polled: a channel that
    lies may be the one to watch most closely.
    """

    id: str
    handle: str
    """The name by which people call it; the same in every version."""
    origin: str
    """Address or folder, as its collector takes it."""
    collector: str
    place: str = ""
    """Id of the place where its posts are seen, once that is known."""
    outlets: tuple[str, ...] = ()
    """Ids of the outlets that make its posts."""
    affiliation: str = ""
    standing: str = "unverified"
    """``official``, ``supporter`` or ``unverified``."""
    language: str = ""
    region: str = ""
    reliability: str = "F"
    """Admiralty code: ``A`` completely reliable to ``E`` unreliable, ``F`` cannot be judged."""
    priority: int = 3
    """From 1, polled first, to 5."""
    every: int = 60
    """Minutes between two polls."""
    legal_basis: str = ""
    """On which ground it is collected; without one it is not polled."""
    purpose: str = ""
    """What for; without one it is not polled."""
    retention: str = "standard"
    """Class that says how long its posts are kept."""
    paused: bool = False
    notes: str = ""
    replaces: str = ""
    fiction: bool = False

    def __post_init__(self) -> None:
        """Refuse what no field of a register may hold."""
        for each in fields(self):
            _sound(each.name, getattr(self, each.name))
        for name in ("handle", "origin", "collector", "retention"):
            if not getattr(self, name).strip():
                raise ValueError(f"{name} is empty")
        if any(letter.isspace() for letter in self.handle) or self.handle.startswith("-"):
            raise ValueError(f"handle {self.handle!r} has a blank in it, or begins with a hyphen")
        if self.standing not in STANDINGS:
            raise ValueError(f"standing is {self.standing!r}; expected one of {STANDINGS}")
        if len(self.reliability) != 1 or self.reliability not in RELIABILITIES:
            raise ValueError(f"reliability is {self.reliability!r}; expected A to F")
        if not 1 <= self.priority <= 5:
            raise ValueError(f"priority is {self.priority}; expected 1 (first) to 5")
        if not 1 <= self.every <= 525_600:
            raise ValueError(f"every is {self.every}; expected minutes, from 1 to a year")

    @property
    def lacking(self) -> tuple[str, ...]:
        """What has to be filled in before it may be polled."""
        return tuple(name for name in ("legal_basis", "purpose") if not getattr(self, name).strip())

    @property
    def polled(self) -> bool:
        """It may be asked: nothing is lacking and nobody paused it."""
        return not self.paused and not self.lacking

    @property
    def server(self) -> str:
        """Who is asked: the host of an address, else whatever its collector speaks to."""
        said = self.origin if "://" in self.origin else f"//{self.origin}"
        try:
            host = urlsplit(said).hostname or ""
        except ValueError:
            host = ""
        return host if "." in host and not self.origin.startswith((".", "/")) else self.collector


def named(source: Source) -> Source:
    """Give a source the id of its content, so that adding it twice changes nothing."""
    said = [getattr(source, each.name) for each in fields(source) if each.name != "id"]
    return replace(source, id=f"source-{made_of(*said)}")


def revised(source: Source, **changes: Any) -> Source:
    """The next version of a source; the same one when nothing changes."""
    if all(getattr(source, name) == value for name, value in changes.items()):
        return source
    return named(replace(source, **changes, replaces=source.id))


def _sound(name: str, value: object) -> None:
    longest = LONGEST * 10 if name == "notes" else LONGEST
    for text in value if isinstance(value, tuple) else (value,):
        if not isinstance(text, str):
            continue
        if len(text) > longest:
            raise ValueError(f"{name} is longer than {longest} characters")
        allowed = "\n\t" if name == "notes" else ""
        if any(_is_no_text(letter) and letter not in allowed for letter in text):
            raise ValueError(f"{name} holds a character that is no text")
        if name == "outlets" and (";" in text or not text or text != text.strip()):
            raise ValueError(f"outlet {text!r} is no id: empty, or with a semicolon or blanks")


def _is_no_text(letter: str) -> bool:
    """Controls, halves of pairs and noncharacters: neither XML nor YAML would carry them."""
    return unicodedata.category(letter) in ("Cc", "Cs") or ord(letter) & 0xFFFE == 0xFFFE
