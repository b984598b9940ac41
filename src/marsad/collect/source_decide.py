"""What becomes of suggested sources: a named person accepts, refuses, or takes that back."""

from marsad.collect.sources import Said, first_version, must_be_free, next_version
from marsad.errors import BadInput
from marsad.model import Source
from marsad.phrase import Phrase
from marsad.store import Store
from marsad.store.sources import Sources
from marsad.store.suggestions import ACCEPTED, REFUSED, Suggestion, Suggestions


def accept(store: Store, id: str, by: str, said: Said) -> Source:
    """Make a suggestion a source; it is polled once its legal basis and purpose are there."""
    queue = Suggestions(store)
    found = queue.get(id)
    before = _accepted(store, found)
    made = (
        next_version(before, {**said, "paused": "false"})
        if before and before.paused
        else first_version({"origin": found.origin, **said})
    )
    must_be_free(store, made)
    queue.decide(found.id, ACCEPTED, by, made=[made])
    return made


def refuse(store: Store, id: str, by: str, why: str) -> Suggestion:
    """Refuse a suggestion for good; it never comes back."""
    if not why.strip():
        raise BadInput(Phrase("say why it is refused with --why, so that nobody has to ask again"))
    return Suggestions(store).decide(id, REFUSED, by, why)


def take_back(store: Store, id: str, by: str) -> Suggestion:
    """Take a decision about a suggestion back: it waits again; what was polled of it is paused."""
    queue = Suggestions(store)
    found = queue.get(id)
    made = _accepted(store, found) if found.state == ACCEPTED else None
    return queue.reopen(found.id, by, [next_version(made, {"paused": "true"})] if made else [])


def _accepted(store: Store, found: Suggestion) -> Source | None:
    """The source that a suggestion became."""
    every = Sources(store).all()
    return next((each for each in every if each.origin == found.origin), None)
