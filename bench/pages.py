"""How long the pages of the desk take in a lab of many posts.

    python bench/pages.py [--posts 1000000] [--times 20] [--only /brief /status] [--lab LAB]

The lab is one of ``make_rows.py`` and ``make_work.py``; a folder named with --lab is kept, and
read again by the next run. Each page is asked for again and again with other posts, places, days
and words, as somebody who works asks for it; the first time, when caches are empty, is told apart.
The seconds are those of the whole answer, made in this process: what a browser draws from it is
not in them. Seconds of the processor stand beside those of the clock, which others on the machine
make longer. Of an answer the largest is told, and how much memory the process had taken by then.
"""

import argparse
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tests")]

import make_rows  # noqa: E402
import make_work  # noqa: E402
from desk_client import Seated, seated  # noqa: E402

from marsad import track  # noqa: E402
from marsad.search import search  # noqa: E402
from marsad.store import Seen, Store  # noqa: E402
from marsad.web import app  # noqa: E402

WORDS = ("سوق", "وفد النهر", '"أهل الحي"', "media:photo OR سوق", "بعد لقاء", "-سوق وفد")


SHELVES = {
    "approved": "approved", "pictures": "pictures", "brief": "brief", "a case": "case:market",
}  # fmt: skip


def drafts(rest: str) -> Callable[[random.Random], str]:
    """The editor of a report, by what stands behind its name."""
    return lambda dice: f"/report/daily-{dice.randrange(1, make_work.REPORTS)}{rest}"


def addresses(lab: Path) -> dict[str, Callable[[random.Random], str]]:
    """Each page by name, and how an address of it is chosen."""
    with Store(lab) as store:
        places = [place.id for place in store.places()]
        posts = [post.id for post, _n in zip(store.posts(), range(2000), strict=False)]
        first = next(iter(store.posts())).posted_at.date()

    def day(dice: random.Random) -> str:
        return str(first + timedelta(days=dice.randrange(30, 1000)))

    def month(dice: random.Random) -> str:
        since = first + timedelta(days=dice.randrange(30, 900))
        return f"{since}..{since + timedelta(days=30)}"

    plain = (
        *("/", "/outlets", "/events", "/reports", "/translations", "/alerts", "/status"),
        *(
            "/narratives",
            "/network",
            "/network/file/gexf",
            "/lists/edges/csv",
            "/triage",
            "/cases",
            "/sources",
        ),
        *("/pictures/flow", "/pictures/survival", "/api/v1/outlets", "/publishing", "/readers"),
        *("/case/market", "/case/market/file/csv"),
        *(f"/lists/{name}/csv" for name in ("events", "reports", "translations", "readers")),
        *("/lists/translations/jsonl", "/lists/edges/csv"),
    )
    return {
        **{path: lambda _dice, path=path: path for path in plain},
        "/?q=": lambda dice: f"/?q={dice.choice(WORDS)}",
        "/search/file/csv": lambda dice: f"/search/file/csv?q=date:{month(dice)}",
        "/post/": lambda dice: f"/post/{dice.choice(posts)}",
        "/places/": lambda dice: f"/places/{dice.choice(places)}",
        "/brief": lambda dice: f"/brief?day={day(dice)}",
        "/pictures/volume": lambda dice: f"/pictures/volume?since={day(dice)}",
        "/pictures/timeline": lambda dice: f"/pictures/timeline?since={day(dice)}",
        "/pictures/lags": lambda dice: f"/pictures/lags?event=event-{dice.randrange(900)}",
        "/network?since=": lambda dice: f"/network?since={day(dice)}",
        "/api/v1/posts": lambda dice: f"/api/v1/posts?q={dice.choice(WORDS)}&facet=theme",
        "/api/v1/posts, walked": lambda dice: f"/api/v1/posts?after={dice.randrange(10**4)}",
        **{f"editor, {name}": drafts(f"/edit?from={shelf}") for name, shelf in SHELVES.items()},
        "editor, shelf of words": drafts("/shelf?from=search&q=سوق"),
    }


def prepared(lab: Path, posts: int) -> None:
    """Make the lab where it is not there; and what its pages read, told how long that takes."""
    if not lab.exists():
        make_rows.fill(lab, posts, 300, 7)
        make_work.fill(lab)
    with Store(lab) as store:
        print(f"{store.count('post')} posts, {store.count('finding')} findings")
        for name, step in (
            ("rows and columns for tracking", Seen(store).catch_up),
            ("network of who repeats whom", lambda: track.prepare(store)),
            ("search index", lambda: search(store, "سوق")),
        ):
            began, used = time.perf_counter(), time.process_time()
            step()
            clock, processor = time.perf_counter() - began, time.process_time() - used
            print(f"{name:<30} {clock:7.1f} s, of the processor {processor:7.1f} s", flush=True)


@dataclass
class Took:
    """What the answers of a page took: seconds by the clock and of the processor, and bytes."""

    clock: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    size: int = 0


def timed(client: Seated, chosen: Iterator[str]) -> Took:
    took = Took()
    for address in chosen:
        began, used = time.perf_counter(), time.process_time()
        answer = client.get(address)
        took.clock.append(time.perf_counter() - began)
        took.processor.append(time.process_time() - used)
        if answer.status_code != 200:
            raise LookupError(f"{address} answered {answer.status_code}")
        took.size = max(took.size, len(answer.content))
    return took


def told(seconds: list[float]) -> str:
    """The first, the middle one and the one that nineteen of twenty stay below."""
    first, *rest = seconds
    rest.sort()
    p50, p95 = (rest[min(len(rest) - 1, int(len(rest) * part))] for part in (0.5, 0.95))
    return f"{first:6.2f} {p50:6.2f} {p95:6.2f}"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--lab", type=Path)
    parser.add_argument("--posts", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--only", nargs="*", default=())
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(wanted.lab or Path(folder) / "lab", wanted.posts, wanted.times, wanted.only)


def measure(lab: Path, posts: int, times: int, only: Sequence[str]) -> None:
    prepared(lab, posts)
    client, dice = seated(app(lab)), random.Random(5)
    columns = f"{'first':>6} {'p50':>6} {'p95':>6}"
    print(f"{'seconds':<28} {'of the processor':<20} {'by the clock':<20}")
    print(f"{'':<28} {columns} {columns} {'largest':>9} {'memory':>7} {'load':>5}")
    for name, choose in addresses(lab).items():
        if only and name not in only:
            continue
        try:
            took = timed(client, (choose(dice) for _ in range(times + 1)))
        except LookupError as error:
            print(f"{name:<28} not measured: {error}")
            continue
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(
            f"{name:<28} {told(took.processor)} {told(took.clock)} {took.size / 1000:6.0f} kB "
            f"{most:4} MB {os.getloadavg()[0]:5.1f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
