"""Reports as somebody is typing them, kept in memory to be looked at; no version, no evidence."""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from marsad.errors import NotFound
from marsad.model import Report
from marsad.phrase import Phrase

MOST = 64


@dataclass(slots=True)
class _Held:
    report: Report
    pages: list[bytes] | None = None


class Tried:
    """The last reports that were typed on the pages of this run of the desk."""

    def __init__(self) -> None:
        """Begin with none."""
        self._held: OrderedDict[str, _Held] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, report: Report) -> str:
        """Keep a report and name the token by which it is asked for: a version's is its id."""
        token = report.id or secrets.token_urlsafe(16)
        with self._lock:
            self._held.setdefault(token, _Held(report))
            self._held.move_to_end(token)
            while len(self._held) > MOST:
                self._held.popitem(last=False)
        return token

    def report(self, handle: str, token: str) -> Report:
        """The report that was kept."""
        return self._of(handle, token).report

    def pages(self, handle: str, token: str, make: Callable[[Report], list[bytes]]) -> list[bytes]:
        """Its printed pages, made once."""
        held = self._of(handle, token)
        if held.pages is None:
            held.pages = make(held.report)
        return held.pages

    def _of(self, handle: str, token: str) -> _Held:
        with self._lock:
            held = self._held.get(token)
        if held is None or held.report.handle != handle:
            raise NotFound(
                Phrase("this preview is gone; type a letter, or save, and it is made anew")
            )
        return held
