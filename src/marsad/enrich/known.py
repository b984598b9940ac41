"""What enrichers may look at, read from a lab."""

from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path

from marsad.model import Authority, Finding, Outlet
from marsad.store import Store
from marsad.store.names import Names


class Shelf:
    """The lab as an enricher sees it: to look at, not to write to."""

    def __init__(self, store: Store) -> None:
        """Stand before the lab."""
        self._store = store
        self.place = lru_cache(maxsize=1024)(store.place)

    def findings(self, post: str, kind: str) -> list[Finding]:
        """The standing findings of a kind."""
        return self._store.findings(post, kind)

    def path(self, sha256: str) -> Path:
        """A read-only file with the content of an original."""
        return self._store.path(sha256)

    def outlets(self) -> Sequence[Outlet]:
        """Every outlet in the register."""
        return self._register

    def names(self) -> Authority:
        """The register of names, and what persons said was no match."""
        names = Names(self._store)
        return Authority(names.all(), tuple(names.denials()))

    @cached_property
    def _register(self) -> Sequence[Outlet]:
        return self._store.outlets()
