"""What every form carries: one segment of one translation, bound to its source."""

import hashlib
import re
from dataclasses import dataclass

STATES = ("initial", "translated", "reviewed", "final")
"""How far a segment is, as XLIFF 2 says it. Nobody can approve by file: ``final`` is not read."""
OURS = {"draft": "translated", "reviewed": "reviewed", "approved": "final"}
"""The state in which a translation of the lab goes out."""

_KEY = re.compile(r"t([^\s.]{1,100})\.([1-9][0-9]{0,6})")
_RIGHT_TO_LEFT = frozenset(("ar", "azb", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"))
_SCRIPTS = {"arab": "rtl", "hebr": "rtl", "latn": "ltr"}


@dataclass(frozen=True, slots=True)
class Unit:
    """A segment as a file tells it; what a form does not tell is empty or None."""

    translation: str
    number: int
    """Which segment of the translation, from 1."""
    source: str
    target: str
    start: int | None = None
    end: int | None = None
    state: str = ""
    note: str = ""
    """For the translator to read; never read again."""
    post: str = ""
    of: str = ""
    source_language: str = ""
    language: str = ""
    digest: str = ""
    """Of the source, as it went out."""
    place: str = ""
    """Where the post was seen and when, for a person to read."""
    where: str = ""
    """Where in the file it stands."""

    @property
    def key(self) -> str:
        """Its name in every form; the letter keeps sheet programs from reading a number."""
        return f"t{self.translation}.{self.number}"


def parse_key(key: str) -> tuple[str, int] | None:
    """The translation and the number that a key names, or None."""
    found = _KEY.fullmatch(key.strip())
    return (found[1], int(found[2])) if found else None


def digest(source: str) -> str:
    """What a unit says of its source, so that a change on either side shows."""
    return "sha256:" + hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def written(language: str) -> str:
    """The direction a language is written in: ``rtl``, ``ltr``, or ``auto`` when it is unknown."""
    tag, *parts = language.casefold().split("-")
    for part in parts:
        if part in _SCRIPTS:
            return _SCRIPTS[part]
    if tag in ("", "und"):
        return "auto"
    return "rtl" if tag in _RIGHT_TO_LEFT else "ltr"
