"""Whether a name as somebody writes it is that of an entry: for screening, not for running text.

Precision goes before recall. Words are compared by their consonants, so that transliterations and
the original script meet; a name of one word counts only where it is exactly an entry's own, and
where two entries fit alike, none is said.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from marsad.model import AuthorityRecord
from marsad.text.name_words import keys, spelled
from marsad.text.transliterate import latin

LEAST = 0.8
"""Share of what both names weigh that has to agree."""
ALIKE = 0.8
"""How like two words must be to be one word in two spellings."""
BLOCK = 400
"""Names that share a word; a word that more share (محمد) does not lead to candidates."""
_VOWELS = frozenset("aiu'")
_SMALL = frozenset(("al", "bin", "ibn", "bn", "ben", "of", "the", "and", "de", "abd"))

Words = tuple[str, ...]


class Matcher:
    """The names of a register, ready to be asked for one."""

    def __init__(self, entries: Iterable[AuthorityRecord]) -> None:
        """Index every name but the weak ones, which match nothing by themselves."""
        self._whole: defaultdict[Words, set[str]] = defaultdict(set)
        self._names: list[tuple[str, Words]] = []
        self._by_bone: defaultdict[str, set[int]] = defaultdict(set)
        for entry in entries:
            for name in dict.fromkeys((entry.name, entry.latin, *entry.aliases)):
                if parts := _words(name):
                    self._add(entry.id, parts)
        counts = Counter(bones(word) for _, parts in self._names for word in set(parts))
        total = max(len(self._names), 1)
        self._weights = {bone: math.log(1 + total / count) for bone, count in counts.items()}
        self._rare = math.log(1 + total)

    def match(self, name: str) -> str:
        """The id of the entry of this name; empty when there is none, or no single one."""
        parts = _words(name)
        whole = self._whole.get(tuple(sorted(parts)), set())
        if whole or len(parts) < 2:
            return next(iter(whole)) if len(whole) == 1 else ""
        best: dict[str, float] = {}
        for number in self._candidates(parts):
            id_, other = self._names[number]
            score = self._score(parts, other)
            if score >= LEAST:
                best[id_] = max(score, best.get(id_, 0.0))
        top = max(best.values(), default=0.0)
        first = [id_ for id_, score in best.items() if score > top - 0.02]
        return first[0] if len(first) == 1 else ""

    def _add(self, id_: str, parts: Words) -> None:
        self._whole[tuple(sorted(parts))].add(id_)
        for word in parts:
            self._by_bone[bones(word)].add(len(self._names))
        self._names.append((id_, parts))

    def _candidates(self, parts: Words) -> set[int]:
        blocks = [self._by_bone.get(bones(word), set()) for word in parts]
        return set().union(*(block for block in blocks if len(block) <= BLOCK))

    def _score(self, parts: Words, other: Words) -> float:
        """What agrees, by weight, of what both names say; nothing for less than two words."""
        left, agreed, count = list(other), 0.0, 0
        for word in parts:
            same = max(left, key=lambda each: _alike(word, each), default="")
            likeness = _alike(word, same) if same else 0.0
            if likeness >= ALIKE:
                left.remove(same)
                agreed += likeness * (self._weight(word) + self._weight(same))
                count += 1
        said = sum(map(self._weight, (*parts, *other)))
        return agreed / said if count > 1 and said else 0.0

    def _weight(self, word: str) -> float:
        return self._weights.get(bones(word), self._rare)


@lru_cache(maxsize=200_000)
def bones(word: str) -> str:
    """A word by its consonants, each once in a row: ``mohamed`` and ``muhammad`` are one."""
    found = [letter for place, letter in enumerate(word) if letter not in _VOWELS or not place]
    kept = [one for place, one in enumerate(found) if not place or one != found[place - 1]]
    return "".join(kept)


@lru_cache(maxsize=200_000)
def _alike(word: str, other: str) -> float:
    if word == other:
        return 1.0
    if min(len(word), len(other)) < 3:
        return 0.0
    if bones(word) == bones(other) and len(bones(word)) > 1:
        return 0.95
    return Levenshtein.normalized_similarity(word, other)


def _words(name: str) -> Words:
    return tuple(word for word in _every_word(name) if word and word not in _SMALL)


def _every_word(name: str) -> Iterator[str]:
    for key in keys(name):
        if key.isascii():
            yield spelled(key.removeprefix("al") if len(key) > 5 else key)
        else:
            written = "".join(keys(latin(key)))
            yield spelled(written.removeprefix("al") if len(written) > 5 else written)
