"""What persons decided about suggested successors; kept in the custody log."""

from dataclasses import asdict

from marsad.errors import BadInput, NotFound
from marsad.phrase import Phrase
from marsad.store import Store
from marsad.track.successors import ACT, successors

ACCEPTED, REFUSED = "accepted", "refused"


def decide_successor(store: Store, old: str, new: str, yes: bool, by: str, why: str) -> None:
    """Accept or refuse that one place goes on where another one ended, in a person's name."""
    if not why.strip():
        raise BadInput(Phrase("say why with --why, so that nobody has to ask again"))
    for place in (old, new):
        store.place(place)
    near = successors(store, every=True, about=[new])
    found = [each for each in near if (each.old, each.new) == (old, new)]
    if not found:
        raise NotFound(
            Phrase(
                "%(new)s is not suggested as a successor of %(old)s; see: marsad track "
                "LAB successors",
                new=new,
                old=old,
            )
        )
    state = ACCEPTED if yes else REFUSED
    cues = [asdict(cue) for cue in found[0].cues]
    with store.write() as writer:
        writer.act(ACT, by, old=old, new=new, state=state, why=why, cues=cues)
