"""Time that a test moves, and sources that answer as they are told to."""

import math
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from marsad.model import Source, named
from marsad.pipeline import Collected
from marsad.store import Store
from marsad.store.sources import Health, Sources
from marsad.watch import Poller

START = datetime(2026, 5, 1, 8, 0, tzinfo=UTC)
Answer = Callable[[], Collected]


class Time:
    """A clock that only moves when somebody sleeps."""

    def __init__(self, now: datetime = START, chance: float = 0.0) -> None:
        self.at = now
        self.luck = chance

    def now(self) -> datetime:
        return self.at

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.at += timedelta(seconds=seconds)

    def chance(self) -> float:
        return self.luck


class World:
    """Sources by origin; notes when each was asked."""

    def __init__(self, time: Time, **answers: Answer) -> None:
        self.time = time
        self.answers = answers
        self.asked: list[tuple[str, float]] = []

    def __call__(self, _store: Store, origins: Sequence[str], _collector: str) -> Collected:
        (origin,) = origins
        self.asked.append((origin, (self.time.now() - START).total_seconds()))
        return self.answers.get(origin, Collected)()

    def times(self, origin: str) -> list[int]:
        return [math.floor(at) for asked, at in self.asked if asked == origin]


def source(handle: str, **changes: object) -> Source:
    values: dict[str, object] = {"origin": handle, "collector": f"c-{handle}", "every": 10}
    grounds = {"legal_basis": "file 12", "purpose": "study"}
    return named(Source("", handle, **(values | grounds | changes)))  # type: ignore[arg-type]


def poller(store: Store, world: World) -> Poller:
    return Poller(store, world.time, world)


def health(store: Store, handle: str) -> Health:
    return Sources(store).health(handle)


def raises(error: Exception) -> Answer:
    def answer() -> Collected:
        raise error

    return answer
