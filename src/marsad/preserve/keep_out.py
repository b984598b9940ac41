"""What was erased does not come back by being collected again."""

from collections.abc import Iterable, Sequence

from marsad.model import Capture
from marsad.plugins import Gathered
from marsad.preserve.tombstones import Tombstones
from marsad.store import Store, erasing


class KeepOut:
    """Tells erased posts from others, and drops the files that they were met in again."""

    def __init__(self, store: Store) -> None:
        """Read the tombstones of a lab."""
        self._store = store
        self._erased = Tombstones.of(store).posts

    def parted(self, items: Iterable[Gathered]) -> tuple[list[Gathered], list[Gathered]]:
        """Those that may come in, and those that were erased."""
        welcome: list[Gathered] = []
        erased: list[Gathered] = []
        for item in items:
            (erased if self._tombstone(item) else welcome).append(item)
        return welcome, erased

    def drop(self, erased: Sequence[Gathered], captures: Iterable[Capture], by: str) -> None:
        """Do away with the originals of captures in which erased posts were met."""
        for capture in captures:
            originals = sorted({capture.sha256, capture.exchange, *capture.parts} - {""})
            erasing.keep_out(self._store, originals, self._tombstone(erased[0]), by)

    def _tombstone(self, item: Gathered) -> str:
        return self._erased.get(f"{item.post.place}/{item.post.native_id}", "")
