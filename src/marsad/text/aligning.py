"""Which clauses of a source its translation does not say: an alignment that keeps the order.

Clauses of both sides are paired by a monotone alignment that weighs lengths, as Gale and Church did
for sentences, and what both sides have in common. All alignments are summed, not only the best one,
so that each clause gets a probability of being left out. Nothing here knows what words mean beyond
what it is told; where clauses are swapped or lengths mislead it, the probability says so.
"""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

Gain = Callable[[int, int, int, int], float]
"""How much speaks for pairing source clauses ``[a, b)`` with target clauses ``[c, d)``."""

MOST = 80
"""Clauses of a side; a longer segment is not judged."""
BEADS = {
    (1, 1): 0.82, (1, 0): 0.01, (0, 1): 0.01, (2, 1): 0.065, (1, 2): 0.065, (2, 2): 0.01,
    (3, 1): 0.01, (1, 3): 0.01,
}  # fmt: skip
"""How often so many clauses of the source are said by so many of the translation."""
SPREAD = 8.0
"""Variance of the characters that one character becomes; over clauses wider than over sentences."""
RATIOS = {"ar": 1.20, "fa": 1.13, "prs": 1.13, "ps": 1.13, "ur": 1.12, "fr": 0.88, "ckb": 1.07}
"""English letters for a letter of the source, on the first half of the parallel texts measured."""
FEWEST = 12
"""Letters of a clause; what is shorter goes with its neighbour."""
_CUT = re.compile("(?:[،,؛;:.!?؟۔…—–]+[\"'»”’)\\]]*(?=\\s)|\n)\\s*")
_NOTHING = float("-inf")


@dataclass(frozen=True, slots=True)
class Left:
    """Source clauses that were likely left out, and where the translation goes past them."""

    start: int
    end: int
    place: int
    """Where in the target; what was left out stood before it."""
    probability: float


def clauses(text: str) -> list[tuple[int, int]]:
    """Cut a text after its commas and stops; clauses touch, the short joined to the one before."""
    found: list[tuple[int, int]] = []
    start = 0
    ends = [cut.end() for cut in _CUT.finditer(text)]
    for end in [*ends, len(text)]:
        if _letters(text[start:end]) >= FEWEST:
            found.append((start, end))
            start = end
    if start < len(text) and found:
        found[-1] = (found[-1][0], len(text))
    elif start < len(text):
        found.append((start, len(text)))
    return found


def left_out(source: str, target: str, language: str, gain: Gain | None = None) -> list[Left]:
    """The runs of clauses that the best alignment leaves out, each with its probability."""
    there, here = clauses(source), clauses(target)
    if not here or len(there) < 2 or max(len(there), len(here)) > MOST:
        return []
    lattice = _Lattice(source, target, there, here, RATIOS.get(language, 1.1), gain)
    return lattice.left()


class _Lattice:
    """Every alignment of two rows of clauses."""

    def __init__(
        self,
        source: str,
        target: str,
        there: Sequence[tuple[int, int]],
        here: Sequence[tuple[int, int]],
        ratio: float,
        gain: Gain | None,
    ) -> None:
        self.there, self.here, self.ratio = there, here, ratio
        self.gain = gain or (lambda _a, _b, _c, _d: 0.0)
        self.lengths = (
            _sums([_letters(source[start:end]) for start, end in there]),
            _sums([_letters(target[start:end]) for start, end in here]),
        )
        self.weight = cache(self._weight)

    def left(self) -> list[Left]:
        """Follow the best path; of each clause left out say how probable that is."""
        ahead, behind = self._forward(), self._backward()
        total = ahead[len(self.there)][len(self.here)]
        found: list[Left] = []
        for i, j in self._skipped():
            start, end = self.there[i]
            place = self.here[j][0] if j < len(self.here) else self.here[-1][1]
            chance = self._probability(i, ahead, behind, total)
            if found and found[-1].end == start and found[-1].place == place:
                last = found.pop()
                start, chance = last.start, max(last.probability, chance)
            found.append(Left(start, end, place, chance))
        return found

    def _weight(self, i: int, j: int, down: int, right: int) -> float:
        prior = math.log(BEADS[down, right])
        if not (down and right):
            return prior
        one = self.lengths[0][i + down] - self.lengths[0][i]
        other = self.lengths[1][j + right] - self.lengths[1][j]
        mean = (one + other / self.ratio) / 2
        off = (other - one * self.ratio) / math.sqrt(mean * SPREAD)
        # The two tails of a normal curve, as Gale and Church have it.
        fit = math.log(max(math.erfc(abs(off) / math.sqrt(2)), 1e-12))
        return prior + fit + self.gain(i, i + down, j, j + right)

    def _forward(self) -> list[list[float]]:
        rows = self._rows()
        rows[0][0] = 0.0
        for i in range(len(rows)):
            for j in range(len(rows[0])):
                if i or j:
                    rows[i][j] = _sum(
                        rows[i - down][j - right] + self.weight(i - down, j - right, down, right)
                        for down, right in BEADS
                        if i >= down and j >= right
                    )
        return rows

    def _backward(self) -> list[list[float]]:
        rows = self._rows()
        last, end = len(rows) - 1, len(rows[0]) - 1
        rows[last][end] = 0.0
        for i in range(last, -1, -1):
            for j in range(end, -1, -1):
                if i < last or j < end:
                    rows[i][j] = _sum(
                        rows[i + down][j + right] + self.weight(i, j, down, right)
                        for down, right in BEADS
                        if i + down <= last and j + right <= end
                    )
        return rows

    def _probability(
        self, i: int, ahead: list[list[float]], behind: list[list[float]], total: float
    ) -> float:
        skipped = _sum(
            ahead[i][j] + self.weight(i, j, 1, 0) + behind[i + 1][j] for j in range(len(ahead[0]))
        )
        return math.exp(min(0.0, skipped - total))

    def _skipped(self) -> list[tuple[int, int]]:
        """The clauses that the best path leaves out, and the target clause it goes on with."""
        rows = self._rows()
        steps: dict[tuple[int, int], tuple[int, int]] = {}
        rows[0][0] = 0.0
        for i in range(len(rows)):
            for j in range(len(rows[0])):
                for down, right in BEADS:
                    if i >= down and j >= right:
                        before = rows[i - down][j - right]
                        score = before + self.weight(i - down, j - right, down, right)
                        if before > _NOTHING and score > rows[i][j]:
                            rows[i][j], steps[i, j] = score, (down, right)
        at, found = (len(self.there), len(self.here)), []
        while at in steps:
            down, right = steps[at]
            at = (at[0] - down, at[1] - right)
            if (down, right) == (1, 0):
                found.append(at)
        return found[::-1]

    def _rows(self) -> list[list[float]]:
        return [[_NOTHING] * (len(self.here) + 1) for _ in range(len(self.there) + 1)]


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _sums(lengths: Sequence[int]) -> list[int]:
    found = [0]
    for length in lengths:
        found.append(found[-1] + length)
    return found


def _sum(logs: Iterable[float]) -> float:
    values = list(logs)
    most = max(values, default=_NOTHING)
    if most == _NOTHING:
        return _NOTHING
    return most + math.log(sum(math.exp(value - most) for value in values))
