"""What came of a file, and the one way its translations are written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from marsad.model import Finding, Translation
from marsad.plugins import Refused
from marsad.store import Store

BATCH = 100
"""Posts whose translations are added in one transaction."""

Progress = Callable[[int], None]
"""Hears how many more units were read."""


@dataclass(slots=True)
class Imported:
    """What came of a file."""

    added: int = 0
    unchanged: int = 0
    refused: list[Refused] = field(default_factory=list)
    conflicts: list[Refused] = field(default_factory=list)
    """Where the lab has put it otherwise since the file went out; nothing was overwritten."""
    written: str = ""
    """The file in the lab that holds what came, where it is no translation."""
    memory: str = ""
    """The foreign memory under whose name it stands."""


class Pending:
    """Things to be added, many posts in one transaction."""

    def __init__(self, store: Store, signed: str) -> None:
        """Sign as one person, or else each translation as its translator."""
        self._store, self._signed = store, signed
        self._by_post: dict[str, list[Finding | Translation]] = {}

    def holds(self, post: str) -> bool:
        """Say whether something of a post waits, which whoever judges the next must see first."""
        return post in self._by_post

    def put(self, things: Sequence[Finding | Translation]) -> None:
        """Let a translation wait, with the readings that go before it."""
        self._by_post[things[0].post] = list(things)
        if len(self._by_post) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Add all that waits."""
        if not self._by_post:
            return
        with self._store.write() as writer:
            for *readings, made in self._by_post.values():
                signed = self._signed or _translator(made)
                writer.add([*readings, made], signed)
                if readings:
                    writer.witness_findings(signed)
        self._by_post.clear()


def _translator(made: Finding | Translation) -> str:
    return made.translator if isinstance(made, Translation) else made.maker
