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
    parts = _parts(query)
    found = _index.opened(store, tell)
    asked = _query(found, parts)
    searcher = found.searcher()
    hits = []
    for score, address in searcher.search(asked, limit).hits:
        (id,) = searcher.doc(address)["id"]
        hits.append(Hit(store.post(id), float(score)))
    return hits


def _parts(query: str) -> list[tuple[bool, list[str]]]:
    """The folded words of each part of a query, and whether they must not be there."""
    parts = [
        (bool(minus), _index.words(folded(phrase or word)).split())
        for minus, phrase, word in _PART.findall(query)
    ]
    if not any(said and not minus for minus, said in parts):
        raise BadInput(f"the query {query!r} names no word to look for; give at least one")
    return [(minus, said) for minus, said in parts if said]


def _query(index: tantivy.Index, parts: list[tuple[bool, list[str]]]) -> Query:
    occurs = {True: Occur.MustNot, False: Occur.Must}
    return Query.boolean_query(
        [
            (occurs[minus], Query.disjunction_max_query(list(_spellings(index, said))))
            for minus, said in parts
        ]
    )


def _spellings(index: tantivy.Index, said: list[str]) -> Iterator[Query]:
    """The words as they are, without clitics, and in the translation; the first count most."""
    if len(said) > 1:
        terms: list[str | tuple[int, str]] = [*said]
        yield Query.phrase_query(index.schema, "folded", terms)
    else:
        (word,) = said
        exact = Query.term_query(index.schema, "folded", word, index_option="position")
        bare = _index.words(stemmed(word))
        yield Query.boost_query(exact, 2.0)
        yield Query.term_query(index.schema, "stemmed", bare, index_option="freq")
    # Quoted, so that no word of it is read as an operator.
    yield index.parse_query(f'"{" ".join(said)}"', ["english"])
