"""How each source fares, one line a source."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from marsad.model import Source
from marsad.phrase import N_, Joined, Phrase
from marsad.store import Store
from marsad.store.sources import Health, Sources
from marsad.watch.backoff import PARKED
from marsad.watch.due import EVER, schedule


@dataclass(frozen=True, slots=True)
class Line:
    """A source as a person wants to see it."""

    handle: str
    state: str
    """That of its health; or ``new``, ``paused``, ``parked``, or ``lacking`` and what is."""
    seen_at: datetime | None
    due_at: datetime | None
    """Nothing when it is not polled, or is due now and never was before."""
    error: str
    failures: int
    successor: str = ""


def status(store: Store, now: datetime) -> list[Line]:
    """Every source, by handle."""
    sources = Sources(store)
    listed, healths = sources.all(), sources.healths()
    times = {source.handle: when for source, when in schedule(listed, healths, now)}
    return [
        _line(source, healths.get(source.handle, Health(source.handle)), times, now)
        for source in listed
    ]


def _line(source: Source, health: Health, times: dict[str, datetime], now: datetime) -> Line:
    when = times.get(source.handle)
    return Line(
        source.handle,
        _state(source, health, now),
        health.seen_at,
        None if when == EVER else when,
        health.error,
        health.failures,
        health.successor,
    )


def _state(source: Source, health: Health, now: datetime) -> str:
    if source.paused:
        return "paused"
    if source.lacking:
        return Phrase("lacking %(what)s", what=Joined(source.lacking, N_(" and ")))
    if health.tried_at is None and health.state == "ok":
        return "new"
    if _is_parked(health, now):
        return "parked"
    return health.state


def _is_parked(health: Health, now: datetime) -> bool:
    """Its server asked for a wait longer than we would sit out, and it is not over."""
    if health.told_until is None or health.tried_at is None or health.told_until <= now:
        return False
    return health.told_until - health.tried_at > timedelta(seconds=PARKED)
