"""Posts handed over from one person to another: no reason is asked for, and none is kept."""

from collections.abc import Mapping

from marsad.errors import BadInput, Withheld
from marsad.phrase import Phrase
from marsad.safeguards import named
from marsad.store import Store

HANDED = "post handed over"
"""The act in the custody log: of which post, to whom, by whom."""


def hand_over(store: Store, post: str, to: str, by: str) -> None:
    """Ask another person to code a post; it leaves one's own queue and comes first in theirs."""
    if not (named(to) and named(by)):
        raise Withheld(Phrase("a person hands over to a person: give both names"))
    if to.casefold() == by.casefold():
        raise BadInput(Phrase("this is your own name; skip the post to have it come last"))
    found = store.post(post)
    if handed(store, to).held.get(found.id) == by:
        return
    with store.write() as writer:
        writer.act(HANDED, by, post=found.id, to=to)


class Hands:
    """What was handed to a person and still is theirs, and what they gave away."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.held: dict[str, str] = {}
        """Posts, in the order in which they were handed over, and by whom."""
        self.given: set[str] = set()


def handed(store: Store, to: str) -> Hands:
    """What a person was handed and what they handed over; what came back is theirs again."""
    hands, own = Hands(), to.casefold()
    for said in store.acts(HANDED):
        _follow(hands, said, own)
    return hands


def _follow(hands: Hands, said: Mapping[str, str], own: str) -> None:
    post = said["post"]
    if said["by"].casefold() == own:
        hands.given.add(post)
        hands.held.pop(post, None)
    elif said["to"].casefold() == own:
        hands.given.discard(post)
        hands.held[post] = said["by"]
