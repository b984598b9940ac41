"""Enriching through the lease ledger beside plain multiprocessing, on the same posts, in one run.

    python bench/ledger.py [--megabytes 20] [--workers 2]

The plain way keeps nothing: it maps the same enrichers over lists of posts and throws the findings
away. Ours reads from the store, writes signed findings with their done-marks, and survives a kill;
on Ray the same tasks run in processes of a local cluster, whose start is part of the time.
"""

import argparse
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from importlib.util import find_spec
from pathlib import Path

from make_export import write_export

from marsad import enrich, pipeline, plugins
from marsad.enrich.known import Shelf
from marsad.enrich.run import said
from marsad.store import Store

ENRICHERS = ["language", "links", "outlet"]
BATCH = 200
WORKER = {"here": "marsad.engine.worker", "ray": "ray::lease_and_work"}
"""What the command of a working process holds."""


def plain(lab: Path, workers: int) -> float:
    """Seconds of a Pool over the same batches."""
    with Store(lab) as store:
        last = store.high_water()["post"]
    batches = [(str(lab), low, low + BATCH - 1) for low in range(1, last + 1, BATCH)]
    start = time.perf_counter()
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        for _count in pool.imap_unordered(map_batch, batches):
            pass
    return time.perf_counter() - start


def map_batch(batch: tuple[str, int, int]) -> int:
    lab, low, high = batch
    with Store(Path(lab)) as store:
        posts = [post for _seq, post in store.posts_between(low, high)]
        known = Shelf(store)
        return sum(len(said(each, posts, known)) for each in ready())


_ready: list[plugins.Enricher] = []


def ready() -> list[plugins.Enricher]:
    """The enrichers, loaded once in a process."""
    if not _ready:
        _ready.extend(plugins.enrichers(ENRICHERS))
    return _ready


def ours(lab: Path, workers: int, kill: bool = False, engine: str = "here") -> tuple[float, int]:
    """Seconds and findings of a run over the ledger; with ``kill`` one worker dies in it."""
    os.environ["MARSAD_WORKERS"] = str(workers)
    if kill:
        threading.Thread(target=kill_one, args=(WORKER[engine],), daemon=True).start()
    with Store(lab) as store:
        start = time.perf_counter()
        new = enrich.enrich(store, ENRICHERS, engine=engine)
        return time.perf_counter() - start, new


def kill_one(named: str) -> None:
    time.sleep(3)
    for _ in range(100):
        if found := descendants(named):
            os.kill(found[0], signal.SIGKILL)
            return
        time.sleep(0.1)


def descendants(named: str) -> list[int]:
    """Processes of this run, and of no other, whose command holds a name."""
    said = subprocess.run(
        ["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True
    )
    rows = [line.split(None, 2) for line in said.stdout.splitlines()[1:]]
    mine, size = {os.getpid()}, 0
    while size != len(mine):
        size = len(mine)
        mine |= {int(pid) for pid, parent, _args in rows if int(parent) in mine}
    return [int(pid) for pid, _parent, args in rows if int(pid) in mine and named in args]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--megabytes", type=int, default=20)
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(Path(folder), chosen.megabytes, chosen.workers)
    for name, seconds, note in rows:
        print(f"{name:36} {seconds:7.1f} s  {note}")


def measure(folder: Path, megabytes: int, workers: int) -> list[tuple[str, float, str]]:
    base = plain(collected(folder, "plain", megabytes), workers)
    rows = [(f"multiprocessing.Pool, {workers} workers", base, "writes nothing")]
    runs = [("here", 1, False), ("here", workers, False), ("here", workers, True)]
    if find_spec("ray"):
        runs += [("ray", workers, False), ("ray", workers, True)]
    else:
        sys.stderr.write("Ray is not installed (pip install 'marsad[ray]'): left out\n")
    for number, (engine, count, kill) in enumerate(runs):
        seconds, new = ours(collected(folder, str(number), megabytes), count, kill, engine)
        name = f"ledger, {count} {'on Ray' if engine == 'ray' else 'workers'}"
        rows.append((
            f"{name}{', one killed' if kill else ''}",
            seconds,
            f"{seconds / base:.2f} x Pool, {new} findings",
        ))  # fmt: skip
    return rows


def collected(folder: Path, name: str, megabytes: int) -> Path:
    export = folder / "export"
    if not export.exists():
        write_export(export, megabytes)
    with Store.create(folder / name) as store:
        pipeline.collect(store, [str(export)])
    return folder / name


if __name__ == "__main__":
    main()
