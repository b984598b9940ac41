"""A picture that an app reads: black on white whatever the page's colours, and no file."""

from dataclasses import dataclass

QUIET = 4
"""Modules of white around it, which readers need."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The path of the dark modules within a square."""

    side: int
    path: str


def drawn(text: str) -> Drawn:
    """The QR code of a text."""
    # Imported only here: one page of the desk draws one.
    import segno

    rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
    dark = (
        f"M{x + QUIET} {y + QUIET}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, module in enumerate(row)
        if module
    )
    return Drawn(len(rows) + 2 * QUIET, "".join(dark))
