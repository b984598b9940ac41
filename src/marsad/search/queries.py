"""Queries of tantivy, for one shard of the index."""

from collections.abc import Iterator, Sequence

import tantivy
from tantivy import FieldType, Occur, Query

from marsad.search.pattern import begins
from marsad.search.schema import LATIN
from marsad.search.tree import Node


class Queries:
    """Makes the queries that tantivy takes."""

    def __init__(self, index: tantivy.Index) -> None:
        """Look at a shard as it is by now."""
        self.searcher = index.searcher()
        self._schema = index.schema

    def hear(self, tree: Node, strength: str) -> None:
        """Nothing is to be fetched: the shard is on the disk."""

    def there(self, name: str, word: str) -> bool:
        """Whether a field holds a word in any post."""
        return bool(self.searcher.doc_freq(name, word))

    def filled(self, name: str) -> bool:
        """Whether a field holds anything."""
        return bool(self.searcher.terms_with_prefix(name, "", limit=1))

    def entries(self, prefix: str) -> Iterator[str]:
        """Entries for words in Latin letters that begin so."""
        return (entry for entry, _posts in self.searcher.terms_with_prefix(LATIN, prefix))

    def term(self, name: str, word: str) -> Query:
        """A word of a field."""
        return Query.term_query(self._schema, name, word)

    def phrase(self, name: str, said: Sequence[str], slop: int) -> Query:
        """Words of a field side by side."""
        return Query.phrase_query(self._schema, name, list(said), slop)

    def begun(self, name: str, said: Sequence[str]) -> Query:
        """Words of a field side by side, of the last of them the beginning."""
        if len(said) == 1:
            return self.matching(name, begins(said[0]))
        words: list[str | tuple[int, str]] = list(said)
        return Query.phrase_prefix_query(self._schema, name, words)

    def matching(self, name: str, regex: str) -> Query:
        """Words of a field that an expression describes whole."""
        return Query.regex_query(self._schema, name, regex)

    def one_of(self, name: str, values: Sequence[str], worth: float) -> Query:
        """Any of some values of a field, and what that is worth."""
        if name == LATIN:
            some = Query.term_set_query(self._schema, name, list(values))
        else:
            some = self.some(
                [
                    Query.term_query(self._schema, name, value, index_option="basic")
                    for value in values
                ]
            )
        return Query.const_score_query(some, worth)

    def between(self, name: str, low: int, high: int) -> Query:
        """A number between two, both included; worth nothing."""
        within = Query.range_query(self._schema, name, FieldType.Integer, low, high)
        return Query.const_score_query(within, 0.0)

    def among(self, numbers: Sequence[int]) -> Query:
        """Posts with these running numbers; worth nothing."""
        some = Query.term_set_query(self._schema, "seq", list(numbers))
        return Query.const_score_query(some, 0.0)

    def everything(self) -> Query:
        """Every post."""
        return Query.all_query()

    def some(self, parts: Sequence[Query], least: int = 1) -> Query:
        """At least so many of the parts; without parts, no post."""
        if len(parts) == 1:
            return parts[0]
        choices = [(Occur.Should, part) for part in parts]
        return Query.boolean_query(choices, least if least > 1 else None)

    def both(
        self, must: Sequence[Query], without: Sequence[Query] = (), more: Sequence[Query] = ()
    ) -> Query:
        """All of some parts and none of others; what else is met is worth more."""
        parts = [(Occur.Must, part) for part in must]
        parts += [(Occur.MustNot, part) for part in without]
        parts += [(Occur.Should, part) for part in more]
        return Query.boolean_query(parts)
