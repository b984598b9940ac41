"""Pairs of copies against pairs that people named: what ``copies`` and ``images`` share."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from marsad.evaluation import bootstrap, rate

GroupTally = tuple[int, int, int]
"""Right pairs, pairs found, pairs there are; of one line with the lines before it."""


def pair_figures(groups: Sequence[str], firsts: Mapping[int, int]) -> dict[str, Any]:
    """Precision, recall and F1 over pairs of lines; ``firsts`` says which line each repeats.

    Two lines are a pair when both repeat the same line, or one the other; ``edited`` is the rate
    of copies, the first line of a group aside, that point to a line of their own group.
    """
    tallies = _tallies(groups, firsts)
    right, found, there = (sum(column) for column in zip(*tallies, strict=True))
    low, high = bootstrap(tallies, _f1)
    return {
        **rate("precision", right, found),
        **rate("recall", right, there),
        "f1": round(_f1(tallies), 5),
        "f1_ci95": [round(low, 5), round(high, 5)],
        **_copies_found(groups, firsts),
        "pairs": there,
        "pairs_found": found,
    }


def _tallies(groups: Sequence[str], firsts: Mapping[int, int]) -> list[GroupTally]:
    gold: Counter[str] = Counter()
    star: Counter[int] = Counter()
    both: Counter[tuple[int, str]] = Counter()
    tallies = []
    for line, group in enumerate(groups):
        first = firsts.get(line, line)
        right, there = (both[first, group], gold[group]) if group else (0, 0)
        tallies.append((right, star[first], there))
        gold[group] += 1
        # Everybody is also the first of those who may repeat him, without being a chain.
        for family in {first, line}:
            star[family] += 1
            both[family, group] += 1
    return tallies


def _copies_found(groups: Sequence[str], firsts: Mapping[int, int]) -> dict[str, Any]:
    members: defaultdict[str, list[int]] = defaultdict(list)
    for line, group in enumerate(groups):
        if group:
            members[group].append(line)
    copies = [line for lines in members.values() for line in lines[1:]]
    hits = sum(line in firsts and groups[firsts[line]] == groups[line] for line in copies)
    return rate("copies_found", hits, len(copies))


def _f1(tallies: Sequence[GroupTally]) -> float:
    right, found, there = (sum(column) for column in zip(*tallies, strict=True))
    return 2 * right / (found + there) if found + there else 0.0
