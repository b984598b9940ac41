"""Ask: words all of which must be there, "phrases", and -words that must not."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import tantivy
from tantivy import Occur, Query

from marsad.errors import BadInput
from marsad.model import Post
from marsad.search import index as _index
from marsad.store import Store
from marsad.text.fold import folded, stemmed

LONGEST = 2000
"""Characters of a query; nobody types more, and a pasted page is no question."""

_PART = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')


@dataclass(frozen=True, slots=True)
class Hit:
    """A post that answers, and how well."""

    post: Post
    score: float


def search(
    store: Store,
    query: str,
    limit: int = 20,
    tell: Callable[[int], None] = lambda _done: None,
) -> list[Hit]:
    """The posts that hold every word of the query, in any spelling or translation, best first."""
    if len(query) > LONGEST:
        raise BadInput(f"the query has {len(query)} characters; {LONGEST} are the most")
    asked = _query(_index.schema(), query)
    found = _index.opened(store, tell)
    searcher = found.searcher()
    hits = []
    for score, address in searcher.search(asked, limit).hits:
        (id,) = searcher.doc(address)["id"]
        hits.append(Hit(store.post(id), float(score)))
    return hits


def _query(schema: tantivy.Schema, query: str) -> Query:
    parts = [
        (Occur.MustNot if minus else Occur.Must, each)
        for minus, phrase, word in _PART.findall(query)
        for each in _part(schema, phrase, word)
    ]
    if not any(occur == Occur.Must for occur, _each in parts):
        raise BadInput(f"the query {query!r} names no word to look for; give at least one")
    return Query.boolean_query(parts)


def _part(schema: tantivy.Schema, phrase: str, word: str) -> Iterator[Query]:
    said = _index.words(folded(phrase or word)).split()
    if len(said) > 1:
        english = _phrase(schema, "english", said)
        yield Query.disjunction_max_query([_phrase(schema, "folded", said), english])
    elif said:
        yield Query.disjunction_max_query(list(_spellings(schema, said[0])))


def _phrase(schema: tantivy.Schema, field: str, said: list[str]) -> Query:
    terms: list[str | tuple[int, str]] = [*said]
    return Query.phrase_query(schema, field, terms)


def _spellings(schema: tantivy.Schema, word: str) -> Iterator[Query]:
    """The word as it is, without its clitics, and in the translation; the first counts most."""
    exact = Query.term_query(schema, "folded", word, index_option="position")
    yield Query.boost_query(exact, 2.0)
    yield Query.term_query(schema, "stemmed", _index.words(stemmed(word)), index_option="freq")
    yield Query.term_query(schema, "english", word, index_option="position")
