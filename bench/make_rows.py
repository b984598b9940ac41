"""A lab of many posts and findings, written straight into its tables: for benches of reading.

    python bench/make_rows.py LAB [--posts 1000000] [--places 300] [--seed 7]

No custody log answers for these rows; such a lab is for measuring only. Places post in fiction
and neutral words; one post in five repeats an earlier one of another place, which of them follows
which being settled beforehand, and each has the findings that a run of enrich leaves.
"""

import argparse
import json
import random
import sqlite3
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from marsad.model import Capture, Forward, Place, Post, made_of
from marsad.store import Store, records

START = datetime(2021, 1, 1, tzinfo=UTC)
STEP = timedelta(seconds=90)
CAPTURE = Capture("capture-1", "bench", "1", "bench", START + timedelta(days=2000), "0" * 64, 1)
THEMES = ("announcement", "culture", "economy", "sport", "weather")
TEXT = "زار وفد من ضفتي النهر سوق سلوان اليوم وعاد في المساء بعد لقاء قصير مع أهل الحي"
FIRST_LETTERS = '{"span":{"start":0,"end":2,"quoted":"زا"}}'
BATCH = 20_000
POST = (
    "insert into post (seq, id, place, capture, native_id, posted_at, record) "
    "values (?, ?, ?, 'capture-1', ?, ?, ?)"
)
FINDING = (
    "insert into finding (id, post, kind, value, maker, made_at, confidence, media, replaces, "
    "bounds) values (?, ?, ?, ?, 'bench/1', ?, .9, '', '', ?)"
)


class Made:
    """Posts and findings, one after the other."""

    def __init__(self, places: int, seed: int) -> None:
        self.random = random.Random(seed)
        self.places = [f"telegram:{1_990_000_000 + n}" for n in range(places)]
        self.sources = {
            place: self.random.sample(self.places[:n] or self.places[-1:], min(n, 3) or 1)
            for n, place in enumerate(self.places)
        }
        self.last: dict[str, tuple[str, int]] = {}

    def posts(self, count: int) -> Iterator[tuple[tuple, list[tuple]]]:
        for seq in range(1, count + 1):
            place = self.random.choice(self.places)
            id = f"{place}/{seq}@{made_of(seq)[:8]}"
            at = START + STEP * seq
            first = self.last.get(self.random.choice(self.sources[place]))
            copied = first if first and self.random.random() < 0.2 else None
            said = Forward("", copied[0].partition("/")[0]) if copied and seq % 3 == 0 else None
            text = f"{TEXT} {copied[1] if copied else seq}"
            post = Post(
                id, place, "capture-1", str(seq), at, text, forwarded_from=said, fiction=True
            )
            row = (seq, id, place, str(seq), records.instant(at), records.record(post))
            yield row, list(self.findings(id, place, copied, said is not None, records.instant(at)))
            if not copied:
                self.last[place] = (id, seq)

    def findings(
        self, id: str, place: str, copied: tuple[str, int] | None, forward: bool, at: str
    ) -> Iterator[tuple]:
        said = [("made-by-outlet", f"place:{place}", ""), ("language", "ar", "")]
        said += [("name", f"place:{n}", FIRST_LETTERS) for n in "ab"]
        said += [("date", "2021-10-20", "x"), ("because", "theme weather 2.0", "x")]
        if self.random.random() < 0.4:
            said.append(("theme", self.random.choice(THEMES), ""))
        if copied:
            said.append(("near-copy-of", copied[0], ""))
            said += [("forward-of", copied[0], "")] * forward
        for kind, value, bounds in said:
            where = FIRST_LETTERS if bounds else ""
            yield made_of(id, kind, value), id, kind, value, at, where


def fill(lab: Path, count: int, places: int, seed: int) -> None:
    """Make the lab; progress on stderr."""
    made = Made(places, seed)
    with Store.create(lab) as store:
        store.add(CAPTURE)
        store.add(*(Place(id, "telegram", f"منبر {n}") for n, id in enumerate(made.places)))
    connection = sqlite3.connect(lab / "lab.db", isolation_level=None)
    connection.execute("pragma synchronous=off")
    stream, done = made.posts(count), 0
    while batch := list(islice(stream, BATCH)):
        connection.execute("begin")
        connection.executemany(POST, [row for row, _ in batch])
        connection.executemany(FINDING, {f[0]: f for _, some in batch for f in some}.values())
        connection.execute("commit")
        done += len(batch)
        sys.stderr.write(f"\r{done} posts")
    sys.stderr.write("\n")
    connection.execute("pragma wal_checkpoint(truncate)")
    connection.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("lab", type=Path)
    parser.add_argument("--posts", type=int, default=1_000_000)
    parser.add_argument("--places", type=int, default=300)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    fill(asked.lab, asked.posts, asked.places, asked.seed)
    size = (asked.lab / "lab.db").stat().st_size
    sys.stdout.write(json.dumps({"posts": asked.posts, "bytes": size}) + "\n")
