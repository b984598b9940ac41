"""What was done, as somebody sees it: acts name things by their ids, in ways of their own."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from sqlalchemy import Engine

from marsad.store.veil import Hidden, known
from marsad.store.veil_views import CASE, REPORT

BATCH = 500
LONGEST = 400
"""Characters of an id; what is longer is somebody's words."""
NAMED = ("post", "translation", "finding", "capture", "report", "place", "source")
"""Tables whose things acts name."""
FROZEN = "case-snapshot"
"""Stays whatever it names: its number counts."""


def seen_acts(
    acts: Iterable[Mapping[str, Any]], seen: Hidden, veiled: Engine, plain: Engine
) -> Iterator[Mapping[str, Any]]:
    """The acts that are about nothing hidden; of those about several things, the others."""
    waiting = iter(acts)
    while some := list(islice(waiting, BATCH)):
        gone = _hidden(some, veiled, plain) | seen.places | seen.reports
        for said in some:
            if not _about(said, seen) and (left := _without(said, gone)) is not None:
                yield left


def _about(said: Mapping[str, Any], seen: Hidden) -> bool:
    """Whether an act is about a case or a report that is hidden, or about such a marking."""
    marking = said.get("marking", "")
    return (
        said.get(CASE) in seen.cases
        or said.get(REPORT) in seen.reports
        or bool(marking and marking not in seen.cleared)
    )


def _hidden(acts: Iterable[Mapping[str, Any]], veiled: Engine, plain: Engine) -> set[str]:
    ids = {each for said in acts for each in _words(said) if len(each) <= LONGEST}
    return hidden_ids(ids, veiled, plain)


def hidden_ids(ids: Collection[str], veiled: Engine, plain: Engine) -> set[str]:
    """Which of some ids are those of things that are there and are not seen."""
    gone: set[str] = set()
    with veiled.connect() as through, plain.connect() as past:
        for table in NAMED:
            there = known(past, table, ids)
            gone |= there - known(through, table, there)
    return gone


def _words(said: Any) -> Iterator[str]:
    if isinstance(said, str):
        yield said
    elif isinstance(said, Mapping):
        for each in said.values():
            yield from _words(each)
    elif isinstance(said, list):
        for each in said:
            yield from _words(each)


def _without(said: Mapping[str, Any], gone: set[str]) -> Mapping[str, Any] | None:
    """An act without what is gone from its lists; nothing where it is about that alone."""
    if gone.isdisjoint(_words(said)):
        return said
    frozen = said["act"] == FROZEN
    left: dict[str, Any] = {}
    for name, value in said.items():
        kept = _left(value, gone)
        if not frozen and (kept is None or (value and kept == [])):
            return None
        left[name] = kept
    return left


def _left(said: Any, gone: set[str]) -> Any:
    if isinstance(said, str):
        return None if said in gone else said
    if isinstance(said, list):
        return [each for each in said if not gone.intersection(_words(each))]
    if isinstance(said, Mapping):
        return {name: value for name, value in said.items() if not gone.intersection(_words(value))}
    return said
