"""The network of all posts, kept: a life or a successor is told without reading all of them."""

from collections.abc import Callable

import msgspec

from marsad.errors import BadInput
from marsad.model import made_of
from marsad.phrase import Phrase
from marsad.store import Network, Networks, Seen, Store
from marsad.store.networks import APART
from marsad.track.flow import Flow, flow
from marsad.track.flow_nodes import BY

FEW = 50_000
"""Posts that are read anew in a second or two: then the network is never behind."""
SHARE = 0.01
"""How much of a larger lab may have come since: that changes no habit of years."""
Tell = Callable[[str, int, int], None]


def quiet(_stage: str, _done: int, _all: int) -> None:
    """Tell nobody."""


def kept_flow(store: Store, by: str = "place", exact: bool = False) -> Flow:
    """The network without a window: as kept where it is not much behind, else made anew."""
    if by not in BY:
        raise BadInput(
            Phrase(
                "no network by %(by)s; there is: by %(names)s",
                by=repr(by),
                names=" or by ".join(BY),
            )
        )
    Seen(store).catch_up()
    known = Networks(store).get(_name(store, by))
    if known and _fresh(store, known, exact):
        return msgspec.json.decode(known.record, type=Flow)
    upto, register = Seen(store).upto(), _register(store)
    made = flow(store, by=by)
    Networks(store).put(_name(store, by), Network(*upto, register, msgspec.json.encode(made)))
    return made


def unread(store: Store) -> int:
    """Posts that came since the network of places was kept."""
    known = Networks(store).get(_name(store, "place"))
    return Seen(store).upto()[0] - known.post if known else 0


def prepare(store: Store, tell: Tell = quiet) -> None:
    """Bring everything that tracking reads up to date."""
    Seen(store).catch_up(lambda done, all: tell("posts for tracking", done, all))
    for by in BY:
        kept_flow(store, by)


def prepared(store: Store) -> bool:
    """Whether a question will be answered at once; of a small lab it always is."""
    if Seen(store).behind() > FEW:
        return False
    if Seen(store).upto()[0] <= FEW:
        return True
    some = [Networks(store).get(_name(store, by)) for by in BY]
    return all(known and _fresh(store, known, False) for known in some)


def _fresh(store: Store, known: Network, exact: bool) -> bool:
    post, finding = Seen(store).upto()
    if known.register != _register(store):
        return False
    if exact or post <= FEW:
        return (known.post, known.finding) == (post, finding)
    since = (post - known.post) + (finding - known.finding)
    return since <= SHARE * (post + finding)


def _name(store: Store, by: str) -> str:
    """What it is kept under: that of somebody from whom posts are hidden is another one."""
    return f"{by}{APART}{store.hidden.digest}" if store.hidden else by


def _register(store: Store) -> str:
    places = [[place.id, place.name, place.kind] for place in store.places()]
    outlets = [[outlet.id, outlet.name, list(outlet.places)] for outlet in store.outlets()]
    return made_of(places, outlets)
