"""How long the pages of the desk take in a lab of many posts.

    python bench/make_rows.py LAB --posts 1000000
    python bench/pages.py LAB [--times 20] [--only /brief /status]

Each page is asked for again and again with other posts, places, days and words, as somebody who
works asks for it; the first time, when caches are empty, is told apart. The seconds are those of
the whole answer, made in this process: what a browser draws from it is not in them. Seconds of the
processor stand beside those of the clock, which others on the machine make longer.
"""

import argparse
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tests")]

from desk_client import seated  # noqa: E402

from marsad.store import Store  # noqa: E402
from marsad.web import app  # noqa: E402

WORDS = ("سوق", "وفد النهر", '"أهل الحي"', "media:photo OR سوق", "بعد لقاء", "-سوق وفد")


def addresses(lab: Path) -> dict[str, Callable[[random.Random], str]]:
    """Each page by name, and how an address of it is chosen."""
    with Store(lab) as store:
        places = [place.id for place in store.places()]
        posts = [post.id for post, _n in zip(store.posts(), range(2000), strict=False)]
        first = next(iter(store.posts())).posted_at.date()

    def day(dice: random.Random) -> str:
        return str(first + timedelta(days=dice.randrange(30, 1000)))

    plain = (
        *("/", "/outlets", "/events", "/reports", "/translations", "/alerts", "/status"),
        *("/narratives", "/network", "/network/file/csv", "/triage", "/cases", "/sources"),
        *("/pictures/flow", "/pictures/survival", "/api/v1/outlets"),
    )
    return {
        **{path: lambda _dice, path=path: path for path in plain},
        "/?q=": lambda dice: f"/?q={dice.choice(WORDS)}",
        "/post/": lambda dice: f"/post/{dice.choice(posts)}",
        "/places/": lambda dice: f"/places/{dice.choice(places)}",
        "/brief": lambda dice: f"/brief?day={day(dice)}",
        "/pictures/volume": lambda dice: f"/pictures/volume?since={day(dice)}",
        "/pictures/timeline": lambda dice: f"/pictures/timeline?since={day(dice)}",
        "/pictures/lags": lambda dice: f"/pictures/lags?since={day(dice)}",
        "/network?since=": lambda dice: f"/network?since={day(dice)}",
        "/api/v1/posts": lambda dice: f"/api/v1/posts?q={dice.choice(WORDS)}",
    }


def timed(ask: Callable[[str], object], chosen: Iterator[str]) -> list[tuple[float, float]]:
    """Seconds of each answer, by the clock and of the processor."""
    found = []
    for address in chosen:
        began, used = time.perf_counter(), time.process_time()
        ask(address)
        found.append((time.perf_counter() - began, time.process_time() - used))
    return found


def told(seconds: list[float]) -> str:
    """The first, the middle one and the one that nineteen of twenty stay below."""
    first, *rest = seconds
    rest.sort()
    p50, p95 = (rest[min(len(rest) - 1, int(len(rest) * part))] for part in (0.5, 0.95))
    return f"first {first:7.3f}   p50 {p50:7.3f}   p95 {p95:7.3f}"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("lab", type=Path)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--only", nargs="*", default=())
    wanted = parser.parse_args()
    client = seated(app(wanted.lab))
    dice = random.Random(5)

    def ask(address: str) -> None:
        status = client.get(address).status_code
        if status != 200:
            raise SystemExit(f"{address} answered {status}")

    for name, choose in addresses(wanted.lab).items():
        if wanted.only and name not in wanted.only:
            continue
        clock, processor = zip(
            *timed(ask, (choose(dice) for _ in range(wanted.times + 1))), strict=True
        )
        print(
            f"{name:<20} {told(list(clock))} s   of the processor {told(list(processor))} s",
            flush=True,
        )
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{most} MB of memory at most")


if __name__ == "__main__":
    main()
