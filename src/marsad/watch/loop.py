"""Rounds of polls until somebody says stop."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from marsad import alerting
from marsad.collect.discovery import discover
from marsad.enrich import enrich
from marsad.store import Store
from marsad.watch.due import EVER, due, held_until, next_due
from marsad.watch.poll import OURS, Polled, Poller

LOOK_AGAIN = 30
"""Seconds after which the register is read again: people change it while we watch."""

Tell = Callable[[Polled], None]

log = logging.getLogger(__name__)


def silent(_polled: Polled) -> None:
    """Tell nobody."""


def never() -> bool:
    """Nobody says stop."""
    return False


@dataclass(slots=True)
class Round:
    """What all rounds brought."""

    polls: int = 0
    new: int = 0
    failed: int = 0


def watch(
    poller: Poller,
    once: bool = False,
    minutes: float | None = None,
    enriching: bool = False,
    stop: Callable[[], bool] = never,
    tell: Tell = silent,
) -> Round:
    """Poll what is due, round by round; ends between two sources, never within one."""
    done = Round()
    end = None if minutes is None else poller.clock.now() + timedelta(minutes=minutes)

    def over() -> bool:
        return stop() or (end is not None and poller.clock.now() >= end)

    with poller.sources.watching():
        while not over():
            asked = _round(poller, done, over, tell)
            _afterwards(poller, enriching, bool(asked))
            if once:
                break
            _rest(poller, over, end)
    return done


def _round(poller: Poller, done: Round, over: Callable[[], bool], tell: Tell) -> int:
    """Poll each source once that is due at the start; count those that were asked."""
    asked = 0
    held: dict[str, datetime] = {}
    for listed in due(poller.sources, poller.clock.now()):
        if over():
            break
        # Read again: somebody may have paused it since the list was made.
        source = poller.sources.get(listed.handle)
        if not source.polled or held.get(source.server, EVER) > poller.clock.now():
            continue
        polled = poller.poll(source)
        if polled.error:
            held = held_until(poller.sources.all(), poller.sources.healths())
        asked += 1
        done.polls += 1
        done.new += polled.new
        done.failed += bool(polled.error)
        tell(polled)
    return asked


def _afterwards(poller: Poller, enriching: bool, asked: bool) -> None:
    """What follows a round; saved searches also where nothing was polled, for others bring in too.

    Told last: what a post was found to say may make it a hit.
    """
    steps: list[tuple[str, Callable[[Store], object]]] = []
    if asked:
        steps = [("enrich", enrich)] if enriching else []
        steps.append(("discover", discover))
    for name, do in (*steps, ("alert", alerting.run)):
        try:
            do(poller.store)
        except OURS:
            raise
        except Exception as fault:  # noqa: BLE001 - the unattended loop: polling goes on
            log.warning("%s failed and is tried again after the next round: %s", name, fault)


def _rest(poller: Poller, over: Callable[[], bool], end: datetime | None) -> None:
    """Wait for the next source, a second at a time so that a stop is heard."""
    clock = poller.clock
    now = clock.now()
    times = [now + timedelta(seconds=LOOK_AGAIN), next_due(poller.sources, now), end]
    until = min(time for time in times if time)
    # Counted as well: a clock that is set back must not make it longer.
    for _ in range(LOOK_AGAIN):
        left = (until - clock.now()).total_seconds()
        if left <= 0 or over():
            return
        clock.sleep(min(left, 1.0))
