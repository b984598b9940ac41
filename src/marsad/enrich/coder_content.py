"""The content test: two independent cues of different kinds that together weigh enough."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from marsad.enrich.coder_match import Match
from marsad.vocabulary.cues import WHAT, WHO, Cue

SIDES = WHO | WHAT
WINDOW = 40
"""Words between two cues that still belong together."""
PARTISAN, EVERYBODY = 2, 1
"""The least weight of either: what everybody says is no evidence, unless a model agrees."""
ENOUGH = 4
"""What two cues must weigh when one points at a movement and one takes its side."""
ALIKE = 5
"""What they must weigh when both point at a movement, or both take its side."""
Found = Match[Cue]


@dataclass(frozen=True, slots=True)
class Pair:
    """The two cues that decided, in the order of the text."""

    one: Found
    other: Found

    @property
    def weight(self) -> int:
        """What they weigh together."""
        return self.one.what.weight + self.other.what.weight

    @property
    def stretch(self) -> tuple[int, int]:
        """From the first of them to the last."""
        return self.one.start, max(self.one.end, self.other.end)


def content_test(cues: Iterable[Found], least: int = PARTISAN) -> Pair | None:
    """The heaviest pair near one another, of cues nobody excused; nothing when none weighs enough.

    One word is never a pair, however heavy: the two stand in different words and are of different
    kinds, at least one of which points at a movement or is hardly said by anybody else.
    """
    best: Pair | None = None
    near: deque[Found] = deque()
    for cue in cues:
        while near and cue.first - near[0].last > WINDOW:
            near.popleft()
        for other in near:
            pair = Pair(other, cue)
            if _enough(pair, least) and (best is None or pair.weight > best.weight):
                best = pair
        near.append(cue)
    return best


def _enough(pair: Pair, least: int) -> bool:
    one, other = pair.one, pair.other
    kinds = {one.what.kind, other.what.kind}
    if len(kinds) < 2 or not kinds <= SIDES or one.last >= other.first:
        return False
    if min(one.what.weight, other.what.weight) < least:
        return False
    return pair.weight >= (ENOUGH if kinds & WHO and kinds & WHAT else ALIKE)
