"""One reason to think that a place goes on where another one ended."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cue:
    """A reason, with its weight and what it rests on; a weight below nothing speaks against."""

    name: str
    weight: float
    why: str
