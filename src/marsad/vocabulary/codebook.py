"""The codebook: themes, targets and narratives as people code them, with the cues they have.

Written in TOML beside this file; a lab adds its own codes and cues in a file of the same form.
"""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Any

from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.vocabulary.cues import Cue, Frame, cue, frame

KINDS = {"themes": "theme", "targets": "target", "narratives": "narrative"}
NOTHING = "none"
"""A person's code for a post to which nothing of the list applies."""
LANGUAGES = ("en", "ar", "fa", "ur", "fr")
Condition = Mapping[str, int]
"""Kinds of cues of which one must be there, and the least weight of each."""


@dataclass(frozen=True, slots=True)
class Code:
    """What a coder, person or program, may say of a passage."""

    kind: str
    """``theme``, ``target`` or ``narrative``."""
    name: str
    labels: Mapping[str, str]
    definition: str
    include: str
    """When to give it."""
    exclude: str
    """When not to, though it looks like it."""
    rules: tuple[tuple[Condition, ...], ...] = ()
    """The default coder gives it where every condition of one of these holds."""


@dataclass(frozen=True, slots=True)
class Codebook:
    """Every code, and the cues and frames the default coder goes by."""

    codes: tuple[Code, ...]
    cues: tuple[Cue, ...]
    frames: tuple[Frame, ...]
    own: str = ""
    """Digest of what the lab added; empty when it added nothing."""

    def names(self, kind: str) -> list[str]:
        """The codes of a kind, in the order of the codebook."""
        return [code.name for code in self.codes if code.kind == kind]

    def check(self, kind: str, name: str) -> None:
        """Refuse a code that is not in the book."""
        if name != NOTHING and name not in self.names(kind):
            known = ", ".join([*self.names(kind), NOTHING])
            raise BadInput(
                Phrase(
                    "no %(kind)s %(name)s in the codebook; there are %(known)s",
                    kind=kind,
                    name=repr(name),
                    known=known,
                )
            )


@cache
def house() -> Codebook:
    """The codebook that comes with Marsad."""
    here = files("marsad.vocabulary")
    codes = [code for part in KINDS for code in _codes(part, _read(here / f"{part}.toml"))]
    cues = [
        cue(entry)
        for file in sorted((here / "cues").iterdir(), key=lambda file: file.name)
        if file.name.endswith(".toml")
        for entry in _read(file)["cue"]
    ]
    frames = [frame(name, entry) for name, entry in _read(here / "frames.toml").items()]
    return Codebook(tuple(codes), tuple(cues), tuple(frames))


def codebook(own: Path) -> Codebook:
    """The codebook with what a lab adds in ``own``; a file that is not there adds nothing."""
    if not own.is_file():
        return house()
    try:
        entries = _read(own)
        unknown = set(entries) - {*KINDS, "cue"}
        if unknown:
            raise ValueError(f"no part {', '.join(sorted(unknown))}; expected {[*KINDS, 'cue']}")
        codes = [code for part in KINDS for code in _codes(part, entries.get(part, {}))]
        cues = [cue(entry) for entry in entries.get("cue", [])]
    except (ValueError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise BadInput(
            Phrase(
                "%(own)s cannot be used: %(error)s; correct that entry", own=own.name, error=error
            )
        ) from error
    digest = hashlib.sha256(own.read_bytes()).hexdigest()[:8]
    added = {(code.kind, code.name) for code in codes}
    kept = [code for code in house().codes if (code.kind, code.name) not in added]
    return Codebook((*kept, *codes), (*house().cues, *cues), house().frames, digest)


def _read(file: Traversable) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _codes(part: str, entries: Any) -> Iterator[Code]:
    for name, entry in _table(entries, part, f"[{part}.NAME]").items():
        said = _table(entry, f"{part}.{name}", f"[{part}.{name}]")
        labels = _table(said.get("labels", {}), f"{part}.{name}.labels", 'labels.en = "..."')
        if "en" not in labels or not entry.get("definition"):
            raise ValueError(f"{part}.{name} needs labels.en and a definition")
        rules = tuple(map(_rule, entry.get("rules", [])))
        if any(len(rule) < 2 for rule in rules):
            raise ValueError(f"{part}.{name} has a rule with one condition; one cue is no theme")
        include, exclude = entry.get("include", ""), entry.get("exclude", "")
        yield Code(KINDS[part], name, labels, entry["definition"], include, exclude, rules)


def _table(said: Any, what: str, form: str) -> dict[str, Any]:
    """A table of TOML; a list of tables is written nearly the same."""
    if not isinstance(said, dict):
        raise ValueError(f"{what} is no table; write it as {form}")
    return said


def _rule(said: Any) -> tuple[Condition, ...]:
    # A text would be read letter by letter.
    if not isinstance(said, list):
        raise ValueError(f"{said!r} is no rule; write rules = [[CONDITION, CONDITION]]")
    return tuple(map(_condition, said))


def _condition(said: Any) -> Condition:
    """``enemy|voice:2``: an epithet of any weight, or a voice that weighs two or more."""
    if not isinstance(said, str):
        raise ValueError(f"{said!r} is no condition; write kinds of cues, such as 'enemy|voice:2'")
    parts = (one.partition(":") for one in said.split("|"))
    return MappingProxyType({kind: int(weight or 1) for kind, _, weight in parts})
