"""What the values of conditions stand for in a lab: names of outlets and places, and codes."""

from collections.abc import Iterator
from dataclasses import replace

from marsad.errors import BadInput
from marsad.model.maker import ORIGIN, PLACE
from marsad.phrase import Phrase
from marsad.search.lex import fault
from marsad.search.tree import Both, Either, Keyword, Node, Without
from marsad.store import Store
from marsad.text.fold import folded
from marsad.vocabulary.codebook import NOTHING, codebook

CODES = ("theme", "target", "narrative")
SHOWN = 8
"""Names that an error lists."""


def resolved(store: Store, tree: Node) -> Node:
    """The tree with every condition looked up; BadInput when a name is nobody's."""
    if isinstance(tree, Both | Either):
        return replace(tree, parts=tuple(resolved(store, part) for part in tree.parts))
    if isinstance(tree, Without):
        return Without(resolved(store, tree.part))
    if isinstance(tree, Keyword):
        return replace(tree, values=_values(store, tree))
    return tree


def _values(store: Store, asked: Keyword) -> tuple[str, ...]:
    if asked.field in CODES:
        return (_code(store, asked),)
    if asked.field not in ("place", "outlet"):
        return (asked.text,)
    names = list(_places(store) if asked.field == "place" else _makers(store))
    if found := dict.fromkeys(id for id, name in names if _same(asked.text, id, name)):
        return tuple(found)
    if ":" in asked.text:
        return (asked.text,)
    known = ", ".join(dict.fromkeys(name for _id, name in names if name)) or "none"
    raise fault(
        asked.column,
        Phrase(
            "no %(field)s %(text)s; there are: %(shortened)s",
            field=asked.field,
            text=repr(asked.text),
            shortened=_shortened(known),
        ),
    )


def _code(store: Store, asked: Keyword) -> str:
    book = codebook(store.settings.beside(store.settings.codebook))
    try:
        book.check(asked.field, asked.text)
    except BadInput as error:
        raise fault(asked.column, str(error)) from error
    if asked.text == NOTHING:
        raise fault(
            asked.column,
            Phrase("posts without any are found by NOT and the %(field)ss", field=asked.field),
        )
    return asked.text


def _same(asked: str, id: str, name: str) -> bool:
    return asked == id or (bool(name) and folded(asked) == folded(name))


def _places(store: Store) -> Iterator[tuple[str, str]]:
    for place in store.places():
        yield place.id, place.name


def _makers(store: Store) -> Iterator[tuple[str, str]]:
    """Outlets by every name they have; then places that speak for themselves."""
    for outlet in store.outlets():
        for name in (outlet.name, outlet.latin, *outlet.aliases):
            yield outlet.id, name
    for id, name in _places(store):
        yield PLACE + id, name
        # A channel that was forwarded from is known by its name alone.
        yield ORIGIN + name, name


def _shortened(known: str) -> str:
    names = known.split(", ")
    return known if len(names) <= SHOWN else ", ".join(names[:SHOWN]) + ", ..."
