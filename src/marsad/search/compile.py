"""A tree, as an engine is asked it: one compiler, so that all engines mean the same by a query."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Generic, Protocol, TypeVar
from zoneinfo import ZoneInfo

from marsad.phrase import Phrase
from marsad.search import latin
from marsad.search.document import EPOCH, placed, seconds
from marsad.search.lex import fault
from marsad.search.pattern import folded_regex
from marsad.search.schema import LATIN, SPOKEN, field
from marsad.search.tree import (
    Both,
    Days,
    Either,
    Everything,
    Keyword,
    Latin,
    Node,
    Numbers,
    Pattern,
    Prefix,
    Sources,
    Without,
    Words,
    wanted,
)
from marsad.search.words import folded_words, words

ENOUGH = 3
"""Letters of a word in Latin letters from which on it may spell another."""
MOST_SPELLED = 500
"""Arabic-script words that one word in Latin letters is looked up as."""

LAST_DAY = date(9999, 12, 30)

Q = TypeVar("Q")


class Maker(Protocol[Q]):
    """Makes an engine's own queries. A pattern that it cannot take is a ValueError."""

    def hear(self, tree: Node, strength: str) -> None:
        """Hear what will be asked about, before it is."""

    def there(self, name: str, word: str) -> bool:
        """Whether a field holds a word in any post."""

    def filled(self, name: str) -> bool:
        """Whether a field holds anything."""

    def entries(self, prefix: str) -> Iterable[str]:
        """Entries for words in Latin letters that begin so."""

    def term(self, name: str, word: str) -> Q:
        """A word of a field."""

    def phrase(self, name: str, said: Sequence[str], slop: int) -> Q:
        """Words of a field side by side."""

    def begun(self, name: str, said: Sequence[str]) -> Q:
        """Words of a field side by side, of the last of them the beginning."""

    def matching(self, name: str, regex: str) -> Q:
        """Words of a field that an expression describes whole."""

    def one_of(self, name: str, values: Sequence[str], worth: float) -> Q:
        """Any of some values of a field, and what that is worth."""

    def between(self, name: str, low: int, high: int) -> Q:
        """A number between two, both included; worth nothing."""

    def among(self, numbers: Sequence[int]) -> Q:
        """Posts with these running numbers; worth nothing."""

    def everything(self) -> Q:
        """Every post."""

    def some(self, parts: Sequence[Q], least: int = 1) -> Q:
        """At least so many of the parts; without parts, no post."""

    def both(self, must: Sequence[Q], without: Sequence[Q] = (), more: Sequence[Q] = ()) -> Q:
        """All of some parts and none of others; what else is met is worth more."""


class Compiler(Generic[Q]):
    """Makes the query of one engine. A term that no post of it holds is left out at once."""

    def __init__(self, make: Maker[Q], strength: str, zone: ZoneInfo) -> None:
        """Look at an index in one strength."""
        self._make = make
        self._strength = strength
        self._zone = zone
        self.spelled: dict[str, frozenset[str]] = {}
        """The Arabic-script words that words in Latin letters were looked up as."""

    def query(self, tree: Node, ranked: bool, among: Sequence[int] | None = None) -> Q:
        """What to ask; when ``ranked``, the spelling that was typed counts more than others."""
        self._make.hear(tree, self._strength)
        made = self._ranked(tree) if ranked and self._strength == "stemmed" else self._made(tree)
        return made if among is None else self._make.both([made, self._make.among(among)])

    def _ranked(self, tree: Node) -> Q:
        if isinstance(tree, Words):
            # Side by side at the top, which the engine can cut short.
            return self._make.some([*self._words(tree), *self._typed(tree)])
        typed = [term for leaf in wanted(tree) for term in self._typed(leaf)]
        must = self._made(tree)
        return self._make.both([must], more=typed) if typed else must

    def _typed(self, leaf: Node) -> list[Q]:
        if not isinstance(leaf, Words) or leaf.quoted:
            return []
        return self._terms(folded_words(leaf.text), "folded", leaf.sources)

    def _made(self, node: Node) -> Q:
        match node:
            case Words():
                return self._make.some(self._words(node))
            case Prefix():
                return self._prefixed(node)
            case Pattern():
                return self._patterned(node)
            case Latin():
                return self._make.some(self._spelled(node.text))
            case Keyword():
                return self._make.one_of(node.field, node.values, 0.0)
            case Days():
                return self._days(node)
            case Numbers():
                return self._make.among(node.numbers)
            case Everything():
                return self._make.everything()
            case Both():
                return self._both(node)
            case Either():
                return self._make.some([self._made(part) for part in node.parts], node.least)
            case Without():
                return self._both(Both((node,)))

    def _both(self, node: Both) -> Q:
        without = [self._made(part.part) for part in node.parts if isinstance(part, Without)]
        must = [self._made(part) for part in node.parts if not isinstance(part, Without)]
        return self._make.both(must or [self._make.everything()], without)

    def _words(self, node: Words) -> list[Q]:
        strength = self._strength
        if node.quoted and strength == "stemmed" and len(folded_words(node.text)) == 1:
            strength = "folded"
        found = self._terms(words(node.text, strength), strength, node.sources, node.slop)
        if strength != "exact" and self._may_spell(node, found):
            found += self._spelled(node.text)
        return found

    def _terms(
        self, said: Sequence[str], strength: str, sources: Sources, slop: int = 0
    ) -> list[Q]:
        """A query for each source that holds the words, side by side where there are several."""
        names = [field(source, strength) for source in sources or SPOKEN]
        there = self._make.there
        kept = [name for name in names if said and all(there(name, word) for word in said)]
        if len(said) == 1:
            return [self._make.term(name, said[0]) for name in kept]
        return [self._make.phrase(name, said, slop) for name in kept]

    def _may_spell(self, node: Words, found: Sequence[Q]) -> bool:
        """A Latin word is a name where it begins with a capital, or says nothing by itself."""
        text = node.text
        if not text.isascii() or not text.isalpha() or len(text) < ENOUGH or node.sources:
            return False
        return text[0].isupper() or not found

    def _spelled(self, text: str) -> list[Q]:
        entries = [
            entry
            for prefix in latin.prefixes(text)
            for entry in self._make.entries(prefix)
            if latin.spells(text, entry)
        ][:MOST_SPELLED]
        self.spelled[text] = frozenset(entry.partition(latin.BETWEEN)[2] for entry in entries)
        return [self._make.one_of(LATIN, entries, 1.0)] if entries else []

    def _prefixed(self, node: Prefix) -> Q:
        strengths = ("folded", "stemmed") if self._strength == "stemmed" else (self._strength,)
        said = words(node.text, strengths[0])
        names = [field(source, each) for source in node.sources or SPOKEN for each in strengths]
        return self._everywhere(names, node.column, lambda name: self._make.begun(name, said))

    def _patterned(self, node: Pattern) -> Q:
        names = [field(source, "folded") for source in node.sources or SPOKEN]
        regex = folded_regex(node)
        return self._everywhere(names, node.column, lambda name: self._make.matching(name, regex))

    def _everywhere(self, names: Sequence[str], column: int, make: Callable[[str], Q]) -> Q:
        """One query for each field that holds anything: for the others it would be in vain."""
        try:
            return self._make.some([make(name) for name in names if self._make.filled(name)])
        except ValueError as error:
            why = str(error).rpartition("RegexQueryError:")[2].strip().splitlines()
            raise fault(
                column,
                Phrase(
                    "the pattern cannot be used: %(why)s", why=why[-1] if why else "it is empty"
                ),
            ) from error

    def _days(self, node: Days) -> Q:
        since, until = node.since or date.min, node.until or LAST_DAY
        if node.field == "date":
            low, high = since.toordinal() - EPOCH, until.toordinal() - EPOCH
            return self._make.between("day", low, high)
        # A day ends where the next begins, which is not always after 24 hours.
        high = self._midnight(until + timedelta(days=1)) - 1
        return self._make.between("seen", self._midnight(since), high)

    def _midnight(self, day: date) -> int:
        here = datetime.combine(day, time(), self._zone)
        return placed(seconds(here))
