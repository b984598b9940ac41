"""Trees are written and letters sent beside the pages: no request waits for either."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from marsad import publishing
from marsad.errors import LabBusy, MarsadError
from marsad.phrase import Phrase
from marsad.publishing import Published
from marsad.share.digest import Sent
from marsad.store import Store

log = logging.getLogger(__name__)

TREES, LETTERS = "trees", "letters"
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Run:
    """One run: under way, or what came of it."""

    what: str
    by: str
    begun: datetime
    step: str = ""
    """Of trees: the tier that is being written."""
    done: int = 0
    all: int = 0
    ended: datetime | None = None
    fault: str = ""
    published: Published | None = None
    sent: Sent | None = None


class Handing:
    """One run at a time for one desk; a lock of the lab keeps those of other processes apart."""

    def __init__(self) -> None:
        """Begin with none."""
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self.last: Run | None = None
        """The one under way, else the one before."""

    def begin(self, lab: Path, what: str, by: str, again: bool = False, reader: str = "") -> None:
        """Begin a run in somebody's name; LabBusy while another one is under way.

        ``again`` sends anew what a killed run left on its way, to one ``reader`` or to all.
        """
        with self._lock:
            if self.last is not None and self.last.ended is None:
                raise LabBusy(
                    Phrase("%(by)s began this a moment ago; wait until it is done", by=self.last.by)
                )
            self.last = Run(what, by, datetime.now(UTC))
            # No daemon: a letter that the server waits for is handed over before the desk closes.
            self._thread = threading.Thread(target=self._run, args=(lab, what, again, reader))
            self._thread.start()

    def wait(self) -> None:
        """Wait for the run that is under way."""
        if self._thread is not None:
            self._thread.join()

    def _run(self, lab: Path, what: str, again: bool, reader: str) -> None:
        made: dict[str, Published | Sent] = {}
        fault = "a fault of the program; its traceback is in the terminal that runs the desk"
        try:
            with Store(lab) as store:
                if what == TREES:
                    site = store.settings.beside(store.settings.site)
                    made["published"] = publishing.publish(store, site, tell=self._told)
                else:
                    by = self._under_way().by
                    made["sent"] = publishing.send_digests(store, again, self._told, by, reader)
                store.checkpoint()
            fault = ""
        except MarsadError as error:
            fault = error.said
            log.warning("%s could not be handed out: %s", what, error)
        finally:
            self._end(fault, made)

    def _end(self, fault: str, made: dict[str, Published | Sent]) -> None:
        ended = datetime.now(UTC)
        self.last = replace(self._under_way(), ended=ended, fault=fault, **made)  # type: ignore[arg-type]

    def _told(self, step: str, done: int, all: int) -> None:
        self.last = replace(self._under_way(), step=step, done=done, all=all)

    def _under_way(self) -> Run:
        assert self.last is not None
        return self.last
