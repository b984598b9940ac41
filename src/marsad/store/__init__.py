"""Where it lives: originals by digest, a custody log, one database. See ``layout`` for the disk."""

from marsad.store.ledger import Lease, Ledger, Trouble
from marsad.store.networks import Network, Networks
from marsad.store.pads import About, Kept, Pad, Pads, Turn
from marsad.store.seen import Seen, Sighting, Window
from marsad.store.sketches import Sketches
from marsad.store.store import Store
from marsad.store.vectors import Vectors

__all__ = [
    "About",
    "Kept",
    "Lease",
    "Ledger",
    "Network",
    "Networks",
    "Pad",
    "Pads",
    "Seen",
    "Sighting",
    "Sketches",
    "Store",
    "Trouble",
    "Turn",
    "Vectors",
    "Window",
]
