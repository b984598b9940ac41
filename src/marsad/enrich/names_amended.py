"""What is said anew about a post that was read before with a smaller register."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from marsad.model import Claim, Finding, Span
from marsad.safeguards import named
from marsad.store.names import NOT

Key = tuple[Span | None, str]


def amended(said: Iterable[Claim], standing: Sequence[Finding], maker: str) -> Iterator[Claim]:
    """The claims that are new; what stands less or more surely now replaces what stood.

    What persons said stays: over a stretch of which a person spoke, nothing is claimed again.
    """
    persons = {
        (finding.span, finding.value.removeprefix(NOT))
        for finding in standing
        if named(finding.maker)
    }
    mine: dict[Key, Finding] = {
        (finding.span, finding.value): finding
        for finding in standing
        if finding.maker.startswith(f"{maker}/")
    }
    for claim in said:
        old = mine.pop((claim.span, claim.value), None)
        mine.pop((claim.span, NOT + claim.value), None)
        if (claim.span, claim.value) in persons:
            continue
        if old is None:
            yield claim
        elif old.confidence != claim.confidence:
            yield replace(claim, replaces=old.id)
    for old in mine.values():
        if not old.value.startswith(NOT):
            yield Claim(old.post, KIND, NOT + old.value, span=old.span, replaces=old.id)


KIND = "name"
