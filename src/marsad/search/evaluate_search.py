"""How well documents are found again: ``marsad evaluate search GOLD.jsonl``."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import tantivy

from marsad.errors import BadInput
from marsad.evaluation import Failed, Figures, GoldLine, bootstrap, readable
from marsad.search.ask import answered
from marsad.search.document import Entry, Said, document
from marsad.search.loosen import loosened
from marsad.search.parse import parse, plain
from marsad.search.schema import opened
from marsad.search.seam import Wanted
from marsad.search.tree import Node
from marsad.search.words import STRENGTHS

MAKER = "search/4"
DEPTH = 10
"""How many answers are looked at."""
MEMORY = 96_000_000
MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
UTC_ZONE = ZoneInfo("UTC")


@dataclass(slots=True)
class Gold:
    """Documents in the order in which they came, and what is asked of them."""

    ids: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    queries: list[tuple[str, frozenset[str]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Became:
    """What became of one query."""

    recall: float
    reciprocal: float
    ms: float


class SearchTask:
    """Compares the first ten answers to a query with the documents that people named."""

    name: ClassVar[str] = "search"

    def run(self, gold: Iterable[GoldLine], options: Mapping[str, str]) -> Figures:
        """Index the documents, then ask each query as a user would type it."""
        strength = options.get("strength", "stemmed")
        if strength not in STRENGTHS:
            raise BadInput(f"no strength {strength!r}; there are {', '.join(STRENGTHS)}")
        failed: list[Failed] = []
        read = Gold()
        for kind, line in readable(gold, _line, failed):
            if kind == "doc":
                read.ids.append(str(line.record["doc"]))
                read.texts.append(line.text("text"))
            else:
                read.queries.append((line.text("query"), _relevant(line)))
        if not read.queries:
            return Figures(MAKER, 0, {}, failed)
        index = indexed(read.texts)
        became = [_answered(index, read.ids, asked, strength) for asked in read.queries]
        return Figures(MAKER, len(became), _figures(became, len(read.ids)), failed)


def indexed(texts: Sequence[str]) -> tantivy.Index:
    """An index in memory of texts, each under its place in the list."""
    index = opened()
    writer = index.writer(heap_size=MEMORY, num_threads=1)
    for number, text in enumerate(texts):
        entry = Entry(number, MOMENT, MOMENT, (Said("text", text),))
        writer.add_document(document(entry, UTC_ZONE))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index


def answers(
    index: tantivy.Index, query: str, strength: str = "stemmed", depth: int = DEPTH
) -> list[int]:
    """The places of the texts that answer, those with all of the words first."""
    tree = _tree(query)
    found = _numbers(index, tree, strength, depth)
    if len(found) < depth and (wider := loosened(tree)):
        there = set(found)
        more = _numbers(index, wider, strength, depth)
        found += [number for number in more if number not in there]
    return found[:depth]


def _tree(query: str) -> Node:
    """What is typed; words alone where it is none of our queries, since gold knows no language."""
    try:
        return parse(query)
    except BadInput:
        return plain(query)


def _numbers(index: tantivy.Index, tree: Node, strength: str, depth: int) -> list[int]:
    found = answered([index], Wanted(tree, strength, UTC_ZONE, most=depth))
    return [answer.number for answer in found.answers]


def _answered(
    index: tantivy.Index, ids: Sequence[str], asked: tuple[str, frozenset[str]], strength: str
) -> Became:
    query, relevant = asked
    began = time.perf_counter()
    found = [ids[number] for number in answers(index, query, strength)]
    took = (time.perf_counter() - began) * 1000
    ranks = [rank for rank, id in enumerate(found, 1) if id in relevant]
    recall = len(ranks) / len(relevant)
    return Became(recall, 1 / ranks[0] if ranks else 0.0, took)


def _figures(became: Sequence[Became], documents: int) -> dict[str, Any]:
    times = sorted(each.ms for each in became)
    return {
        **_mean("recall@10", [each.recall for each in became]),
        **_mean("mrr", [each.reciprocal for each in became]),
        "p50_ms": round(times[len(times) // 2], 3),
        "p95_ms": round(times[min(len(times) - 1, int(len(times) * 0.95))], 3),
        "documents": documents,
    }


def _mean(name: str, values: Sequence[float]) -> dict[str, Any]:
    low, high = bootstrap(values, lambda some: sum(some) / len(some))
    mean = sum(values) / len(values)
    return {name: round(mean, 5), f"{name}_ci95": [round(low, 5), round(high, 5)]}


def _line(line: GoldLine) -> tuple[str, GoldLine]:
    if "doc" in line.record:
        line.text("text")
        return "doc", line
    line.text("query")
    _relevant(line)
    return "query", line


def _relevant(line: GoldLine) -> frozenset[str]:
    said = line.record.get("relevant")
    if not isinstance(said, list) or not said or not all(isinstance(id, str | int) for id in said):
        raise BadInput("'relevant' is not a list of ids of documents")
    return frozenset(map(str, said))
