"""Those who bear names: the entries of a lab's register, its outlets, and the shipped places."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from marsad.enrich.names_vocabulary import cues
from marsad.model import AuthorityRecord, Outlet
from marsad.text.name_index import NameIndex
from marsad.vocabulary.places import places

BODY, PLACE = "unlinked:organisation", "unlinked:place"
"""Values for what is named but stands in no register."""


class Bearer(NamedTuple):
    """Who or what a name may stand for."""

    value: str
    """How a finding names it: the id in its list."""
    kind: str
    weak: frozenset[str] = frozenset()
    weight: int = 0


class Bearers:
    """Bearers with the index of their names."""

    def __init__(self, named: Iterable[tuple[Bearer, Iterable[str]]]) -> None:
        """Index every bearer under all its names."""
        self.all: list[Bearer] = []
        self.index = NameIndex(self._names(named))

    def _names(self, named: Iterable[tuple[Bearer, Iterable[str]]]) -> Iterator[tuple[str, int]]:
        for number, (bearer, names) in enumerate(named):
            self.all.append(bearer)
            for name in names:
                yield name, number


def of_register(entries: Iterable[AuthorityRecord], outlets: Iterable[Outlet]) -> Bearers:
    """The bearers of a lab's register."""

    def every() -> Iterator[tuple[Bearer, Iterable[str]]]:
        for entry in entries:
            yield _bearer(entry), entry.names
        for outlet in outlets:
            # A handle is a mention, not a name.
            names = [
                name for name in (outlet.name, outlet.latin, *outlet.aliases) if name[:1] != "@"
            ]
            yield Bearer(f"outlet:{outlet.id}", "organisation"), names

    return Bearers(every())


@cache
def shipped() -> Bearers:
    """Countries, cities and bodies that everybody knows; read once, when first needed."""

    def every() -> Iterator[tuple[Bearer, Iterable[str]]]:
        for entry in places():
            bearer = Bearer(entry.id, "place", weight=entry.people)
            yield bearer, filter(_long_enough, entry.names)
        for name in cues().known_places:
            yield Bearer(PLACE, "place", weight=1_000_000), (name,)
        for name in cues().known_bodies:
            yield Bearer(BODY, "organisation"), (name,)

    return Bearers(every())


def _bearer(entry: AuthorityRecord) -> Bearer:
    return Bearer(entry.id, entry.kind, frozenset(entry.weak), entry.weight)


def _long_enough(name: str) -> bool:
    """Two letters of any alphabet are too few to be a place in every text."""
    return len(name) > 2
