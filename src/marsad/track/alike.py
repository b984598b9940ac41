"""Posts that nobody labelled, told apart by their wording.

Posts are joined to those whose words are nearest to theirs: rare words weigh more than usual ones
(the logarithm of their rarity, cosine between posts), and both must have chosen each other. Groups
of posts that are joined among themselves are found as communities are, and a post that is far from
the middle of its group is let go: most posts are in no group, which is no fault.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from marsad.track.communities import communities

MOST_POSTS, MOST_WORDS = 3000, 6000
"""Posts that are compared, each with all others, and words that they are compared by."""
NEIGHBOURS = 8
NEAR = 0.2
"""Cosine from which on two posts may be joined."""
WITHIN = 0.35
"""Cosine to the middle of its group below which a post is let go."""
FEWEST = 4
"""Words that are known of a post before it is compared: of fewer, one shared is much by chance."""
LEAST = 5
"""Posts of a group: three or four short ones may share two rare words and nothing else."""
STEP = 500
Vectors = NDArray[np.float32]


def alike(said: Sequence[Collection[str]], least: int = LEAST) -> list[list[int]]:
    """Groups of texts that say alike, by their places, the most typical one of each first.

    Of each text give its stems. It is compared with all others: of more than ``MOST_POSTS`` texts,
    give a sample.
    """
    vectors, kept = _vectors(said)
    joined = communities((str(a), str(b), weight) for a, b, weight in _joined(vectors))
    groups = (_close(vectors, [int(row) for row in group]) for group in joined)
    found = [[kept[row] for row in group] for group in groups if len(group) >= least]
    return sorted(found, key=lambda group: (-len(group), group[0]))


def _vectors(said: Sequence[Collection[str]]) -> tuple[Vectors, list[int]]:
    """Rows of length one, and which posts they are of; posts of too few known words have none."""
    counts = Counter(word for words in said for word in set(words))
    half = max(2, len(said) // 2)
    usable = [(n, word) for word, n in counts.items() if 2 <= n <= half]
    words = {word: at for at, (_n, word) in enumerate(sorted(usable, reverse=True)[:MOST_WORDS])}
    of = [[words[word] for word in set(some) if word in words] for some in said]
    kept = [row for row, some in enumerate(of) if len(some) >= FEWEST]
    made = np.zeros((len(kept), len(words)), np.float32)
    rarity = np.array([math.log(len(said) / counts[word]) for word in words], np.float32)
    for row, post in enumerate(kept):
        made[row, of[post]] = rarity[of[post]]
    return made / np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-9), kept


def _joined(vectors: Vectors) -> Iterator[tuple[int, int, float]]:
    """Pairs that are among the nearest of one another, and how near they are."""
    chosen: dict[tuple[int, int], float] = {}
    count = min(NEIGHBOURS, len(vectors) - 1)
    for at in range(0, len(vectors) if count > 0 else 0, STEP):
        near = vectors[at : at + STEP] @ vectors.T
        for row, line in enumerate(near, at):
            line[row] = 0
            for other in np.argpartition(line, -count)[-count:].tolist():
                if line[other] >= NEAR:
                    chosen[row, other] = float(line[other])
    for (a, b), weight in sorted(chosen.items()):
        if a < b and (b, a) in chosen:
            yield a, b, weight


def _close(vectors: Vectors, group: Sequence[int]) -> list[int]:
    """Those that are near the middle of their group, the nearest first."""
    middle = vectors[list(group)].mean(axis=0)
    near = vectors[list(group)] @ (middle / max(float(np.linalg.norm(middle)), 1e-9))
    order = sorted(zip(-near, group, strict=True))
    return [row for far, row in order if -far >= WITHIN]
