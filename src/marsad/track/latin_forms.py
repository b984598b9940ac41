"""How a name may be written in Latin letters: settled, by the house scheme, or likely."""

from collections.abc import Iterator
from dataclasses import dataclass

from marsad.store import Store
from marsad.store.names import Names
from marsad.text.latin_suggest import suggestions
from marsad.text.name_words import keys
from marsad.text.transliterate import latin


@dataclass(frozen=True, slots=True)
class LatinForms:
    """The forms of one name, the binding ones first."""

    settled: tuple[str, ...]
    """What the lab's register says; nobody needs to choose any more."""
    house: str
    suggested: tuple[str, ...]


def latin_forms(store: Store, text: str, language: str = "ar") -> LatinForms:
    """Every Latin form there is to choose from."""
    settled = tuple(dict.fromkeys(_settled(store, text)))
    return LatinForms(settled, latin(text, language), tuple(suggestions(text, language)))


def _settled(store: Store, text: str) -> Iterator[str]:
    wanted = keys(text)
    for outlet in store.outlets():
        if outlet.latin and wanted in map(keys, (outlet.name, *outlet.aliases)):
            yield outlet.latin
    for entry in Names(store).all():
        if entry.latin and wanted in map(keys, entry.names):
            yield entry.latin
