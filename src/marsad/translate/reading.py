"""What a person read in a picture, beside what the OCR read there.

The two differ, so they are compared folded and with tolerance, and the person's reading is kept:
as a finding of its own that replaces the machine's.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from marsad.errors import BadInput, Withheld
from marsad.model import Claim, Finding, Media, Post, Segment, sign
from marsad.phrase import Phrase
from marsad.safeguards import named
from marsad.store import Store
from marsad.text.fold import folded
from marsad.translate.lines import Piece, located
from marsad.translate.segment import READ

LEAST = 70
"""Percent of likeness below which somebody read another picture."""
LONGEST = 20_000
"""Letters compared at all; no picture holds more."""
LONGEST_PART = 1000
"""Letters up to which one text may be part of the other: finding a part in more takes minutes."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The finding that segments are bound to; ``new`` when it is yet to be added."""

    finding: Finding
    segments: tuple[Segment, ...]
    new: bool


def read_in(
    store: Store, post: Post, media: Media, pieces: tuple[Piece, ...], translator: str
) -> Reading:
    """Bind pieces to the standing reading that has them, else to the translator's own."""
    standing = [each for each in store.findings(post.id, READ) if each.media == media.sha256]
    for finding in standing:
        try:
            return Reading(finding, located(pieces, finding.value), False)
        except BadInput:
            continue
    value = "\n".join(piece.source for piece in pieces)
    old = _corrected(standing, value, media.name)
    _may_correct(old, translator)
    said = Claim(post.id, READ, value, media=media.sha256, replaces=old.id if old else "")
    made = sign(said, translator, datetime.now(UTC))
    unplaced = tuple(Piece(piece.source, piece.target) for piece in pieces)
    return Reading(made, located(unplaced, value), True)


def _corrected(standing: list[Finding], value: str, name: str) -> Finding | None:
    if not standing:
        # Without OCR the person's reading is the only one, and contradicts nothing.
        return None
    best, finding = max(
        ((_likeness(each.value, value), each) for each in standing), key=lambda pair: pair[0]
    )
    if best < LEAST:
        raise BadInput(
            Phrase(
                "the sources are %(best)s %% like what was read in %(name)s, less "
                "than %(least)s %%; check the name of the medium, or correct its OCR "
                "text first",
                best=f"{best:.0f}",
                name=repr(name),
                least=LEAST,
            )
        )
    return finding


def _may_correct(old: Finding | None, translator: str) -> None:
    if not named(translator):
        raise Withheld(
            Phrase(
                "%(translator)s is a program; a person corrects what was read in a picture",
                translator=translator,
            )
        )
    if old and named(old.maker) and old.maker != translator:
        raise Withheld(
            Phrase(
                "%(maker)s reads finding %(id)s otherwise; agree on one reading, then import again",
                maker=old.maker,
                id=old.id,
            )
        )


def _likeness(machine: str, person: str) -> float:
    from rapidfuzz import fuzz

    one, other = (" ".join(folded(text).split()) for text in (machine, person))
    longest = max(len(one), len(other))
    if longest > LONGEST:
        return 0.0
    return float((fuzz.partial_ratio if longest <= LONGEST_PART else fuzz.ratio)(one, other))
