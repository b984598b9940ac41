"""What the posts that answer are: counts by place, outlet, language and the like, and over time."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from marsad.search.ask import Asked, side_by_side
from marsad.search.document import EPOCH

STEPS = ("day", "week", "month")
MOST = 100
"""Values of a facet that can be asked for."""
LOOKED_AT = 20
"""How many times as many values each shard is asked for, so that those on top are counted right."""
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


def facets(asked: Sequence[Asked], fields: Sequence[str], top: int) -> tuple[Facet, ...]:
    """Count the values of some fields."""
    if not fields:
        return ()
    wanted = {
        name: {"terms": {"field": name, "size": top * 2, "segment_size": top * LOOKED_AT}}
        for name in fields
    }
    answers = side_by_side(lambda one: one.searcher.aggregate(one.query, wanted), asked)
    return tuple(_facet(name, [answer[name] for answer in answers], top) for name in fields)


def histogram(asked: Sequence[Asked], step: str) -> tuple[Bar, ...]:
    """Count posts by day, week (from Monday) or month of the lab's zone, empty ones left out."""
    name = "month" if step == "month" else "day"
    shape: dict[str, Any] = {
        "field": name,
        "interval": 7 if step == "week" else 1,
        "min_doc_count": 1,
    }
    if step == "week":
        shape["offset"] = MONDAY
    wanted = {"bars": {"histogram": shape}}
    answers = side_by_side(lambda one: one.searcher.aggregate(one.query, wanted), asked)
    counted: Counter[int] = Counter()
    for answer in answers:
        for bucket in answer["bars"]["buckets"]:
            counted[int(bucket["key"])] += int(bucket["doc_count"])
    return tuple(Bar(_start(key, step), posts) for key, posts in sorted(counted.items()))


def _facet(name: str, answers: Sequence[Mapping[str, Any]], top: int) -> Facet:
    counted: Counter[str] = Counter()
    more = 0
    for answer in answers:
        more += int(answer["sum_other_doc_count"])
        for bucket in answer["buckets"]:
            counted[str(bucket["key"])] += int(bucket["doc_count"])
    ordered = sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    more += sum(posts for _value, posts in ordered[top:])
    return Facet(name, tuple(ordered[:top]), more)


def _start(key: int, step: str) -> date:
    return date(key // 12, key % 12 + 1, 1) if step == "month" else date.fromordinal(key + EPOCH)
