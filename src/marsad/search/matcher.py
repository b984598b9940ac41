"""What a word of a text has to be, to be marked as one that was asked for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from marsad.search.tree import Latin, Leaf, Node, Pattern, Prefix, Sources, Words, wanted
from marsad.search.words import Word, folded_words, words
from marsad.text.clitics import unprefixed

Claim = Callable[[str], bool]
Meant = Mapping[str, frozenset[str]]
"""The folded words that something typed stands for."""


@dataclass(frozen=True, slots=True)
class Matcher:
    """A run of words, each given by what it has to be; ``slop`` others may stand between."""

    strength: str
    sources: Sources
    claims: tuple[Claim, ...]
    slop: int = 0

    def spans(self, found: Sequence[Word]) -> Iterator[tuple[int, int]]:
        """Where a text says it."""
        first, *rest = self.claims
        for at, word in enumerate(found):
            if first(word.key):
                if not rest:
                    yield word.start, word.end
                elif (last := self._last(found, at)) is not None:
                    yield word.start, found[last].end

    def _last(self, found: Sequence[Word], at: int) -> int | None:
        room = self.slop
        for claim in self.claims[1:]:
            at += 1
            while at < len(found) and room and not claim(found[at].key):
                at, room = at + 1, room - 1
            if at >= len(found) or not claim(found[at].key):
                return None
        return at


def matchers(tree: Node, strength: str, meant: Meant) -> list[Matcher]:
    """What to mark; ``meant`` says which words Latin ones and patterns stand for."""
    return [made for leaf in wanted(tree) for made in _of(leaf, strength, meant)]


def _of(leaf: Leaf, strength: str, meant: Meant) -> Iterator[Matcher]:
    if isinstance(leaf, Words):
        one_quoted = leaf.quoted and len(folded_words(leaf.text)) == 1
        mine = "folded" if one_quoted and strength == "stemmed" else strength
        claims = tuple(_is(word) for word in words(leaf.text, mine))
        if claims:
            yield Matcher(mine, leaf.sources, claims, leaf.slop)
    elif isinstance(leaf, Prefix):
        yield from _prefixed(leaf, strength)
    elif isinstance(leaf, Pattern):
        yield Matcher("folded", leaf.sources, (_one_of(meant.get(leaf.regex, frozenset())),))
    if isinstance(leaf, Words | Latin) and (forms := meant.get(leaf.text)):
        yield Matcher("folded", (), (_one_of(forms),))


def _prefixed(leaf: Prefix, strength: str) -> Iterator[Matcher]:
    strengths = ("folded", "stemmed") if strength == "stemmed" else (strength,)
    *before, last = words(leaf.text, strengths[0])
    for each in strengths:
        yield Matcher(each, leaf.sources, (*map(_is, before), _begins(last)))


def _is(word: str) -> Claim:
    return lambda key: key == word


def _one_of(forms: frozenset[str]) -> Claim:
    return lambda key: key in forms or unprefixed(key) in forms


def _begins(word: str) -> Claim:
    return lambda key: key.startswith(word)
