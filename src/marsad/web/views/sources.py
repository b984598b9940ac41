"""The register of sources, how each of them fares, and what posts point to."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from marsad import watch
from marsad.model import Source
from marsad.store import Store
from marsad.store.sources import Sources
from marsad.store.suggestions import WAITING, Suggestion, Suggestions
from marsad.text.links import defang
from marsad.watch.status import Line

MOST = 100
"""Suggestions that the page lists, those most pointed to first."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A source and how it fares."""

    source: Source
    line: Line

    @property
    def well(self) -> bool:
        """Nothing is to be done about it."""
        return self.line.state in ("ok", "new", "paused")


@dataclass(frozen=True, slots=True)
class Suggested:
    """An address that posts point to."""

    suggestion: Suggestion
    shown: str
    """Made harmless."""


@dataclass(frozen=True, slots=True)
class Register:
    """What the page of sources shows."""

    watched: tuple[Watched, ...]
    suggested: tuple[Suggested, ...]
    more: int
    decided: Suggested | None
    """What somebody has just decided about, and can take back."""
    zone: ZoneInfo


def register(store: Store, decided: str = "") -> Register:
    """Look up every source, what waits for a decision, and a suggestion that was decided about."""
    lines = {line.handle: line for line in watch.status(store, datetime.now(UTC))}
    every = [Suggested(each, defang(each.origin)) for each in Suggestions(store).all()]
    waiting = [each for each in every if each.suggestion.state == WAITING]
    done = (each for each in every if each.suggestion.state != WAITING)
    return Register(
        tuple(Watched(source, lines[source.handle]) for source in Sources(store).all()),
        tuple(waiting[:MOST]),
        max(0, len(waiting) - MOST),
        next((each for each in done if each.suggestion.id == decided), None),
        store.settings.zone,
    )
