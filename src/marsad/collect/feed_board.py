"""Title, description and logo of a feed."""

from collections.abc import Callable

from marsad.collect.feed_entry import Document, Words
from marsad.collect.feed_text import text_of
from marsad.collect.signboard import picture
from marsad.errors import BadInput
from marsad.model import Place, made_of
from marsad.plugins import Fetched, Looked, Signboard

_LONGEST = 2000
_SAVED = "a saved feed only names it"


def signboard(
    document: Document, place: Place, get: Callable[[str], Fetched | None] | None
) -> Signboard:
    """What a feed shows of itself; without ``get`` its logo is only named."""
    said = _text(document.description)

    def look() -> Looked:
        if get is None:
            return Looked(place.name, said, missing=_SAVED if document.picture else "")
        found = picture(get, document.picture, place.address)
        return Looked(place.name, said, None, found.fetched, found.missing, found.again)

    return Signboard(made_of(place.name, said, document.picture), look)


def _text(words: Words) -> str:
    try:
        return " ".join(text_of(words)[0].split())[:_LONGEST]
    except BadInput:
        return ""
