"""Ranked search beside FTS5, PostgreSQL and a scan of every text, in one run.

    python bench/search.py [--posts 50000] [--no-postgres] [--ray PARTS]

Posts are cut together from real sentences (search_posts.py). Every side gets the same posts and
answers with the first 20 ids, best first (search_sides.py): we cut the words in three strengths
ourselves, in tantivy and in tables of PostgreSQL; FTS5 and PostgreSQL's own search ('simple', GIN,
ts_rank) get the folded text, and the scan looks for folded words one post after the other, as 4CAT
does. PostgreSQL stands on Debian's packages in a folder of its own. Its seconds are those of its
own process. With --ray only our index in so many parts is measured, searched by threads and by
the workers of a local Ray.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from marsad.search.on_ray import spread

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tests")]

from search_posts import KINDS, Query, posts, queries  # noqa: E402
from search_sides import (  # noqa: E402
    FIRST,
    Ask,
    Served,
    asked_as_typed,
    fts5,
    marsad,
    marsad_in_postgres,
    parted,
    postgres,
    scan,
)

SCANNED = 5
"""Queries that the scan is asked: it takes as long for each."""


def timed(ask: Ask, asked: Sequence[Query], warm: int = 10) -> dict[str, list[float]]:
    for query in asked[:warm]:
        ask(query)
    found: dict[str, list[float]] = {kind: [] for kind in ("all", *KINDS)}
    for query in asked:
        began = time.perf_counter()
        ask(query)
        took = (time.perf_counter() - began) * 1000
        found["all"].append(took)
        found[query[0]].append(took)
    return found


def shown(name: str, times: dict[str, list[float]], more: str) -> str:
    cells = (
        f"{kind} {at(some, 0.5):.2f}/{at(some, 0.95):.2f}" for kind, some in times.items() if some
    )
    return f"{name:<20} p50/p95 ms: {'  '.join(cells)}  {more}"


def at(times: Sequence[float], part: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * part))]


def held(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--posts", type=int, default=50_000)
    parser.add_argument("--no-postgres", action="store_true")
    parser.add_argument("--ray", type=int, default=0, metavar="PARTS")
    wanted = parser.parse_args()
    texts = list(posts(wanted.posts))
    asked = queries(texts)
    print(f"{len(texts)} posts, {len(asked)} queries, the first {FIRST} answers each")
    folder = Path(tempfile.mkdtemp())
    try:
        if wanted.ray:
            beside_ray(texts, asked, folder, wanted.ray)
            return
        times = measured(texts, asked, folder, wanted.no_postgres)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    ours = times.pop("marsad")["all"]
    for name, peer in times.items():
        print(f"{name} p95 / our p95: {at(peer['all'], 0.95) / at(ours, 0.95):.0f}x")


def measured(
    texts: Sequence[str], asked: Sequence[Query], folder: Path, alone: bool
) -> dict[str, dict[str, list[float]]]:
    times = {}
    for name, side in (("marsad", marsad), ("fts5", fts5)):
        (folder / name).mkdir()
        began = time.process_time()
        ask = side(texts, folder / name)
        spent = time.process_time() - began
        times[name] = timed(ask, asked)
        more = f"{held(folder / name):.0f} MB  {len(texts) / spent:.0f} posts/cpu-s"
        print(shown(name, times[name], more), flush=True)
    if not alone:
        sides = {"marsad in postgresql": marsad_in_postgres, "postgresql": postgres}
        times |= beside_postgres(texts, asked, sides)
    times["scan"] = timed(scan(texts), asked[:: len(asked) // SCANNED], warm=0)
    print(shown("scan", times["scan"], "no index"), flush=True)
    return times


def beside_ray(texts: Sequence[str], asked: Sequence[Query], folder: Path, parts: int) -> None:
    index = parted(texts, folder, parts)
    print(shown("threads", timed(asked_as_typed(index.answer), asked), f"{parts} parts"))
    began = time.perf_counter()
    with spread(index, "ray", 0) as there:
        more = f"{parts} parts, started in {time.perf_counter() - began:.1f} s"
        print(shown("ray", timed(asked_as_typed(there.answer), asked), more))


def beside_postgres(
    texts: Sequence[str],
    asked: Sequence[Query],
    sides: dict[str, Callable[[Sequence[str], str], Served]],
) -> dict[str, dict[str, list[float]]]:
    from postgres_server import Server, programs

    bin = programs()
    if bin is None:
        sys.exit("PostgreSQL is not installed (Debian: postgresql); or say --no-postgres")
    server, times = Server(bin), {}
    try:
        for number, (name, side) in enumerate(sides.items()):
            server.ask(f"create database bench{number} template template0")
            began = time.process_time()
            ask, seconds, size = side(texts, server.url(f"bench{number}"))
            spent = time.process_time() - began + seconds()
            times[name] = timed(ask, asked)
            more = f"{size() / 1e6:.0f} MB  {len(texts) / spent:.0f} posts/cpu-s"
            print(shown(name, times[name], more), flush=True)
        return times
    finally:
        server.stop()


if __name__ == "__main__":
    main()
