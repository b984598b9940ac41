"""A lab in SQLite beside the same lab in PostgreSQL, all of it durable, in one run.

    python bench/postgres.py [--posts 20000] [--batch 500] [--rounds 3] [--megabytes 20]

Posts added by one writer, then an export enriched through the ledger by one worker and by two.
PostgreSQL is a server of its own for the length of this run, as installed, with fsync, on the same
disk and behind a Unix socket. Times are of the wall clock; each ratio is of PostgreSQL to SQLite.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from ledger import collected, ours
from store import into_store

from marsad.store import Store

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from postgres_server import LACKING, Server, programs

WORKERS = (1, 2)


def adding(folder: Path, fresh: Callable[[], str], asked: argparse.Namespace) -> list[float]:
    """The best time of some rounds in SQLite and in PostgreSQL, by turns."""
    best = [float("inf")] * 2
    for turn in range(asked.rounds):
        for kind, database in enumerate(("", fresh())):
            os.environ["MARSAD_DATABASE"] = database
            spent = into_store(folder / f"adding-{turn}-{kind}", asked.posts, asked.batch)
            best[kind] = min(best[kind], spent)
    return best


def enriching(folder: Path, fresh: Callable[[], str], asked: argparse.Namespace) -> None:
    for workers in WORKERS:
        took, found = [], []
        for kind, database in (("sqlite", ""), ("postgresql", fresh())):
            os.environ["MARSAD_DATABASE"] = database
            lab = collected(folder, f"{kind}-{workers}", asked.megabytes)
            seconds, new = ours(lab, workers)
            took.append(seconds)
            found.append(new)
        with Store(lab) as store:
            posts = store.count("post")
        assert found[0] == found[1], "both must find the same"
        tell(f"ledger, {workers} workers, {posts} posts", [posts / each for each in took])


def tell(name: str, rates: list[float]) -> None:
    sqlite, postgresql = rates
    print(
        f"{name:34} SQLite {sqlite:7.0f}/s  PostgreSQL {postgresql:7.0f}/s  "
        f"{postgresql / sqlite:.2f} x"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=20_000)
    parser.add_argument("--batch", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--megabytes", type=int, default=20)
    asked = parser.parse_args()
    if (bin := programs()) is None:
        sys.exit(LACKING)
    server = Server(bin, durable=True)
    try:
        with tempfile.TemporaryDirectory() as folder:

            def fresh() -> str:
                return server.url(server.fresh())

            best = adding(Path(folder), fresh, asked)
            tell(f"posts added, {asked.batch} at a time", [asked.posts / each for each in best])
            enriching(Path(folder), fresh, asked)
    finally:
        server.stop()


if __name__ == "__main__":
    main()
