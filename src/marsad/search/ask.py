"""Ask all shards side by side, and put their answers together."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

import tantivy
from tantivy import Order, Query

from marsad.search.compile import Compiler
from marsad.search.tree import Node

ORDERS = {"relevance": None, "newest": "posted", "oldest": "posted", "first-seen": "seen"}
ASCENDING = ("oldest", "first-seen")
MOST_THREADS = 8
T = TypeVar("T")
R = TypeVar("R")


class Answer(NamedTuple):
    """A post that answers, by its running number; the greater ``key``, the earlier it comes."""

    key: float
    number: int
    shard: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A shard with the query as it is put to it."""

    compiler: Compiler
    query: Query

    @property
    def searcher(self) -> tantivy.Searcher:
        """What answers."""
        return self.compiler.searcher


def put(
    shards: Iterable[tantivy.Index],
    tree: Node,
    strength: str,
    zone: ZoneInfo,
    ranked: bool = True,
    among: Sequence[int] | None = None,
) -> list[Asked]:
    """The query, made for each shard; of the posts of some running numbers only, if any."""
    made = []
    for index in shards:
        compiler = Compiler(index, strength, zone)
        query = compiler.query(tree, ranked)
        made.append(Asked(compiler, query if among is None else compiler.among(query, among)))
    return made


def best(asked: Sequence[Asked], order: str, limit: int, after: int = 0) -> list[Answer]:
    """The first posts in an order, past ``after`` of them."""
    if not (wanted := limit + after):
        return []  # the engine refuses to look for nothing
    numbered = list(enumerate(asked))
    found = side_by_side(lambda one: _best_of(one[0], one[1], order, wanted), numbered)
    together = merge(*found, key=lambda answer: -answer.key)
    return list(islice(together, after, wanted))


def total(asked: Sequence[Asked]) -> int:
    """How many posts answer."""
    return sum(side_by_side(_count, asked))


def side_by_side(ask: Callable[[T], R], each: Sequence[T]) -> list[R]:
    """Ask several at once; the engine works while we wait."""
    if len(each) < 2:
        return [ask(one) for one in each]
    with ThreadPoolExecutor(min(len(each), MOST_THREADS)) as threads:
        return list(threads.map(ask, each))


def _count(asked: Asked) -> int:
    # The types that come with the engine do not know of it.
    return int(getattr(asked.searcher.search(asked.query, 1), "count"))  # noqa: B009


def _best_of(shard: int, asked: Asked, order: str, wanted: int) -> list[Answer]:
    by, ascending = ORDERS[order], order in ASCENDING
    searcher = asked.searcher
    wanted = min(wanted, max(searcher.num_docs, 1))
    direction = Order.Asc if ascending else Order.Desc
    found = searcher.search(asked.query, wanted, False, order_by_field=by, order=direction)
    numbers = searcher.fast_field_values("seq", [address for _key, address in found.hits])
    return [
        Answer(-key if ascending else key, int(number or 0), shard)
        for (key, _address), number in zip(found.hits, numbers, strict=True)
    ]
