"""Two people at one report: what one typed is laid over what the other saved meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass

from marsad.model import Report
from marsad.report.spots import Written, written
from marsad.report.steps import tidy


@dataclass(frozen=True, slots=True)
class Met:
    """What becomes of typed words once somebody else has saved."""

    typed: Mapping[str, str]
    """What still differs from the report as it stands, by its place there."""
    theirs: Mapping[str, str]
    """Of those, where the other one wrote too: what they put there."""
    homeless: tuple[Written, ...]
    """What was typed about things that the other one took out."""


def meet(read: Report, now: Report, typed: Mapping[str, str]) -> Met:
    """Lay what was typed over ``read``, the version somebody had before them, over the one now.

    Words that only one of the two changed are taken from them; where both did, both are kept.
    """
    there = {each.about: each for each in written(now)}
    kept: dict[str, str] = {}
    theirs: dict[str, str] = {}
    homeless = []
    for each in written(read):
        words = tidy(typed.get(each.at, each.words))
        if words == tidy(each.words):
            continue
        stands = there.get(each.about)
        if stands is None:
            homeless.append(Written(each.at, each.about, words))
        elif words != tidy(stands.words):
            kept[stands.at] = words
            if tidy(stands.words) != tidy(each.words):
                theirs[stands.at] = stands.words
    return Met(kept, theirs, tuple(homeless))
