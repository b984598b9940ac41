"""A case begins, under a name that is no other case's."""

import re
import secrets

from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.store import Store
from marsad.track.case import LONGEST_TAG, act, bounded, titles

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
WORDS = re.compile(r"[a-z0-9]+")
OF_TITLE = 40
"""Characters of a title that a name takes up."""
CHANCE = 2
"""Bytes of chance in a name that nobody chose."""
LONGEST_TITLE = 3 * LONGEST_TAG


def open_case(store: Store, name: str, title: str, by: str) -> None:
    """Open a case."""
    if not NAME.fullmatch(name):
        raise BadInput(
            Phrase(
                "%(name)s is no name of a case; use small letters, digits and hyphens",
                name=repr(name),
            )
        )
    # Of the whole lab: who does not see a case must not write over it.
    if name in titles(store.whole):
        raise BadInput(Phrase("there is a case %(name)s already; choose another name", name=name))
    act(store, "case", by, case=name, title=bounded(title, LONGEST_TITLE))


def begin_case(store: Store, title: str, by: str) -> str:
    """Open a case under a name made of its title and of chance, and answer that name.

    Whoever chooses names is told which are taken, those of cases that are hidden too.
    """
    if not title.strip():
        raise BadInput(Phrase("say what the case is about"))
    words = "-".join(WORDS.findall(title.casefold()))[:OF_TITLE].strip("-") or "case"
    taken = titles(store.whole)
    while (name := f"{words}-{secrets.token_hex(CHANCE)}") in taken:
        pass
    open_case(store, name, title, by)
    return name
