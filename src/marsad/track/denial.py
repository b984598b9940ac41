"""A person's word that a name in a post did not mean the entry that a program took it for."""

from datetime import UTC, datetime

from marsad.errors import BadInput, Withheld
from marsad.model import Claim, Finding, sign
from marsad.phrase import Phrase
from marsad.safeguards import named
from marsad.store import Store
from marsad.store.names import NOT

KIND = "name"


def deny(store: Store, finding: str, by: str) -> Finding:
    """Replace a finding of a name by a person's "not this one"; later posts learn from it."""
    old = store.finding(finding)
    if old.kind != KIND:
        raise BadInput(
            Phrase("finding %(id)s is about %(kind)s, not about a name", id=old.id, kind=old.kind)
        )
    if old.value.startswith(NOT):
        raise BadInput(Phrase("finding %(id)s says already that this is no match", id=old.id))
    if not named(by):
        raise Withheld(Phrase("%(by)s is a program; a person says who is not meant", by=by))
    said = Claim(old.post, KIND, NOT + old.value, span=old.span, replaces=old.id)
    made = sign(said, by, datetime.now(UTC))
    with store.write() as writer:
        writer.add([made], by)
        writer.witness_findings(by)
    return made
