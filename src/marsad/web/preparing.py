"""Brings what tracking reads up to date beside the pages: no request waits for a million posts."""

import logging
import threading
from pathlib import Path

from marsad import track
from marsad.errors import MarsadError
from marsad.store import Store

log = logging.getLogger(__name__)


class Preparing:
    """One run at a time for one desk."""

    def __init__(self) -> None:
        """Begin with none."""
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def needed(self, store: Store) -> bool:
        """Whether a page would have to wait; if so, a run is under way when this returns."""
        if track.prepared(store):
            return False
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                # A daemon: what it has read stays read when the desk is closed.
                self._thread = threading.Thread(target=_run, args=(store.lab,), daemon=True)
                self._thread.start()
        return True


def _run(lab: Path) -> None:
    try:
        with Store(lab) as store:
            track.prepare(store)
    except MarsadError as error:
        log.warning("tracking could not be prepared: %s", error)
