"""Measure the store beside plain SQLite, and a reader beside a writer, in one run.

    python bench/store.py [--posts 20000] [--batch 500] [--rate 2500] [--seconds 8]

The peer inserts the same rows into the same tables of a database tuned alike (WAL, full sync,
foreign keys), one transaction for each batch; it keeps no log, no leaves and no salts. Prints one
JSON object; ratios are of wall-clock time in this run, on this disk.
"""

import argparse
import json
import multiprocessing
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from multiprocessing.synchronize import Event
from pathlib import Path

from marsad.model import Capture, Place, Post
from marsad.store import Store, records

START = datetime(2021, 1, 1, tzinfo=UTC)
PLACE = Place("telegram:1", "telegram", "منبر الوادي", fiction=True)
CAPTURE = Capture("capture-1", "bench", "1", "bench", START, "0" * 64, 1)
WORDS = [
    "بيان",
    "من",
    "منبر",
    "الوادي",
    "زار",
    "وفد",
    "من",
    "ضفتي",
    "النهر",
    "سوق",
    "سلوان",
    "اليوم",
    "وعاد",
    "في",
    "المساء",
]


def posts(start: int, count: int) -> Iterator[Post]:
    for number in range(start, start + count):
        turned = number % len(WORDS)
        text = " ".join((WORDS[turned:] + WORDS[:turned]) * 2) + f" {number}"
        when = START + timedelta(seconds=number)
        yield Post(f"p/{number}", PLACE.id, CAPTURE.id, str(number), when, text, fiction=True)


def batches(start: int, count: int, size: int) -> Iterator[list[Post]]:
    made = posts(start, count)
    while batch := list(islice(made, size)):
        yield batch


def into_store(lab: Path, count: int, size: int) -> float:
    with Store.create(lab) as store:
        store.add(PLACE, CAPTURE)
        begun = time.perf_counter()
        for batch in batches(0, count, size):
            store.add(*batch)
        return time.perf_counter() - begun


def into_sqlite(lab: Path, count: int, size: int) -> float:
    with Store.create(lab) as store:
        store.add(PLACE, CAPTURE)
    connection = sqlite3.connect(lab / "lab.db", isolation_level=None)
    for pragma in ("journal_mode=wal", "synchronous=full", "foreign_keys=on"):
        connection.execute(f"pragma {pragma}")
    insert = (
        "insert into post (id, place, capture, native_id, posted_at, record) "
        "values (:id, :place, :capture, :native_id, :posted_at, :record)"
    )
    begun = time.perf_counter()
    for batch in batches(0, count, size):
        connection.execute("begin immediate")
        connection.executemany(insert, [plain_row(post) for post in batch])
        connection.execute("commit")
    spent = time.perf_counter() - begun
    connection.close()
    return spent


def plain_row(post: Post) -> dict[str, object]:
    return {
        "id": post.id,
        "place": post.place,
        "capture": post.capture,
        "native_id": post.native_id,
        "posted_at": records.instant(post.posted_at),
        "record": records.record(post),
    }


def keeping(lab: Path, count: int) -> float:
    """Originals of 50 kB kept one after another, each durable."""
    with Store.create(lab) as store:
        begun = time.perf_counter()
        for number in range(count):
            store.keep(number.to_bytes(4, "big") * 12_500)
        return time.perf_counter() - begun


def writing(
    lab: Path, size: int, rate: int, stop: Event, written: "multiprocessing.Queue[float]"
) -> None:
    """Add posts without end at a steady rate (0: no limit); then say how fast that was."""
    count, begun = 0, time.perf_counter()
    with Store(lab) as store:
        for batch in batches(10_000_000, 10_000_000, size):
            if stop.is_set():
                break
            count += store.add(*batch)
            if rate:
                time.sleep(max(0.0, begun + count / rate - time.perf_counter()))
    written.put(count / (time.perf_counter() - begun))


def p95(read: Callable[[int], object], seconds: float) -> float:
    """The 95th percentile of the time of one reading, in milliseconds."""
    took, number, end = [], 0, time.perf_counter() + seconds
    while (begun := time.perf_counter()) < end:
        read(number := (number * 48271 + 11) % 10_007)
        took.append((time.perf_counter() - begun) * 1000)
    return statistics.quantiles(took, n=20)[-1]


def reader(lab: Path, size: int, rate: int, seconds: float) -> dict[str, float]:
    stop, written = multiprocessing.Event(), multiprocessing.Queue()
    with Store(lab) as store:

        def read(number: int) -> object:
            return store.post(f"p/{number}"), store.findings(f"p/{number}")

        alone = p95(read, seconds)
        child = multiprocessing.Process(target=writing, args=(lab, size, rate, stop, written))
        child.start()
        time.sleep(1.5)  # until it writes
        beside = p95(read, seconds)
        stop.set()
        rate = written.get()
        child.join()
    return {"p95_alone_ms": alone, "p95_under_writer_ms": beside, "writer_posts_per_second": rate}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=20_000)
    parser.add_argument("--batch", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rate", type=int, default=2500, help="of the writer beside the reader")
    parser.add_argument("--seconds", type=float, default=8)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        pairs = [
            (
                into_store(Path(folder, f"ours-{turn}"), asked.posts, asked.batch),
                into_sqlite(Path(folder, f"peer-{turn}"), asked.posts, asked.batch),
            )
            for turn in range(asked.rounds)
        ]
        ours, peer = (min(side) for side in zip(*pairs, strict=True))
        found = {
            "posts": asked.posts,
            "batch": asked.batch,
            "store_posts_per_second": asked.posts / ours,
            "sqlite_posts_per_second": asked.posts / peer,
            "store_time_over_sqlite_time": ours / peer,
            "originals_kept_per_second": 300 / keeping(Path(folder, "blobs"), 300),
        }
        found |= reader(Path(folder, "ours-0"), asked.batch, asked.rate, asked.seconds)
        found["reader_ratio"] = found["p95_under_writer_ms"] / found["p95_alone_ms"]
    print(json.dumps({name: round(value, 3) for name, value in found.items()}, indent=2))


if __name__ == "__main__":
    main()
