"""What speaks for a clause of a source and one of its translation saying the same.

Numbers, Latin words and names as they are; words by what the lab's memory and termbase tell of
them. All of it is counted in logarithms of how much likelier it is in clauses that belong together
than in any two. No weights and no model: with an empty memory it knows only what it can see.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from marsad.text.aligning import Gain, clauses
from marsad.text.anchors import latin_words, names_here, names_there, numbers
from marsad.text.clitics import stem
from marsad.text.fold import folded

FOUND, MISSING = 3.0, -3.0
"""A number stands on both sides of a pair, or on one."""
NAMED = 3.0
"""A name is spelled on both sides; that one is not says little, for not every word is a name."""
KEPT = 0.6
"""How often a word that the lab knows is put the way it was put before."""
COMMONEST = 0.2
"""Share of clauses; what stands in more of them tells nothing."""
LEAST, TIMES = 0.25, 3
"""How closely two words must go together, and how often, to be each other's translation."""
LONGEST = 60
"""Words of a remembered segment; of a longer one nothing is learnt about single words."""
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What words became before, and how common those are."""

    words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By the stem of a source word, the stems of its translations."""
    common: Mapping[str, float] = field(default_factory=dict)
    """The share of segments that have a word of the translation."""

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Self:
        """Learn from sources and what they became, by Dice's coefficient."""
        there: Counter[str] = Counter()
        here: Counter[str] = Counter()
        both: Counter[tuple[str, str]] = Counter()
        seen = 0
        for source, target in pairs:
            one, other = source_stems(source), target_stems(target)
            if len(one) > LONGEST or len(other) > LONGEST:
                continue
            seen += 1
            there.update(one)
            here.update(other)
            both.update((a, b) for a in one for b in other)
        words: dict[str, set[str]] = {}
        for (a, b), count in both.items():
            if count >= TIMES and 2 * count / (there[a] + here[b]) >= LEAST:
                words.setdefault(a, set()).add(b)
        common = {b: here[b] / seen for some in words.values() for b in some}
        return cls({a: frozenset(some) for a, some in words.items()}, common)

    def taught(self, terms: Iterable[tuple[str, str]]) -> Self:
        """The same, knowing single words of a termbase too."""
        words = {word: set(said) for word, said in self.words.items()}
        for term, target in terms:
            stems = source_stems(term)
            # Of several words none is the translation of one alone.
            if len(stems) == 1:
                words.setdefault(next(iter(stems)), set()).update(target_stems(target))
        return type(self)({word: frozenset(said) for word, said in words.items()}, self.common)

    def chance(self, said: frozenset[str]) -> float:
        """How likely it is to meet one of these words in a clause that says something else."""
        return min(1.0, sum(self.common.get(word, 0.01) for word in said))


@dataclass(frozen=True, slots=True)
class _Clause:
    numbers: frozenset[str]
    latin: frozenset[str]
    names: frozenset[str]
    words: frozenset[str]


def source_stems(text: str) -> frozenset[str]:
    """The stems of the words of a source."""
    return frozenset(stem(word) for word in _WORD.findall(folded(text)) if len(word) > 1)


def target_stems(text: str) -> frozenset[str]:
    """The words of a translation, their commonest endings off."""
    return frozenset(_ending_off(word) for word in _WORD.findall(text.casefold()) if len(word) > 1)


def gain(source: str, target: str, language: str, lexicon: Lexicon) -> Gain:
    """What speaks for pairing clauses of these two texts."""
    there = [
        _Clause(numbers(part), latin_words(part), names_there(part, language), source_stems(part))
        for part in (source[start:end] for start, end in clauses(source))
    ]
    here = [
        _Clause(numbers(part), latin_words(part), names_here(part), target_stems(part))
        for part in (target[start:end] for start, end in clauses(target))
    ]

    def weighed(a: int, b: int, c: int, d: int) -> float:
        return _weighed(_joined(there[a:b]), _joined(here[c:d]), lexicon)

    return weighed


def _joined(some: Sequence[_Clause]) -> _Clause:
    return (
        some[0]
        if len(some) == 1
        else _Clause(
            frozenset().union(*(each.numbers for each in some)),
            frozenset().union(*(each.latin for each in some)),
            frozenset().union(*(each.names for each in some)),
            frozenset().union(*(each.words for each in some)),
        )
    )


def _weighed(one: _Clause, other: _Clause, lexicon: Lexicon) -> float:
    score = FOUND * len(one.numbers & other.numbers) + MISSING * len(one.numbers ^ other.numbers)
    score += FOUND * len(one.latin & other.latin) + NAMED * len(one.names & other.names)
    for word in one.words:
        said = lexicon.words.get(word)
        chance = lexicon.chance(said) if said else 1.0
        if not said or chance > COMMONEST:
            continue
        met = not said.isdisjoint(other.words)
        score += math.log(KEPT / chance) if met else math.log((1 - KEPT) / (1 - chance))
    return score


def _ending_off(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
