"""Codes by rules: a code is given where cues near one another meet every condition of a rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from marsad.enrich.coder_content import SIDES, WINDOW
from marsad.enrich.coder_match import Match
from marsad.vocabulary.codebook import Code, Condition
from marsad.vocabulary.cues import Cue

Found = Match[Cue]
SURE = 0.9
"""The most a rule is ever sure of."""
TURNED = 3
"""What an epithet and the cue beside it weigh when a passage turns against somebody."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A code, and the cues it rests on."""

    kind: str
    name: str
    cues: tuple[Found, ...]

    @property
    def weight(self) -> int:
        """What the cues weigh together."""
        return sum(cue.what.weight for cue in self.cues)

    @property
    def confidence(self) -> float:
        """How sure the rule is: a measure of its evidence, not a probability."""
        return round(min(SURE, 0.3 + 0.1 * self.weight), 2)

    @property
    def stretch(self) -> tuple[int, int]:
        """From the first cue to the last."""
        return min(cue.start for cue in self.cues), max(cue.end for cue in self.cues)


def coded(cues: Sequence[Found], codes: Sequence[Code]) -> Iterator[Coded]:
    """The codes that the cues give, each once, on its heaviest evidence."""
    for code in codes:
        met = [found for rule in code.rules for found in _met(rule, cues)]
        if met:
            heaviest = max(met, key=lambda found: sum(cue.what.weight for cue in found))
            yield Coded(code.kind, code.name, heaviest)


def targets(cues: Sequence[Found]) -> Iterator[Coded]:
    """Whom the cues turn against, each once: an epithet beside another cue."""
    best: dict[str, Coded] = {}
    for number, cue in enumerate(cues):
        for other in _near(cues, number) if cue.what.target else ():
            made = Coded("target", cue.what.target, (cue, other))
            known = best.get(made.name)
            if _turns(cue, other) and (known is None or made.weight > known.weight):
                best[made.name] = made
    yield from best.values()


def _turns(cue: Found, other: Found) -> bool:
    kinds = {cue.what.kind, other.what.kind}
    return len(kinds) == 2 and kinds <= SIDES and cue.what.weight + other.what.weight >= TURNED


def _met(rule: Sequence[Condition], cues: Sequence[Found]) -> Iterator[tuple[Found, ...]]:
    for number, cue in enumerate(cues):
        if _meets(cue, rule[0]):
            others = sorted(_near(cues, number), key=lambda other: -other.what.weight)
            if chosen := _chosen(rule[1:], others):
                yield (cue, *chosen)


def _chosen(rule: Sequence[Condition], others: Sequence[Found]) -> list[Found]:
    """For each condition the heaviest cue that is not used yet; nothing when one stays open."""
    chosen: list[Found] = []
    for condition in rule:
        for other in others:
            apart = all(other.first > one.last or other.last < one.first for one in chosen)
            if apart and _meets(other, condition):
                chosen.append(other)
                break
        else:
            return []
    return chosen


def _near(cues: Sequence[Found], number: int) -> Iterator[Found]:
    here = cues[number]
    for step in (-1, 1):
        place = number + step
        while 0 <= place < len(cues):
            other = cues[place]
            gap = here.first - other.last if step < 0 else other.first - here.last
            if gap > WINDOW:
                break
            if gap > 0:
                yield other
            place += step


def _meets(cue: Found, condition: Condition) -> bool:
    return cue.what.weight >= condition.get(cue.what.kind, 9)
