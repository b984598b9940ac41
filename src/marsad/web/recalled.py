"""Sentences of ours that came back without their template: from a record, a file or a child.

What is stored is English, the same for everybody. Here the template is found that could have made
it, and what filled it is read off again. A sentence that none fits stays as it is.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from marsad.phrase import Joined, Phrase
from marsad.web import wording

TOLD = 8
"""Letters of a template's own words, from which on it does not fit by chance."""
LONGEST = 2000
"""Characters of a sentence that is looked at; the longest of ours has a fifth of them."""
AND = "; "
"""Between complaints that are told together."""
OF = ": "
"""Between a thing and a sentence about it; without it, a template without words says nothing."""
_HOLE = re.compile(r"%\((\w+)\)[sd]")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a template looks like when it is filled: its own pieces, with values between them."""

    template: str
    pieces: tuple[str, ...]
    names: tuple[str, ...]
    told: int
    """Letters of its own words."""
    longest: str
    """The piece that says most, by which most others are ruled out."""


@lru_cache(maxsize=4096)
def recalled(said: str) -> Phrase | Joined | None:
    """The phrase that a sentence was, or nothing: of those that fit, the one that says most."""
    if len(said) > LONGEST:
        return None
    for shape in _shapes():
        held = _read(shape, said) if shape.longest in said else None
        if held is not None:
            values = {name: _ours(each) or each for name, each in held.items()}
            ours = any(isinstance(each, Phrase | Joined) for each in values.values())
            if ours or shape.told >= TOLD:
                return Phrase(shape.template, **values)
    return _several(said) if AND in said else None


def _ours(said: str) -> Phrase | Joined | None:
    """A sentence within another. What may be a stranger's name, such as ``Search``, is none."""
    sentence = said[:1].islower() and said.count(" ") > 1
    return Phrase(said) if sentence and wording.held(said) else recalled(said)


def _several(said: str) -> Joined | None:
    """Sentences one after the other, each of which is known."""
    parts = said.split(AND)
    found = [_ours(each) for each in parts]
    kept = [each for each in found if each is not None]
    return Joined(kept, AND) if 1 < len(kept) == len(parts) else None


def _read(shape: Shape, said: str) -> dict[str, str] | None:
    """What fills a shape, each value as short as it can be. No way is tried twice: such a sentence
    may hold what a stranger wrote."""
    first, *between = shape.pieces
    if not (said.startswith(first) and said.endswith(shape.pieces[-1])):
        return None
    at, end = len(first), len(said) - len(shape.pieces[-1])
    values: dict[str, str] = {}
    for number, (name, piece) in enumerate(zip(shape.names, between, strict=True), 1):
        stop = end if number == len(between) else said.find(piece, at + 1)
        if not at < stop <= end or values.setdefault(name, said[at:stop]) != said[at:stop]:
            return None
        at = stop + len(piece)
    return values


@cache
def _shapes() -> list[Shape]:
    """Every template that is filled, the one that says most first.

    One with two values and nothing between them is none: nobody could tell them apart.
    """
    made = []
    for template in wording.messages():
        pieces, names = _HOLE.split(template)[::2], _HOLE.findall(template)
        plain = tuple(each.replace("%%", "%") for each in pieces)
        told = sum(map(str.isalpha, "".join(plain)))
        if names and all(plain[1:-1]) and (told >= TOLD or OF in plain):
            made.append(Shape(template, plain, tuple(names), told, max(plain, key=len)))
    return sorted(made, key=lambda each: (-each.told, each.template))
