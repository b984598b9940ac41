"""What took long to make and can be made again: pictures made anew, reports in their forms.

Each file begins with the digest of what follows, so that rot is noticed and the thing made anew.
An erasure empties the folder: what is in it may hold words of the erased post.
"""

import hashlib
import shutil
from collections.abc import Callable

from marsad.model import made_of
from marsad.store import disk, layout
from marsad.store.store import Store

DIGEST = 32


def pressed(store: Store, made: Callable[[], bytes], *of: object) -> bytes:
    """What was made ``of`` these parts before; else it is made now, and kept."""
    path = store.lab / layout.PRESS / made_of(*of)
    try:
        kept = path.read_bytes()
    except FileNotFoundError:
        kept = b""
    if kept and hashlib.sha256(kept[DIGEST:]).digest() == kept[:DIGEST]:
        return kept[DIGEST:]
    fresh = made()
    path.parent.mkdir(exist_ok=True)
    disk.write_whole(path, hashlib.sha256(fresh).digest() + fresh, store.lab / layout.TMP)
    return fresh


def empty(store: Store) -> None:
    """Throw all of it away."""
    shutil.rmtree(store.lab / layout.PRESS, ignore_errors=True)
