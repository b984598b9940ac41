"""Keeping what a place said and showed of itself, as evidence, each time it has changed."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from marsad import safeguards
from marsad.errors import BadInput, Unreachable
from marsad.model import Capture, Place
from marsad.plugins import Collector, Fetched, Gathered, Looked, Signboard
from marsad.preserve.capture import exchange
from marsad.store import Store
from marsad.store.signboards import SEEN, Board, Signboards, of_outlets

GLANCE = "signboard"
"""Under this name the table of resume points remembers what was seen at a glance."""

T = TypeVar("T")
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Watcher:
    """Looks at signboards while posts come in, and notes those that changed."""

    store: Store
    collector: Collector
    _known: frozenset[str] = field(init=False)
    _met: dict[int, Signboard] = field(default_factory=dict)
    """Looked at or passed over already, by identity; held, so that no id comes twice."""
    _looked: dict[str, tuple[Signboard, Looked]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Know whose signboards may be kept."""
        self._known = of_outlets(self.store)

    def through(self, items: Iterable[T]) -> Iterator[T]:
        """Hand everything on; look where a signboard comes by.

        At once and not with the batch: when the visit ends, its connections are closed.
        """
        for item in items:
            if isinstance(item, Gathered) and item.board and id(item.board) not in self._met:
                self._met[id(item.board)] = item.board
                self._look(item.place, item.board)
            yield item

    def note(self, gathered: Sequence[Gathered], captures: Sequence[Capture]) -> None:
        """Keep what was looked at, once the place itself is stored."""
        for item, capture in zip(gathered, captures, strict=True):
            if found := self._looked.pop(item.place.id, None):
                self._keep(item.place, capture, *found)
        # Of places that were not let in with this batch, nothing stays.
        self._looked.clear()

    def _look(self, place: Place, board: Signboard) -> None:
        if not safeguards.of_an_outlet(place, self._known):
            return
        if self.store.resume_point(GLANCE, place.id) == board.glance:
            return
        try:
            self._looked[place.id] = board, board.look()
        except (BadInput, Unreachable) as error:
            # Posts come first: the next visit looks again.
            log.info("the signboard of %s could not be looked at: %s", place.id, error)

    def _keep(self, place: Place, source: Capture, board: Signboard, looked: Looked) -> None:
        page = exchange(self.store, self.collector, looked.page) if looked.page else source
        picture, missing = self._picture(looked)
        seen_at = _clock(looked.page) or source.taken_at
        now = Board(place.id, seen_at, looked.name, looked.description, page.id, picture, missing)
        last, by = Signboards(self.store).last(place.id), f"{source.collector}/{source.version}"
        with self.store.write() as writer:
            if last is None or last.said != now.said:
                writer.act(
                    SEEN, by, place=now.place, seen_at=seen_at.astimezone(UTC).isoformat(),
                    name=now.name, description=now.description, page=now.page,
                    picture=now.picture, missing=now.missing,
                )  # fmt: skip
            if not looked.again:
                writer.resume_at(GLANCE, place.id, board.glance)

    def _picture(self, looked: Looked) -> tuple[str, str]:
        fetched = looked.picture
        if fetched is None:
            return "", looked.missing
        if fetched.status != 200 or fetched.fault or not fetched.body:
            return "", fetched.fault or f"the server answered with status {fetched.status}"
        return exchange(self.store, self.collector, fetched).sha256, ""


def _clock(fetched: Fetched | None) -> datetime | None:
    return fetched.clocks.system if fetched else None
