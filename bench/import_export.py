"""Measure the import of a large Telegram export beside stdlib json and ijson, in one run.

    python bench/import_export.py [--megabytes 1000] [--export result.json]

Each way runs in a process of its own and says how many messages it saw, so that none can win by
seeing less. ``marsad parse`` does what the peers do: decode each message and walk its text.
``marsad posts`` goes on to the posts the store takes in. The ratios are of cpu seconds.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from make_export import write_export


def walk(messages: Iterator[dict[str, Any]]) -> int:
    """Touch the id and the text of each message, as any importer must."""
    seen = 0
    for message in messages:
        text = message["text"]
        if not isinstance(text, str):
            "".join(part if isinstance(part, str) else part["text"] for part in text)
        seen += message["id"] > 0
    return seen


def stdlib(path: Path) -> int:
    with path.open(encoding="utf-8") as file:
        export = json.load(file)
    return walk(message for chat in export["chats"]["list"] for message in chat["messages"])


def with_ijson(path: Path) -> int:
    import ijson

    with path.open("rb") as file:
        return walk(ijson.items(file, "chats.list.item.messages.item", buf_size=1 << 20))


def marsad_parse(path: Path) -> int:
    from marsad.collect.telegram_json import read_runs
    from marsad.collect.telegram_message import Message
    from marsad.collect.telegram_window import Tally

    seen = 0
    for run in read_runs(path, Tally()):
        for message in run.messages:
            if isinstance(message, Message):
                if not isinstance(message.text, str):
                    "".join(p if isinstance(p, str) else p.text for p in message.text)
                seen += message.id > 0
    return seen


def marsad_posts(path: Path) -> int:
    from marsad.collect.telegram_export import TelegramExport
    from marsad.plugins import Gathered

    seen = 0
    for item in TelegramExport().collect(str(path), ""):
        if isinstance(item, Gathered):
            seen += len(item.post.album) or 1
    return seen


WAYS: dict[str, Callable[[Path], int]] = {
    "marsad parse": marsad_parse,
    "marsad posts": marsad_posts,
    "ijson": with_ijson,
    "stdlib json": stdlib,
}


def measure(way: str, path: Path) -> None:
    """Run one way in this process and print what it took."""
    begun, cpu = time.perf_counter(), time.process_time()
    seen = WAYS[way](path)
    used = {
        "messages": seen,
        "seconds": time.perf_counter() - begun,
        "cpu": time.process_time() - cpu,
        "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(used))


def compare(path: Path, ways: list[str]) -> None:
    """Run every way in a child and print the table."""
    size = path.stat().st_size / 1e6
    results: dict[str, dict[str, float]] = {}
    for way in ways:
        told = subprocess.run(
            [sys.executable, __file__, "--way", way, "--export", str(path)],
            check=True,
            capture_output=True,
            text=True,
        )
        results[way] = json.loads(told.stdout)
    print(f"{size:.0f} MB")
    for way, used in results.items():
        ratios = "  ".join(
            f"{results[peer]['cpu'] / used['cpu']:.1f}x {peer}"
            for peer in ("stdlib json", "ijson")
            if peer in results and way.startswith("marsad")
        )
        print(
            f"{way:13} {used['messages']:>9} messages {used['seconds']:7.1f} s "
            f"{used['cpu']:7.1f} cpu s {used['rss_mb']:8.0f} MB  {ratios}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--export", type=Path, help="measure this export instead of making one")
    parser.add_argument("--way", choices=WAYS, help="only this one, in this process")
    parser.add_argument("--without", choices=WAYS, action="append", default=[])
    given = parser.parse_args()
    if given.way:
        measure(given.way, given.export)
        return
    ways = [way for way in WAYS if way not in given.without]
    if given.export:
        compare(given.export, ways)
        return
    with tempfile.TemporaryDirectory() as folder:
        compare(write_export(Path(folder), given.megabytes), ways)


if __name__ == "__main__":
    main()
