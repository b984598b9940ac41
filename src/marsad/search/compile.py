"""A tree, as one shard of the index is asked it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import tantivy
from tantivy import FieldType, Occur, Query

from marsad.search import latin
from marsad.search.document import EPOCH, placed, seconds
from marsad.search.lex import fault
from marsad.search.pattern import begins, folded_regex
from marsad.search.schema import LATIN, SPOKEN, field
from marsad.search.tree import (
    Both,
    Days,
    Either,
    Everything,
    Keyword,
    Latin,
    Node,
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

Terms = list[Query]


class Compiler:
    """Makes queries for one shard. A term that no post of it holds is left out at once."""

    def __init__(self, index: tantivy.Index, strength: str, zone: ZoneInfo) -> None:
        """Look at a shard in one strength."""
        self.searcher = index.searcher()
        self._schema = index.schema
        self._strength = strength
        self._zone = zone
        self.spelled: dict[str, frozenset[str]] = {}
        """The Arabic-script words that words in Latin letters were looked up as."""

    def query(self, tree: Node, ranked: bool = True) -> Query:
        """What to ask; when ``ranked``, the spelling that was typed counts more than others."""
        if not ranked or self._strength != "stemmed":
            return self._made(tree)
        if isinstance(tree, Words):
            # Side by side at the top, which the engine can cut short.
            return _any([*self._words(tree), *self._typed(tree)])
        typed = [term for leaf in wanted(tree) for term in self._typed(leaf)]
        must = self._made(tree)
        if not typed:
            return must
        parts = [(Occur.Must, must), *((Occur.Should, term) for term in typed)]
        return Query.boolean_query(parts)

    def among(self, query: Query, numbers: Sequence[int]) -> Query:
        """The same, of posts with these running numbers only."""
        some = Query.term_set_query(self._schema, "seq", list(numbers))
        parts = [(Occur.Must, query), (Occur.Must, Query.const_score_query(some, 0.0))]
        return Query.boolean_query(parts)

    def _typed(self, leaf: Node) -> Terms:
        if not isinstance(leaf, Words) or leaf.quoted:
            return []
        return self._terms(folded_words(leaf.text), "folded", leaf.sources)

    def _made(self, node: Node) -> Query:
        match node:
            case Words():
                return _any(self._words(node))
            case Prefix():
                return self._prefixed(node)
            case Pattern():
                return self._patterned(node)
            case Latin():
                return _any(self._spelled(node.text))
            case Keyword():
                terms = [
                    Query.term_query(self._schema, node.field, value, index_option="basic")
                    for value in node.values
                ]
                return Query.const_score_query(_any(terms), 0.0)
            case Days():
                return Query.const_score_query(self._days(node), 0.0)
            case Everything():
                return Query.all_query()
            case Both():
                return self._both(node)
            case Either():
                return _any([self._made(part) for part in node.parts], node.least)
            case Without():
                return self._both(Both((node,)))

    def _both(self, node: Both) -> Query:
        parts: list[tuple[Occur, Query]] = []
        for part in node.parts:
            if isinstance(part, Without):
                parts.append((Occur.MustNot, self._made(part.part)))
            else:
                parts.append((Occur.Must, self._made(part)))
        if all(occur is Occur.MustNot for occur, _query in parts):
            parts.append((Occur.Must, Query.all_query()))
        return Query.boolean_query(parts)

    def _words(self, node: Words) -> Terms:
        strength = self._strength
        if node.quoted and strength == "stemmed" and len(folded_words(node.text)) == 1:
            strength = "folded"
        found = self._terms(words(node.text, strength), strength, node.sources, node.slop)
        if strength != "exact" and self._may_spell(node, found):
            found += self._spelled(node.text)
        return found

    def _terms(self, said: Sequence[str], strength: str, sources: Sources, slop: int = 0) -> Terms:
        """A query for each source that holds the words, side by side where there are several."""
        names = [field(source, strength) for source in sources or SPOKEN]
        kept = [name for name in names if said and all(self._there(name, word) for word in said)]
        if len(said) == 1:
            return [Query.term_query(self._schema, name, said[0]) for name in kept]
        return [Query.phrase_query(self._schema, name, list(said), slop) for name in kept]

    def _there(self, name: str, word: str) -> bool:
        return bool(self.searcher.doc_freq(name, word))

    def _may_spell(self, node: Words, found: Terms) -> bool:
        """A Latin word is a name where it begins with a capital, or says nothing by itself."""
        text = node.text
        if not text.isascii() or not text.isalpha() or len(text) < ENOUGH or node.sources:
            return False
        return text[0].isupper() or not found

    def _spelled(self, text: str) -> Terms:
        entries = [
            entry
            for prefix in latin.prefixes(text)
            for entry, _posts in self.searcher.terms_with_prefix(LATIN, prefix)
            if latin.spells(text, entry)
        ][:MOST_SPELLED]
        self.spelled[text] = frozenset(entry.partition(latin.BETWEEN)[2] for entry in entries)
        if not entries:
            return []
        return [Query.const_score_query(Query.term_set_query(self._schema, LATIN, entries), 1.0)]

    def _prefixed(self, node: Prefix) -> Query:
        strengths = ("folded", "stemmed") if self._strength == "stemmed" else (self._strength,)
        *before, last = words(node.text, strengths[0])
        names = [field(source, each) for source in node.sources or SPOKEN for each in strengths]
        if before:
            said: list[str | tuple[int, str]] = [*before, last]
            filled = self._filled(names)
            return _any([Query.phrase_prefix_query(self._schema, name, said) for name in filled])
        return _any([self._regex(name, begins(last), node.column) for name in self._filled(names)])

    def _patterned(self, node: Pattern) -> Query:
        names = self._filled(field(source, "folded") for source in node.sources or SPOKEN)
        regex = folded_regex(node)
        return _any([self._regex(name, regex, node.column) for name in names])

    def _regex(self, name: str, regex: str, column: int) -> Query:
        try:
            return Query.regex_query(self._schema, name, regex)
        except ValueError as error:
            why = str(error).rpartition("RegexQueryError:")[2].strip().splitlines()
            raise fault(
                column, f"the pattern cannot be used: {why[-1] if why else 'it is empty'}"
            ) from error

    def _filled(self, names: Iterable[str]) -> list[str]:
        """Fields that hold anything: making an automaton for the others would be in vain."""
        return [name for name in names if self.searcher.terms_with_prefix(name, "", limit=1)]

    def _days(self, node: Days) -> Query:
        since, until = node.since or date.min, node.until or LAST_DAY
        if node.field == "date":
            return self._range("day", since.toordinal() - EPOCH, until.toordinal() - EPOCH)
        # A day ends where the next begins, which is not always after 24 hours.
        high = self._midnight(until + timedelta(days=1)) - 1
        return self._range("seen", self._midnight(since), high)

    def _range(self, name: str, low: int, high: int) -> Query:
        return Query.range_query(self._schema, name, FieldType.Integer, low, high)

    def _midnight(self, day: date) -> int:
        here = datetime.combine(day, time(), self._zone)
        return placed(seconds(here))


def _any(terms: Sequence[Query], least: int = 1) -> Query:
    if len(terms) == 1:
        return terms[0]
    parts = [(Occur.Should, term) for term in terms]
    return Query.boolean_query(parts, least if least > 1 else None)
