"""What was found in a post, by kind and by who says so: what waits for a decision comes first."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from marsad.enrich import DECIDED
from marsad.model import Finding
from marsad.safeguards import named
from marsad.vocabulary.kinds import kinds
from marsad.web.wording import spoken

SHOWN = 5
"""Findings of an open group that stand there at once; the others open by a click."""
Why = Literal["waits", "said", "fact"]
"""A machine says it and a person may decide; a person says it; all else."""
ORDER: tuple[Why, ...] = ("waits", "said", "fact")


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one kind and maker."""

    label: str
    description: str
    maker: str
    why: Why
    findings: tuple[Finding, ...]

    @property
    def open(self) -> bool:
        """It stands open: somebody has to look at it, or somebody said it."""
        return self.why != "fact"

    @property
    def first(self) -> tuple[Finding, ...]:
        """What stands there at once."""
        return self.findings[:SHOWN] if self.open else self.findings

    @property
    def rest(self) -> tuple[Finding, ...]:
        """What opens by a click of its own."""
        return self.findings[len(self.first) :]


def groups(found: Iterable[Finding]) -> tuple[Group, ...]:
    """In the order of the vocabulary; kinds it does not list come last, under their own name."""
    place = {name: at for at, name in enumerate(kinds())}
    together: dict[tuple[str, str], list[Finding]] = {}
    for each in found:
        together.setdefault((each.kind, each.maker), []).append(each)
    made = [(kind, _group(kind, maker, same)) for (kind, maker), same in together.items()]
    made.sort(key=lambda each: (ORDER.index(each[1].why), place.get(each[0], len(place))))
    return tuple(group for _kind, group in made)


def _group(kind: str, maker: str, same: list[Finding]) -> Group:
    known = kinds().get(kind)
    why: Why = "said" if named(maker) else "waits" if kind in DECIDED else "fact"
    label = known.label(spoken().tag) if known else kind
    return Group(label, known.description if known else "", maker, why, tuple(same))
