"""Who is to look at a translation next, and how much it hurries.

An assignment is an act in the custody log and no state: a draft that somebody was asked to review
is in review. It holds until whoever was asked, or anybody else, signs a new version.
"""

from dataclasses import dataclass

from marsad.errors import BadInput, Withheld
from marsad.model import Translation
from marsad.phrase import Phrase
from marsad.store import Store
from marsad.translate.marking import person
from marsad.translate.standing import current

ASSIGNED = "translation assigned"
LEAST, USUAL, MOST = 1, 3, 5
"""Priorities: the higher, the sooner."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who was asked for what, by whom and when."""

    translation: str
    to: str
    """``person:NAME``, or empty when it was taken back."""
    priority: int
    by: str
    at: str


def assign(
    store: Store, id: str, to: str = "", by: str = "", priority: int | None = None
) -> Assignment:
    """Ask a person to review or approve what stands; a later assignment takes its place.

    Without ``to`` whoever had it keeps it, and only the priority changes.
    """
    standing = store.translation(id)
    current(store, standing)
    if standing.state == "approved":
        raise Withheld(
            Phrase(
                "translation %(id)s is approved; there is nothing left to ask for", id=standing.id
            )
        )
    before = assignments(store).get(standing.id)
    asked = person(to) if to else (before.to if before else "")
    urgent = (before.priority if before else USUAL) if priority is None else priority
    if not LEAST <= urgent <= MOST:
        raise BadInput(
            Phrase(
                "priority %(urgent)s is not of %(least)s (can wait) to %(most)s (at once)",
                urgent=urgent,
                least=LEAST,
                most=MOST,
            )
        )
    signer = person(by or asked)
    if before is None or (before.to, before.priority) != (asked, urgent):
        with store.write() as writer:
            writer.act(ASSIGNED, signer, translation=standing.id, to=asked, priority=urgent)
    return assignments(store)[standing.id]


def assignments(store: Store) -> dict[str, Assignment]:
    """The last assignment of each version that has one, by its id."""
    found = {}
    for said in store.acts(ASSIGNED):
        id = said["translation"]
        found[id] = Assignment(id, said["to"], said["priority"], said["by"], said["at"])
    return found


def held_by(made: Translation, asked: dict[str, Assignment]) -> Assignment | None:
    """The assignment that holds for a version: its own, or that of the draft it stands for."""
    if there := asked.get(made.id):
        return there
    return asked.get(made.replaces) if made.state == "draft" else None
