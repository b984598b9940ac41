"""One poll of one source: whatever happens is written down, and stops nobody else."""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from marsad import pipeline, plugins
from marsad.collect.discovery import suggest
from marsad.errors import EvidenceAltered, LabBusy, MarsadError, StorageFailed, Unreachable
from marsad.model import Source
from marsad.phrase import N_, Phrase
from marsad.pipeline import Collected
from marsad.plugins import Refused
from marsad.store import Store
from marsad.store.sources import STATES, Health, Sources
from marsad.watch.backoff import FIRST, GONE, pause, wanted
from marsad.watch.clock import Clock
from marsad.watch.folder import exports

Collect = Callable[[Store, Sequence[str], str], Collected]
LIVING = ("ok", "failing")
OURS = (StorageFailed, EvidenceAltered)
"""Faults of the lab, not of a source: to go on would claim what is not so."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Polled:
    """What one poll brought."""

    handle: str
    at: datetime
    new: int = 0
    seen: int = 0
    refused: int = 0
    gone: int = 0
    """Posts that were there before and no longer are."""
    error: str = ""


class Poller:
    """Polls sources of one lab."""

    def __init__(
        self, store: Store, clock: Clock | None = None, collect: Collect = pipeline.collect
    ) -> None:
        """``collect`` brings an origin in, as the pipeline does."""
        self.store = store
        self.sources = Sources(store)
        self.clock = clock or Clock()
        self.collect = collect

    def poll(self, source: Source) -> Polled:
        """Ask a source once and write down how it fared."""
        before = self.sources.health(source.handle)
        self._begin(before)
        done = Collected()
        error = ""
        try:
            self._bring_in(source, done)
            self._succeeded(source, done, before)
        except OURS:
            self._put_back(before)
            raise
        except LabBusy as busy:
            error = str(busy)
            self.sources.note(replace(before, due_at=self._after(FIRST), error=error))
        except Exception as fault:  # noqa: BLE001 - the unattended loop: one source never stops the rest
            ours = isinstance(fault, MarsadError)
            error = str(fault if ours else Phrase("a bug: %(fault)s", fault=repr(fault)))
            # Faults of ours are bugs; those of a source are told to whoever watches.
            level = logging.INFO if isinstance(fault, MarsadError) else logging.WARNING
            log.log(level, "%s: %s", source.handle, error)
            self._failed(before, fault, error)
        except BaseException:
            self._put_back(before)
            raise
        found = (done.new, done.seen, len(done.refused), done.gone)
        return Polled(source.handle, self.clock.now(), *found, error)

    def _begin(self, before: Health) -> None:
        """Expect the worst: a source that kills the process must not be the first to be asked."""
        failures = before.failures + 1
        self.sources.note(
            replace(
                before,
                tried_at=self.clock.now(),
                failures=failures,
                due_at=self._after(pause(failures, None, self.clock.chance())),
                error=N_("the last poll was broken off"),
            )
        )

    def _put_back(self, before: Health) -> None:
        """What stopped us was no fault of the source; with a full disk even this cannot be said."""
        with suppress(*OURS):
            self.sources.note(before)

    def _bring_in(self, source: Source, done: Collected) -> None:
        folder = Path(source.origin)
        if "://" in source.origin or not folder.exists():
            _count(done, self.collect(self.store, [source.origin], source.collector))
            return
        collector = plugins.collector(source.collector, self.store.settings)
        taken = self.sources.taken(source.handle)
        faults: list[MarsadError] = []
        for path, name, mark in exports(collector, folder, taken, self.clock.now()):
            try:
                _count(done, self.collect(self.store, [str(path)], source.collector))
            except (*OURS, LabBusy):
                raise
            except MarsadError as fault:
                faults.append(fault)
                continue
            self.sources.take(source.handle, name, mark)
        if faults:
            raise faults[0]

    def _succeeded(self, source: Source, done: Collected, before: Health) -> None:
        now, refused = self.clock.now(), done.refused
        first = str(_first(refused)) if refused else ""
        due = now + timedelta(minutes=source.every)
        # One that was renamed and still answers goes on under its old address.
        moved = next((each.successor for each in refused if each.successor), "")
        self.sources.note(Health(source.handle, "ok", now, now, due, error=first, successor=moved))
        self._suggest(moved, before)

    def _failed(self, before: Health, fault: Exception, said: str) -> None:
        failures = before.failures + 1
        no = fault if isinstance(fault, Unreachable) else Unreachable(said)
        told = no.wait
        wait = pause(failures, told, self.clock.chance())
        # A collector that knows what became of its source says so on its error.
        state = no.state
        if state not in STATES:
            state = before.state if before.state not in LIVING else "failing"
        successor = no.successor or before.successor
        asked = wanted(told)
        self.sources.note(
            replace(
                before,
                state=state,
                tried_at=self.clock.now(),
                due_at=self._after(wait if state in LIVING else max(wait, GONE)),
                told_until=None if asked is None else self._after(asked),
                error=said,
                failures=failures,
                successor=successor,
            )
        )
        self._suggest(successor, before)

    def _suggest(self, successor: str, before: Health) -> None:
        if successor and successor != before.successor:
            suggest(self.store, successor, before.handle)

    def _after(self, seconds: float) -> datetime:
        return self.clock.now() + timedelta(seconds=seconds)


def _first(refused: Sequence[Refused]) -> Phrase:
    return Phrase(
        "%(count)s refused; the first: %(reason)s", count=len(refused), reason=refused[0].reason
    )


def _count(done: Collected, more: Collected) -> None:
    done.new += more.new
    done.seen += more.seen
    done.refused += more.refused
    done.gone += more.gone
