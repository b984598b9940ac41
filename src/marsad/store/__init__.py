"""Where it lives: originals by digest, a custody log, one database. See ``layout`` for the disk."""

from marsad.store.ledger import Lease, Ledger, Trouble
from marsad.store.sketches import Sketches
from marsad.store.store import Store

__all__ = ["Lease", "Ledger", "Sketches", "Store", "Trouble"]
