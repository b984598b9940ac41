"""A person decides about what was found: it is accepted, refused or replaced, and never edited.

Facts of a file, such as its type or its hash, are not decided about: they are made anew.
"""

import re
from datetime import UTC, datetime

from marsad.enrich.codes import JUDGED, KINDS, add_code
from marsad.enrich.coding import withdraw
from marsad.enrich.correct import READ, correct
from marsad.errors import BadInput, NotFound, Withheld
from marsad.model import Claim, Finding, sign
from marsad.model.maker import ORIGIN, PLACE
from marsad.phrase import Phrase
from marsad.safeguards import named
from marsad.store import Store
from marsad.store.names import NOT

LANGUAGE, MAKER, NAME = "language", "made-by-outlet", "name"
SAID_ANEW = (*READ, *KINDS, LANGUAGE, MAKER, "alt-text", "graphic")
"""Kinds that a person may put otherwise."""
DECIDED = (
    *SAID_ANEW, NAME, "scripture", "near-copy-of", "forward-of", "date", "addresses-machine",
)  # fmt: skip
"""Kinds that a person may accept or refuse."""
LONGEST = 5000
_TAG = re.compile(r"[a-z]{2,3}")


def accept(store: Store, finding: str, by: str) -> Finding:
    """Say the same in one's own name; a machine's flag becomes a yes."""
    old = _open(store, finding, by)
    if old.value.startswith(NOT):
        raise BadInput(
            Phrase("%(id)s denies something; refuse it to take the denial back", id=old.id)
        )
    if old.kind in JUDGED:
        return _coded(store, old, "yes", by)
    if named(old.maker):
        raise BadInput(
            Phrase("%(id)s is a person's word already; there is nothing left to accept", id=old.id)
        )
    return _instead(store, old, old.value, by)


def refuse(store: Store, finding: str, by: str) -> Finding:
    """Say that it does not hold; a machine's flag becomes a no, a name is denied at its place."""
    old = _open(store, finding, by)
    if old.kind in JUDGED and not named(old.maker):
        return _coded(store, old, "no", by)
    if old.kind == NAME and not old.value.startswith(NOT):
        return _instead(store, old, NOT + old.value, by)
    return withdraw(store, old, by)


def replace(store: Store, finding: str, value: str, by: str) -> Finding:
    """Say otherwise what was found."""
    old, said = _open(store, finding, by), value.strip()
    if old.kind not in SAID_ANEW:
        raise BadInput(
            Phrase("a %(kind)s is accepted or refused, not put otherwise", kind=old.kind)
        )
    if not said or len(said) > LONGEST:
        raise BadInput(
            Phrase("say in at most %(longest)s characters what holds instead", longest=LONGEST)
        )
    if said == old.value:
        raise BadInput(Phrase("%(id)s says this already; accept it", id=old.id))
    if old.kind in READ:
        return correct(store, old.id, said, by)[0]
    if old.kind in KINDS:
        return _coded(store, old, said, by)
    _check(store, old.kind, said)
    return _instead(store, old, said, by)


def _open(store: Store, finding: str, by: str) -> Finding:
    if not named(by):
        raise Withheld(Phrase("a person decides about what was found: give a name"))
    old = store.finding(finding)
    if old.kind not in DECIDED:
        raise BadInput(
            Phrase(
                "nobody decides about a %(kind)s; there are %(decided)s",
                kind=old.kind,
                decided=", ".join(DECIDED),
            )
        )
    if not any(each.id == old.id for each in store.findings(old.post, old.kind)):
        raise NotFound(
            Phrase("%(id)s was replaced meanwhile; open the post again to see by what", id=old.id)
        )
    return old


def _check(store: Store, kind: str, said: str) -> None:
    if kind == LANGUAGE and not _TAG.fullmatch(said):
        raise BadInput(
            Phrase("%(said)s is no language; write it as ar, fa or ckb", said=repr(said[:40]))
        )
    if kind == MAKER and not said.startswith((PLACE, ORIGIN)):
        store.outlet(said)


def _coded(store: Store, old: Finding, code: str, by: str) -> Finding:
    span = old.span
    where = {"start": span.start, "end": span.end} if span else {}
    line = {"post": old.post, "kind": old.kind, "code": code, "replaces": old.id, **where}
    return add_code(store, line, by)


def _instead(store: Store, old: Finding, value: str, by: str) -> Finding:
    said = Claim(old.post, old.kind, value, None, old.media, old.span, old.box, old.seconds, old.id)
    made = sign(said, by, datetime.now(UTC))
    store.add(made, by=by)
    return made
