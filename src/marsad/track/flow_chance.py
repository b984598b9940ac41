"""Whether a pair of nodes meets more often than chance would bring about.

Two accounts of chance are put to the test. Under the first a node takes what it repeats from
everybody alike, in proportion to what they post or to how often they are among those who have what
others have too, whichever is more: does it take from this one more often? Under the
second it is a coin that says which of the two is earlier: is it always the same one? The smaller
of both probabilities is doubled, since two questions were asked, and among all pairs the share of
false ones is held down as Benjamini and Hochberg did.
"""

import math
from collections.abc import Sequence

FALSE_SHARE = 0.05
NEGLIGIBLE = 1e-15


def tail(k: int, n: int, p: float) -> float:
    """The probability of at least ``k`` out of ``n``, each of them being ``p``."""
    if k <= 0 or p >= 1:
        return 1.0
    if p <= 0 or k > n:
        return 0.0
    if k <= n * p:
        # Nothing to be proved: half of the mass or more lies above.
        return 1.0
    log = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    term = math.exp(log + k * math.log(p) + (n - k) * math.log1p(-p))
    total, odds = 0.0, p / (1 - p)
    while k <= n and term > NEGLIGIBLE * total:
        total += term
        term *= (n - k) / (k + 1) * odds
        k += 1
    return min(1.0, total)


def ordered(before: int, met: int) -> float:
    """Chance that one of two is the earlier so often."""
    return tail(before, met, 0.5)


def either(first: float, second: float) -> float:
    """Both questions as one."""
    return min(1.0, 2 * min(first, second))


def believed(chances: Sequence[float], asked: int, share: float = FALSE_SHARE) -> float:
    """The largest probability that may be believed (Benjamini, Hochberg); below nothing when none.

    ``asked`` counts all that could have been found, also those that were too few to be tested.
    """
    limit = -1.0
    for rank, chance in enumerate(sorted(chances), start=1):
        if chance <= share * rank / asked:
            limit = chance
    return limit
