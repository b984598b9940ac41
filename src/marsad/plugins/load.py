"""Finds the plugins that are installed, and says of those that cannot work here why."""

import inspect
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from marsad.errors import BadInput, NotFound, NotReady
from marsad.phrase import Phrase
from marsad.plugins.seams import Collector, Enricher
from marsad.settings import Settings

COLLECTORS = "marsad.collectors"
ENRICHERS = "marsad.enrichers"
DEFAULTS = Settings()

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Part:
    """A line of ``marsad doctor``: a part, whether it can work here, why not, what mends it."""

    name: str
    stage: str
    ready: bool
    detail: str = ""
    remedy: str = ""


def collector(name: str, settings: Settings = DEFAULTS) -> Collector:
    """The collector called ``name``."""
    ready: dict[str, Collector] = {made.name: made for made in _ready(COLLECTORS, settings)}
    if name not in ready:
        raise NotFound(
            Phrase(
                "no collector %(name)s; ready here: %(ready)s",
                name=repr(name),
                ready=", ".join(sorted(ready)),
            )
        )
    return ready[name]


def collector_for(origin: str, settings: Settings = DEFAULTS) -> Collector:
    """The collector that is surest that ``origin`` is its own."""
    ready: list[Collector] = list(_ready(COLLECTORS, settings))
    surest = max(ready, key=lambda made: made.accepts(origin), default=None)
    if surest and surest.accepts(origin):
        return surest
    names = ", ".join(sorted(made.name for made in ready))
    raise BadInput(
        Phrase(
            "no collector recognises %(origin)s; name an export file or folder, "
            "or choose one of %(names)s with --as",
            origin=repr(origin),
            names=names,
        )
    )


def enrichers(only: Sequence[str] = (), settings: Settings = DEFAULTS) -> list[Enricher]:
    """Every enricher that can work here, each after those whose findings it needs."""
    ready: dict[str, Enricher] = {made.name: made for made in _ready(ENRICHERS, settings)}
    unknown = set(only) - set(ready)
    if unknown:
        raise NotFound(
            Phrase(
                "no enricher %(unknown)s; ready here: %(ready)s",
                unknown=", ".join(sorted(unknown)),
                ready=", ".join(sorted(ready)),
            )
        )
    return [ready[name] for name in _order(ready) if not only or name in only]


def parts() -> list[Part]:
    """Every plugin, ready or not, and why."""
    found = []
    for group, stage in ((COLLECTORS, "collect"), (ENRICHERS, "enrich")):
        for point in sorted(entry_points(group=group), key=lambda point: point.name):
            try:
                made = _made(point)
                found.append(
                    Part(
                        point.name, stage, True, Phrase("version %(version)s", version=made.version)
                    )
                )
            except NotReady as error:
                found.append(Part(point.name, stage, False, error.reason, error.remedy))
    return found


def _order(ready: dict[str, Enricher]) -> list[str]:
    makers: dict[str, set[str]] = {}
    for made in ready.values():
        for kind in made.makes:
            makers.setdefault(kind, set()).add(made.name)
    graph = {
        made.name: set().union(*(makers.get(kind, set()) for kind in made.needs)) - {made.name}
        for made in sorted(ready.values(), key=lambda made: made.name)
    }
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        raise BadInput(
            Phrase("enrichers need one another in a circle: %(args)s", args=error.args[1])
        ) from error


def _ready(group: str, settings: Settings) -> Iterator[Any]:
    for point in sorted(entry_points(group=group), key=lambda point: point.name):
        try:
            yield _made(point, settings)
        except NotReady as reason:
            log.info("left out %s: %s", point.name, reason)


def _made(point: EntryPoint, settings: Settings = DEFAULTS) -> Any:
    try:
        kind = point.load()
        wants = "settings" in inspect.signature(kind).parameters
        return kind(settings=settings) if wants else kind()
    except (ImportError, AttributeError) as error:
        name = point.dist.name if point.dist else point.value
        raise NotReady(
            Phrase("%(point)s cannot be loaded: %(error)s", point=point.name, error=error),
            f"pip install {name}",
        ) from error
