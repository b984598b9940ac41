"""What the posts that answer are: counts by place, outlet, language and the like, and over time."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import tantivy

from marsad.search.document import EPOCH
from marsad.search.seam import Counted, Wanted

STEPS = ("day", "week", "month")
MOST = 100
"""Values of a facet that can be asked for."""
LOOKED_AT = 20
"""How many times as many values each shard is asked for, so that those on top are counted right."""
BARS, ALL = "bars", "all"
"""What the counts over time, and of posts, are called among those of fields."""
MONDAY = 4
"""Day 4 since 1970 was a Monday."""


@dataclass(frozen=True, slots=True)
class Facet:
    """The most frequent values of a field among the posts that answer."""

    field: str
    counts: tuple[tuple[str, int], ...]
    more: int
    """How often values occur that are not listed."""


@dataclass(frozen=True, slots=True)
class Bar:
    """How many posts answer in a stretch of days, the first of which is ``start``."""

    start: date
    posts: int


def facets(found: Mapping[str, Counted], wanted: Wanted) -> tuple[Facet, ...]:
    """The counts of each field, cut to as many values as were asked for."""
    return tuple(_facet(name, found[name], wanted.top) for name in wanted.facets if name in found)


def histogram(found: Mapping[int, int], step: str) -> tuple[Bar, ...]:
    """Counts by day, week (from Monday) or month of the lab's zone, empty ones left out."""
    return tuple(Bar(_start(key, step), posts) for key, posts in sorted(found.items()))


def together(parts: Sequence[Counted]) -> Counted:
    """The counts of one field in several shards."""
    every: Counter[str] = Counter()
    for part in parts:
        every.update(dict(part.counts))
    return Counted(list(every.items()), sum(part.more for part in parts))


def tallied(
    searcher: tantivy.Searcher, query: tantivy.Query, wanted: Wanted
) -> tuple[int | None, dict[str, Counted], dict[int, int]]:
    """Count posts, the values of fields, and posts over time, in one pass over a shard."""
    asked = {name: {"terms": _terms(name, wanted.top)} for name in wanted.facets}
    if wanted.step:
        asked[BARS] = {"histogram": _stretches(wanted.step)}
    if wanted.counted:
        asked[ALL] = {"value_count": {"field": "seq"}}
    answer = searcher.aggregate(query, asked) if asked else {}
    buckets = answer[BARS]["buckets"] if wanted.step else ()
    return (
        int(answer[ALL]["value"]) if wanted.counted else None,
        {name: _counted(answer[name]) for name in wanted.facets},
        {int(each["key"]): int(each["doc_count"]) for each in buckets},
    )


def _terms(name: str, top: int) -> dict[str, Any]:
    return {"field": name, "size": top * 2, "segment_size": top * LOOKED_AT}


def _stretches(step: str) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "field": "month" if step == "month" else "day",
        "interval": 7 if step == "week" else 1,
        "min_doc_count": 1,
    }
    return {**shape, "offset": MONDAY} if step == "week" else shape


def _counted(answer: Mapping[str, Any]) -> Counted:
    buckets = [(str(each["key"]), int(each["doc_count"])) for each in answer["buckets"]]
    return Counted(buckets, int(answer["sum_other_doc_count"]))


def _facet(name: str, found: Counted, top: int) -> Facet:
    ordered = sorted(found.counts, key=lambda each: (-each[1], each[0]))
    more = found.more + sum(posts for _value, posts in ordered[top:])
    return Facet(name, tuple(ordered[:top]), more)


def _start(key: int, step: str) -> date:
    return date(key // 12, key % 12 + 1, 1) if step == "month" else date.fromordinal(key + EPOCH)
