"""Work on this machine: processes that lease batches from the ledger until none is left.

Not ``multiprocessing.Pool``, which hangs when a worker is killed, nor ProcessPoolExecutor, which
breaks: here a worker is a plain process, and whoever dies is replaced while its batch goes back.
"""

import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from marsad.errors import MarsadError
from marsad.store import Lease, Ledger, Store

Do = Callable[[Lease], None]
Tell = Callable[[int, int], None]
"""Hears batches done, and batches in all."""

POLL = 0.1

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Task:
    """What to do with each batch: a function by name, so that any process can find it.

    ``prepare(store, **options)`` of ``module:prepare`` gives the function that does one lease.
    """

    prepare: str
    makers: Sequence[str]
    """Whose done-marks say that a post is finished."""
    options: Mapping[str, Any] = field(default_factory=dict)

    def ready(self, store: Store) -> Do:
        """The function that does one lease, its models loaded."""
        module, _, name = self.prepare.partition(":")
        made: Do = getattr(import_module(module), name)(store, **self.options)
        return made


def run(store: Store, task: Task, tell: Tell = lambda _done, _all: None) -> None:
    """Do the task over every post that lacks a done-mark of one of its makers."""
    ledger = Ledger(store)
    batches = ledger.plan(task.makers)
    workers = min(store.settings.workers or os.cpu_count() or 1, batches)
    if workers <= 1:
        work(store, task, "here", lambda: tell(ledger.counts()["done"], batches))
    else:
        _Crew(store, ledger, task, workers).run(tell)


def work(store: Store, task: Task, owner: str, tell: Callable[[], None] = lambda: None) -> None:
    """Lease and do batches until none is left."""
    ledger, do = Ledger(store), None
    while lease := ledger.take(owner):
        if lease.tries > store.settings.strikes:
            ledger.set_apart(lease, task.makers)
            continue
        # Loaded late: with nothing to do there is no model to load.
        do = do or task.ready(store)
        do(lease)
        ledger.finish(lease)
        tell()


class _Crew:
    """The processes of one run."""

    def __init__(self, store: Store, ledger: Ledger, task: Task, size: int) -> None:
        self.store, self.ledger, self.task = store, ledger, task
        self.hired = 0
        self.members: dict[str, subprocess.Popen[bytes]] = {}
        self.size = size

    def run(self, tell: Tell) -> None:
        """Keep the crew complete until every batch is done."""
        try:
            while True:
                counts = self.ledger.counts()
                tell(counts["done"], sum(counts.values()))
                self._bury()
                if not counts["open"] and not counts["taken"]:
                    break
                self._hire(min(self.size, counts["open"] + counts["taken"]))
                time.sleep(POLL)
        finally:
            for member in self.members.values():
                member.terminate()
            for member in self.members.values():
                member.wait()

    def _hire(self, wanted: int) -> None:
        while len(self.members) < wanted:
            self.hired += 1
            owner = f"worker-{self.hired}"
            task = self.task
            said = json.dumps(
                [str(self.store.lab), task.prepare, list(task.makers), dict(task.options)]
            )
            command = [sys.executable, "-m", "marsad.engine.worker", owner, said]
            self.members[owner] = subprocess.Popen(command)

    def _bury(self) -> None:
        for owner, member in list(self.members.items()):
            if (code := member.poll()) is None:
                continue
            del self.members[owner]
            self.ledger.give_back(owner)
            if code == MarsadError.exit_code:
                raise MarsadError("a worker could not go on; its message stands above")
            if code:
                log.warning("%s died (exit status %d); its batch is done again", owner, code)
