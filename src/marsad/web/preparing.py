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
        self._threads: dict[str, threading.Thread] = {}
        """By what is hidden from those they work for."""

    def needed(self, store: Store) -> bool:
        """Whether a page would have to wait; if so, a run is under way when this returns."""
        if track.prepared(store):
            return False
        with self._lock:
            self._threads = {key: one for key, one in self._threads.items() if one.is_alive()}
            if store.hidden.digest not in self._threads:
                cleared = store.hidden.cleared if store.hidden else None
                # A daemon: what it has read stays read when the desk is closed.
                made = threading.Thread(target=_run, args=(store.lab, cleared), daemon=True)
                self._threads[store.hidden.digest] = made
                made.start()
        return True


def _run(lab: Path, cleared: frozenset[str] | None) -> None:
    try:
        with Store(lab, cleared) as store:
            track.prepare(store)
    except MarsadError as error:
        log.warning("tracking could not be prepared: %s", error)
