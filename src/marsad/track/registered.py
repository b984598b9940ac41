"""What an import into the register did."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Registered:
    """What an import did."""

    new: int
    known: int
    refused: tuple[str, ...]
