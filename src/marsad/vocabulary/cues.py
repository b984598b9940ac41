"""Cues and frames: short formulas by kind and weight, and the notation they are written in.

``[a|b]`` stands for a or b, ``(a)`` for a or nothing, ``*`` for any word or any ending. Weight 1 is
said by everybody, 2 mostly by partisans, 3 hardly by anybody else but who quotes them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WHO = frozenset({"movement", "voice", "pledge", "brand"})
"""Kinds of cues that point at a movement; all others say what is said of it or with it."""
WHAT = frozenset({"enemy", "deed", "plea", "call", "boast", "martyr", "threat"})
"""Kinds of cues that take its side."""
REACHES = ("sentence", "post")

_CHOICE = re.compile(r"\[([^\[\]]*)\]|\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Cue:
    """Formulas that mean the same."""

    kind: str
    weight: int
    terms: tuple[str, ...]
    target: str = ""
    """Whom an epithet is meant for, from the list of targets."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Formulas of people who report, refute, mock or testify."""

    name: str
    reach: str
    """``sentence`` or ``post``: what is excused."""
    terms: tuple[str, ...]


def cue(entry: Mapping[str, Any]) -> Cue:
    """A cue as a file gives it; ValueError says what is wrong with it."""
    unknown = set(entry) - {"kind", "weight", "terms", "target"}
    if unknown:
        raise ValueError(f"a cue has no {', '.join(sorted(unknown))}")
    kind, weight, terms = entry.get("kind"), entry.get("weight", 1), entry.get("terms")
    if not isinstance(kind, str) or not kind:
        raise ValueError("a cue has no kind")
    if weight not in (1, 2, 3):
        raise ValueError(f"a cue of kind {kind!r} weighs {weight!r}; expected 1, 2 or 3")
    if not isinstance(terms, list) or not all(isinstance(one, str) for one in terms):
        raise ValueError(f"a cue of kind {kind!r} has no list of terms")
    return Cue(kind, weight, tuple(terms), str(entry.get("target", "")))


def frame(name: str, entry: Mapping[str, Any]) -> Frame:
    """A frame as a file gives it."""
    if entry.get("reach") not in REACHES:
        raise ValueError(f"frame {name!r} reaches {entry.get('reach')!r}; expected {REACHES}")
    return Frame(name, entry["reach"], tuple(entry["terms"]))


def written_out(terms: Sequence[str]) -> Iterator[str]:
    """Every formula that the notation stands for."""
    waiting = list(terms)
    while waiting:
        term = waiting.pop()
        choice = _CHOICE.search(term)
        if not choice:
            yield " ".join(term.split())
            continue
        forms = choice[1].split("|") if choice[1] is not None else ["", choice[2]]
        waiting += [term[: choice.start()] + form + term[choice.end() :] for form in forms]
