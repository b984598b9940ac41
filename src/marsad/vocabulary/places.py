"""Countries and cities of the world, with their names in the languages we read."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

SOURCE = "shipped list of places (GeoNames, Unicode CLDR)"


class KnownPlace(NamedTuple):
    """A country or a city that everybody may name."""

    id: str
    country: str
    people: int
    """Inhabitants; a country counts as large."""
    names: tuple[str, ...]
    """The English one first."""


def places() -> Iterator[KnownPlace]:
    """Every place of the list, read line by line."""
    text = files("marsad.vocabulary").joinpath("places.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and line[0] != "#":
            id_, country, people, names = line.split("\t")
            yield KnownPlace(id_, country, int(people), tuple(names.split("|")))


@cache
def english_names() -> dict[str, str]:
    """The English name of each place, by its id."""
    return {place.id: place.names[0] for place in places()}
