"""Queries of the index in PostgreSQL: conditions on the numbers of words."""

import math
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import tantivy

from marsad.search.document import storable
from marsad.search.schema import KEYWORDS, LATIN, numbered, opened
from marsad.search.tree import Node, Words, wanted
from marsad.search.words import words
from marsad.store.index_parts import All, Beside, Every, Numbered, Part, Some, Span, Terms
from marsad.store.index_query import Look, Word

NOTHING = Terms(())


class Conditions:
    """Makes conditions for the index as it was at one moment."""

    def __init__(self, look: Look) -> None:
        """Know no word yet."""
        self._look = look
        self._met: set[str] = set()
        self._words: dict[tuple[int, str], Word] = {}
        self._patterns: dict[str, list[Word]] = {}

    def hear(self, tree: Node, strength: str) -> None:
        """Look the words of a query up, all of them at once: the server may be far away."""
        texts = {leaf.text for leaf in wanted(tree) if isinstance(leaf, Words)}
        self._meet(
            [each for text in texts for s in (strength, "folded") for each in words(text, s)]
        )

    def _meet(self, said: Sequence[str]) -> None:
        if new := sorted({*said} - self._met):
            self._met.update(new)
            self._words |= {(word.field, word.term): word for word in self._look.words(new)}

    def there(self, name: str, word: str) -> bool:
        """Whether a field holds a word in any post."""
        return self._found(name, word) is not None

    def filled(self, name: str) -> bool:
        """A field that holds nothing has no words, which costs nothing here."""
        return bool(name)

    def entries(self, prefix: str) -> Iterator[str]:
        """Entries for words in Latin letters that begin so."""
        return (word.term for word in self._look.beginning(prefix) if word.field == numbered(LATIN))

    def term(self, name: str, word: str) -> Part:
        """A word of a field."""
        found = self._found(name, word)
        return Terms((found.id,), (self._rarity(found),)) if found else NOTHING

    def phrase(self, name: str, said: Sequence[str], slop: int) -> Part:
        """Words of a field side by side."""
        *firsts, last = said
        found = self._found(name, last)
        return self._beside(name, firsts, [found] if found else [], slop)

    def begun(self, name: str, said: Sequence[str]) -> Part:
        """Words of a field side by side, of the last of them the beginning."""
        *firsts, last = said
        ends = [*self._of(name, f"{last}*", lambda: self._look.beginning(last))]
        if not firsts:
            return Terms(tuple(word.id for word in ends), worth=1.0)
        self._meet(firsts)
        return self._beside(name, firsts, ends, 0)

    def matching(self, name: str, regex: str) -> Part:
        """Words of a field that an expression describes whole."""
        found = self._of(name, f"/{regex}/", lambda: self._described(regex))
        return Terms(tuple(word.id for word in found), worth=1.0)

    def one_of(self, name: str, values: Sequence[str], worth: float) -> Part:
        """Any of some values of a field, and what that is worth."""
        said = [storable(value) for value in values]
        self._meet(said)
        found = filter(None, (self._found(name, value) for value in said))
        column = "kinds" if name in KEYWORDS else "said"
        return Terms(tuple(word.id for word in found), worth=worth, column=column)

    def between(self, name: str, low: int, high: int) -> Part:
        """A number between two, both included; worth nothing."""
        return Span(name, low, high)

    def among(self, numbers: Sequence[int]) -> Part:
        """Posts with these running numbers; worth nothing."""
        return Numbered(tuple(numbers))

    def everything(self) -> Part:
        """Every post."""
        return Every()

    def some(self, parts: Sequence[Part], least: int = 1) -> Part:
        """At least so many of the parts; without parts, no post."""
        return parts[0] if len(parts) == 1 and least == 1 else Some(tuple(parts), least)

    def both(
        self, must: Sequence[Part], without: Sequence[Part] = (), more: Sequence[Part] = ()
    ) -> Part:
        """All of some parts and none of others; what else is met is worth more."""
        return All(tuple(must), tuple(without), tuple(more))

    def _found(self, name: str, word: str) -> Word | None:
        self._meet((word,))
        return self._words.get((numbered(name), word))

    def _of(self, name: str, key: str, look: Callable[[], list[Word]]) -> list[Word]:
        """The words of one field that something describes; it is looked up once for all fields."""
        if key not in self._patterns:
            self._patterns[key] = look()
        return [word for word in self._patterns[key] if word.field == numbered(name)]

    def _described(self, regex: str) -> list[Word]:
        _refuse_broken(regex)
        return self._look.described(regex)

    def _beside(self, name: str, firsts: Sequence[str], ends: Sequence[Word], slop: int) -> Part:
        found = [word for word in (self._found(name, each) for each in firsts) if word]
        if len(found) < len(firsts) or not ends:
            return NOTHING
        rare = sum(map(self._rarity, found)) + max(map(self._rarity, ends))
        ids = tuple(word.id for word in found)
        return Beside(ids, tuple(word.id for word in ends), slop, rare)

    def _rarity(self, word: Word) -> float:
        return math.log(1 + (self._look.posts - word.posts + 0.5) / (word.posts + 0.5))


def _refuse_broken(regex: str) -> None:
    """Raise the ValueError that tantivy raises: one language of patterns, whatever the engine."""
    tantivy.Query.regex_query(_empty(), "text_folded", regex)


@lru_cache(1)
def _empty() -> tantivy.Schema:
    return opened().schema
