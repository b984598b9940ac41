"""Ask all shards side by side, and put their answers together."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from heapq import merge
from itertools import islice
from typing import TypeVar

import tantivy
from tantivy import Order, Query

from marsad.search.compile import Compiler
from marsad.search.facets import tallied, together
from marsad.search.queries import Queries
from marsad.search.seam import ASCENDING, ORDERS, Answer, Answered, Wanted

MOST_THREADS = 8
T = TypeVar("T")
R = TypeVar("R")


def answered(shards: Sequence[tantivy.Index], wanted: Wanted) -> Answered:
    """What shards answer, asked here by threads."""
    return joined(side_by_side(lambda shard: of_shard(shard, wanted), shards), wanted)


def of_shard(shard: tantivy.Index, wanted: Wanted) -> Answered:
    """What one shard answers."""
    make = Queries(shard)
    compiler = Compiler(make, wanted.strength, wanted.zone)
    query = compiler.query(wanted.tree, wanted.order == "relevance", wanted.among)
    searcher = make.searcher
    return Answered(
        list(_best(searcher, query, wanted.order, wanted.most)) if wanted.most else (),
        *tallied(searcher, query, wanted),
        compiler.spelled,
    )


def joined(parts: Sequence[Answered], wanted: Wanted) -> Answered:
    """The answers of shards as one."""
    if len(parts) == 1:
        return parts[0]
    best = merge(*(part.answers for part in parts), key=lambda answer: -answer.key)
    spelled: dict[str, frozenset[str]] = {}
    every: Counter[int] = Counter()
    for part in parts:
        every.update(part.bars)
        for text, forms in part.spelled.items():
            spelled[text] = spelled.get(text, frozenset()) | forms
    return Answered(
        list(islice(best, wanted.most)),
        sum(part.total or 0 for part in parts) if wanted.counted else None,
        {name: together([part.facets[name] for part in parts]) for name in wanted.facets},
        every,
        spelled,
    )


def side_by_side(ask: Callable[[T], R], each: Sequence[T]) -> list[R]:
    """Ask several at once; the engine works while we wait."""
    if len(each) < 2:
        return [ask(one) for one in each]
    with ThreadPoolExecutor(min(len(each), MOST_THREADS)) as threads:
        return list(threads.map(ask, each))


def _best(searcher: tantivy.Searcher, query: Query, order: str, most: int) -> Iterator[Answer]:
    by, ascending = ORDERS[order], order in ASCENDING
    most = min(most, max(searcher.num_docs, 1))
    direction = Order.Asc if ascending else Order.Desc
    found = searcher.search(query, most, False, order_by_field=by, order=direction)
    numbers = searcher.fast_field_values("seq", [address for _key, address in found.hits])
    for (key, _address), number in zip(found.hits, numbers, strict=True):
        yield Answer(-key if ascending else key, int(number or 0))
