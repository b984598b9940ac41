"""Into the lab: a memory that another tool wrote."""

from itertools import islice
from pathlib import Path

from marsad.errors import BadInput
from marsad.plugins import Refused
from marsad.store import Store
from marsad.translate import foreign
from marsad.translate.exchange.imported import Imported, Progress
from marsad.translate.exchange.tmx_read import units

TRIED = 10_000
"""Entries at the beginning one of which has to be good, or the file is refused as a whole."""


def take_memory(
    store: Store, path: Path, name: str, by: str, progress: Progress | None = None
) -> Imported:
    """Keep a memory as an original, let the log answer for it, and read its entries out of it."""
    _tried(path, store.settings.language)
    sha256 = store.keep(path)
    name = name or foreign.known_as(store, sha256) or path.stem
    foreign.witness(store, name, path.name, sha256, by)
    came = foreign.read(store, name, progress or (lambda _some: None))
    done = Imported(came.added, came.unchanged, list(came.told), memory=name)
    if came.refused > len(came.told):
        more = f"{came.refused - len(came.told):,} more were refused and are not told one by one"
        done.refused.append(Refused(path.name, more))
    return done


def _tried(path: Path, home: str) -> None:
    """Refuse a file without one good entry, before anything of it is kept."""
    first = ""
    for unit in islice(units(path, path.name, home), TRIED):
        if unit.pairs:
            return
        first = first or "".join(f"; {each.where}: {each.reason}" for each in unit.refused[:1])
    raise BadInput(f"{path.name} holds no entry in two languages{first}")
