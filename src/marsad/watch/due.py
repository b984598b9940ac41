"""Which sources are to be polled now, and when the next one is."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from marsad.model import Source
from marsad.store.sources import Health, Sources

EVER = datetime.min.replace(tzinfo=UTC)
SET_BACK = timedelta(minutes=5)
"""A last poll that lies this far ahead shows that the clock was set back."""


def due(sources: Sources, now: datetime) -> list[Source]:
    """What is due, first by priority, then by how long it has been due."""
    found = [
        (source.priority, when, source.handle, source)
        for source, when in schedule(sources.all(), sources.healths(), now)
        if when <= now
    ]
    return [source for *_order, source in sorted(found, key=lambda each: each[:3])]


def next_due(sources: Sources, now: datetime) -> datetime | None:
    """When the next source is due; nothing when none is polled at all."""
    times = [when for _source, when in schedule(sources.all(), sources.healths(), now)]
    return min(times, default=None)


def schedule(
    sources: Sequence[Source], healths: Mapping[str, Health], now: datetime
) -> list[tuple[Source, datetime]]:
    """Every source that may be polled, and from when.

    A server that asked us to stay away is not asked about another source of its either.
    """
    held = held_until(sources, healths)
    return [
        (source, max(_when(healths.get(source.handle), now), held.get(source.server, EVER)))
        for source in sources
        if source.polled
    ]


def held_until(sources: Sequence[Source], healths: Mapping[str, Health]) -> dict[str, datetime]:
    """Until when each server asked us to stay away; paused sources count as well."""
    held: dict[str, datetime] = {}
    for source in sources:
        health = healths.get(source.handle)
        if health and health.told_until:
            held[source.server] = max(held.get(source.server, EVER), health.told_until)
    return held


def _when(health: Health | None, now: datetime) -> datetime:
    if health is None or health.due_at is None:
        return EVER
    if health.tried_at and health.tried_at > now + SET_BACK:
        return EVER
    return health.due_at
