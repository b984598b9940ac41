"""How names are written in Latin letters: as the lab's register says, else by the house scheme."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from marsad.errors import NotFound
from marsad.store import Store
from marsad.store.names import Names
from marsad.text.transliterate import latin
from marsad.vocabulary.places import SOURCE, english_names

OUTLET = "outlet:"
UNLINKED = "unlinked:"
"""Begins the entry of a name that only its context tells."""
HOUSE = "house scheme"


@dataclass(frozen=True, slots=True)
class Spelled:
    """The form that is settled for an entry, and who settled it; empty where nobody did."""

    latin: str = ""
    source: str = ""
    name: str = ""
    """The authorised form in its own script."""


Spelling = Callable[[str], Spelled]
"""The settled form of an entry of the register."""


def unsettled(entry: str) -> Spelled:
    """What is settled where there is no register: the places that everybody knows."""
    place = english_names().get(entry, "")
    return Spelled(place, SOURCE, place) if place else Spelled()


def settled_in(store: Store) -> Spelling:
    """The settled forms of a lab: its register of names, its outlets, the shipped places."""
    names = Names(store)
    outlets = {f"{OUTLET}{each.id}": each for each in store.outlets()}

    @lru_cache(maxsize=4096)
    def spelled(entry: str) -> Spelled:
        if outlet := outlets.get(entry):
            return Spelled(outlet.latin, "register of outlets", outlet.name)
        try:
            found = names.get(entry)
        except NotFound:
            return unsettled(entry)
        return Spelled(found.latin, found.source or "register of names", found.name)

    return spelled


def house(name: str, language: str) -> str:
    """A name by the house scheme; empty where it is in no script that the scheme knows."""
    said = latin(name, language)
    return said if said != name else ""
