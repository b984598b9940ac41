"""The same work on Ray: a local cluster of processes, or one of many machines.

Ray hands out nothing that counts: its tasks lease batches from the ledger, as the processes of
``here`` do, and write findings with their done-marks. A task whose process dies is not tried again
by Ray; what it held is given back to the ledger, and another task goes on.
"""

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from marsad.engine.here import Task, Tell, work
from marsad.errors import BadInput, MarsadError, NotReady, Unreachable
from marsad.store import Ledger, Store
from marsad.store.extras import RAY

LOCAL = "ray"
POLL = 0.2
R = TypeVar("R")

log = logging.getLogger(__name__)


def run(
    store: Store, task: Task, address: str = LOCAL, tell: Tell = lambda _done, _all: None
) -> None:
    """Do the task over every post that lacks a done-mark of one of its makers.

    ``address`` is ``ray`` for processes of this machine, or ``ray://HOST:PORT``; there every
    machine has to see the lab under the same path, and its rows in a database that it can reach.
    """
    _check(address)
    if address != LOCAL and not store.settings.database:
        raise BadInput(
            "lab.db is a file of this machine; name a PostgreSQL database before other machines "
            "work on this lab (docs/store.md)"
        )
    ledger = Ledger(store)
    if not ledger.plan(task.makers):
        tell(0, 0)
        return
    with cluster(address, store.settings.workers) as made:
        _Tasks(made.ray, store, ledger, task).run(tell)


@dataclass(frozen=True, slots=True)
class Cluster:
    """Ray, started here or found at an address."""

    ray: Any

    def each(self, do: Callable[..., R], said: Iterable[Sequence[Any]]) -> list[R]:
        """Do something once for each list of arguments, side by side; harmless when done twice."""
        remote = self.ray.remote(num_cpus=1)(do)
        begun = [remote.remote(*arguments) for arguments in said]
        try:
            return list(self.ray.get(begun))
        except self.ray.exceptions.WorkerCrashedError as error:
            raise Unreachable("the workers of Ray die again and again; see its logs") from error
        except self.ray.exceptions.RayTaskError as error:
            _raise(error)
            raise


@contextmanager
def cluster(address: str, workers: int = 0) -> Iterator[Cluster]:
    """Ray for the length of a block: ``ray`` on this machine, or that at ``ray://HOST:PORT``."""
    _check(address)
    ray = _started(address, workers or os.cpu_count() or 1)
    try:
        yield Cluster(ray)
    finally:
        ray.shutdown()


class _Tasks:
    """The tasks of one run, one a processor of the cluster."""

    def __init__(self, ray: Any, store: Store, ledger: Ledger, task: Task) -> None:
        self.ray, self.store, self.ledger, self.task = ray, store, ledger, task
        self.size = max(1, int(ray.cluster_resources().get("CPU", 1)))
        # What died is given back to the ledger first, so Ray must not begin it again by itself.
        self.remote = ray.remote(num_cpus=1, max_retries=0)(lease_and_work)
        self.begun = 0
        self.running: dict[Any, str] = {}

    def run(self, tell: Tell) -> None:
        """Keep one task a processor until every batch is done."""
        while True:
            counts = self.ledger.counts()
            tell(counts["done"], sum(counts.values()))
            if not counts["open"] and not counts["taken"]:
                break
            self._begin(min(self.size, counts["open"] + counts["taken"]))
            ended, _ = self.ray.wait(list(self.running), num_returns=1, timeout=POLL)
            for each in ended:
                self._bury(each)

    def _begin(self, wanted: int) -> None:
        while len(self.running) < wanted:
            self.begun += 1
            owner = f"ray-{self.begun}"
            task = self.task
            said = (str(self.store.lab), task.prepare, list(task.makers), dict(task.options))
            self.running[self.remote.remote(owner, *said)] = owner

    def _bury(self, ended: Any) -> None:
        owner = self.running.pop(ended)
        try:
            self.ray.get(ended)
        except self.ray.exceptions.WorkerCrashedError:
            log.warning("%s died; its batch is done again", owner)
        except self.ray.exceptions.RayTaskError as error:
            _raise(error)
            raise
        finally:
            self.ledger.give_back(owner)


def lease_and_work(
    owner: str, lab: str, prepare: str, makers: list[str], options: dict[str, Any]
) -> None:
    """What a task does: open the lab, and lease batches until none is left."""
    with Store(Path(lab)) as store:
        work(store, Task(prepare, makers, options), owner)


def _check(address: str) -> None:
    if address != LOCAL and not address.startswith("ray://"):
        raise BadInput(f"no engine {address!r}; there are here, ray and ray://HOST:PORT")


def _raise(error: Any) -> None:
    """Raise what a task raised, where it is an error of ours."""
    if isinstance(error.cause, MarsadError):
        raise error.cause from error


def _started(address: str, workers: int) -> Any:
    try:
        import ray
    except ModuleNotFoundError as error:
        raise NotReady("Ray is not installed", RAY.remedy) from error
    # It would report how it is used; nothing here calls home.
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    quiet: dict[str, Any] = {
        "logging_level": logging.ERROR,
        "configure_logging": False,
        "log_to_driver": False,
    }
    try:
        if address == LOCAL:
            ray.init(address="local", num_cpus=workers, include_dashboard=False, **quiet)
        else:
            ray.init(address=address, **quiet)
    except (ConnectionError, RuntimeError, TimeoutError) as error:
        raise Unreachable(f"Ray does not start or answer at {address}") from error
    return ray
