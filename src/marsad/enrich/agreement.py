"""How far coders agree beyond chance: Krippendorff's alpha and Cohen's kappa, with intervals."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from marsad.evaluation import RESAMPLES, SEED
from marsad.vocabulary.codebook import NOTHING

MANY = 2_000
"""Units from which on those that were coded alike are drawn together."""
Ratings = Mapping[str, Hashable]
"""What each coder said of one unit; who did not code it is not there."""
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Agreed:
    """A coefficient with its 95 % interval; none where chance alone explains everything."""

    value: float | None
    low: float | None
    high: float | None
    units: int
    """Units that two coders or more have coded."""

    def figures(self, name: str) -> dict[str, Any]:
        """As figures are reported."""
        return {name: self.value, f"{name}_ci95": [self.low, self.high], "units": self.units}


def alpha(units: Iterable[Ratings]) -> Agreed:
    """Krippendorff's alpha for nominal data; coders may have left units out."""
    paired = [list(unit.values()) for unit in units if len(unit) > 1]
    values = sorted({value for unit in paired for value in unit}, key=repr)
    counts = np.array([[unit.count(value) for value in values] for unit in paired], dtype=float)
    if not paired:
        return Agreed(None, None, None, 0)
    size = counts.sum(axis=1)
    differ = (size**2 - (counts**2).sum(axis=1)) / (size - 1)
    return _agreed(np.column_stack([differ, counts]), _alpha)


def kappa(pairs: Iterable[tuple[Hashable, Hashable]]) -> Agreed:
    """Cohen's kappa of two coders over the units that both have coded."""
    both = list(pairs)
    if not both:
        return Agreed(None, None, None, 0)
    values = {value: n for n, value in enumerate(sorted({v for p in both for v in p}, key=repr))}
    one, other = np.zeros((2, len(both), len(values)))
    for row, (first, second) in enumerate(both):
        one[row, values[first]] = other[row, values[second]] = 1
    same = (one * other).sum(axis=1)
    return _agreed(np.column_stack([same, one, other]), _kappa)


def agreement(codes: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """For each code: alpha over all coders, and kappa of each two of them.

    A coder has coded a post for a kind who said anything of that kind about it, ``none`` as well;
    a code that is then missing is a no.
    """
    given: defaultdict[str, defaultdict[str, defaultdict[str, set[str]]]]
    given = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    for line in codes:
        given[line["kind"]][line["post"]][line["coder"]].add(line["code"])
    found = []
    for kind, posts in sorted(given.items()):
        said = {code for coders in posts.values() for some in coders.values() for code in some}
        for code in sorted(said - {NOTHING, "no"}):
            units = [
                {coder: code in some for coder, some in coders.items()} for coders in posts.values()
            ]
            found.append({"kind": kind, "code": code, **_figures(units)})
    return found


def _figures(units: Sequence[Mapping[str, bool]]) -> dict[str, Any]:
    coders = sorted({coder for unit in units for coder in unit})
    pairs = []
    for one, other in combinations(coders, 2):
        both = [(unit[one], unit[other]) for unit in units if one in unit and other in unit]
        if both:
            pairs.append({"coders": [one, other], **kappa(both).figures("kappa")})
    given = sum(value for unit in units for value in unit.values())
    return {"given": given, "coders": len(coders), **alpha(units).figures("alpha"), "pairs": pairs}


def _agreed(rows: Numbers, statistic: Any) -> Agreed:
    """The statistic of the summed rows, and its spread when units are drawn anew."""
    n = len(rows)
    value = statistic(rows.sum(axis=0)[None])[0]
    # Units that were coded alike are drawn as one with their weight: the same distribution, and
    # a hundred thousand units take no more room than the few ways in which they differ.
    alike, times = np.unique(rows, axis=0, return_counts=True) if n > MANY else (rows, np.ones(n))
    # Not for secrets: a fixed seed, so that the same codes give the same interval.
    drawn = np.random.default_rng(SEED).multinomial(n, times / n, RESAMPLES)
    spread = statistic(drawn @ alike)
    spread = spread[~np.isnan(spread)]
    low, high = np.percentile(spread, (2.5, 97.5)) if len(spread) else (np.nan, np.nan)
    return Agreed(_known(value), _known(low), _known(high), n)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 5)


def _alpha(sums: Numbers) -> Numbers:
    observed, counts = sums[:, 0], sums[:, 1:]
    total = counts.sum(axis=1)
    expected = total**2 - (counts**2).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        made = 1 - (total - 1) * observed / expected
    return np.where(expected == 0, np.nan, made)


def _kappa(sums: Numbers) -> Numbers:
    half = (sums.shape[1] - 1) // 2
    one, other = sums[:, 1 : half + 1], sums[:, half + 1 :]
    n = one.sum(axis=1)
    expected = (one * other).sum(axis=1) / n**2
    with np.errstate(divide="ignore", invalid="ignore"):
        made = (sums[:, 0] / n - expected) / (1 - expected)
    return np.where(expected >= 1, np.nan, made)
