"""How a place writes: profiles of three letters, marks and emoji included, weighed by rarity."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property

from marsad.store import Seen, Store
from marsad.store.seen_spans import Span, numbers
from marsad.track.successor_cue import Cue

TEXTS = 150
LETTERS = 2000
"""Of one text; a long one must not speak for all."""
LEAST_TEXTS, LEAST_PLACES = 10, 5
OTHERS = 80
"""Places beside which a likeness is judged."""
CLEAR = 2.5
"""Standard deviations above the likeness to other places from which it counts."""
Profile = Mapping[str, float]


class Styles:
    """Profiles of the places of a lab."""

    def __init__(self, store: Store, spans: Mapping[str, Span]) -> None:
        """Read nothing yet."""
        self._store, self._seen, self._spans = store, Seen(store), spans
        self._made: dict[tuple[str, bool], Profile] = {}

    def cue(self, old: str, new: str) -> Iterator[Cue]:
        """Whether the new one begins as the old one ended, more than as others write."""
        mine, theirs = self._profile(new, False), self._profile(old, True)
        others = [
            _cosine(mine, profile)
            for id in self._beside
            if id not in (old, new) and (profile := self._profile(id, True))
        ]
        if not mine or not theirs or len(others) < LEAST_PLACES:
            return
        middle = sum(others) / len(others)
        spread = math.sqrt(sum((each - middle) ** 2 for each in others) / len(others)) or 1e-6
        alike = _cosine(mine, theirs)
        far = (alike - middle) / max(spread, 0.02)
        if far >= CLEAR:
            weight = round(min(3.0, 1.0 + (far - CLEAR) / 2), 2)
            why = f"writes alike: {alike:.2f}, other places {middle:.2f}, {far:.1f} deviations"
            yield Cue("style", weight, why)
        elif far < 0.5:
            yield Cue("style", -1.5, f"writes differently: {alike:.2f}, other places {middle:.2f}")

    @cached_property
    def _beside(self) -> list[str]:
        spans = sorted(self._spans.values(), key=lambda span: (-span.posts, span.place))
        return [span.place for span in spans[:OTHERS]]

    @cached_property
    def _rarity(self) -> dict[str, float]:
        counts = [self._counts(id, True) for id in self._beside]
        met = Counter(gram for each in counts for gram in each)
        return {gram: math.log((1 + len(counts)) / n) for gram, n in met.items()}

    def _profile(self, place: str, last: bool) -> Profile:
        key = place, last
        if key not in self._made:
            common = math.log(1 + len(self._beside))
            said = {
                gram: math.log1p(n) * self._rarity.get(gram, common)
                for gram, n in self._counts(place, last).items()
            }
            size = math.sqrt(sum(each * each for each in said.values())) or 1.0
            self._made[key] = {gram: each / size for gram, each in said.items()}
        return self._made[key]

    def _counts(self, place: str, last: bool) -> Counter[str]:
        """Of texts of its own: what it repeats says nothing about how it writes."""
        some = self._seen.posts(numbers(self._store, place, TEXTS, last=last, own=True))
        texts = [post.text[:LETTERS] for post in some.values() if post.text]
        if len(texts) < LEAST_TEXTS:
            return Counter()
        return Counter(text[at : at + 3] for text in texts for at in range(max(0, len(text) - 2)))


def _cosine(one: Profile, other: Profile) -> float:
    small, large = sorted((one, other), key=len)
    return sum(weight * large.get(gram, 0.0) for gram, weight in small.items())
