"""Watch three test servers for five minutes while they post, edit, delete, say no and move.

    python bench/watch_demo.py [--minutes 5] [--out FOLDER]

The servers are those of the tests and listen on this machine only: the preview pages of a channel,
a feed, and the API of a fediverse server. Beside them stands a feed that is rotten throughout. What
is run is the real command, ``marsad watch``; then ``marsad status`` and ``marsad sources`` are
printed, and what the servers saw of the waits they asked for.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))

import feed_server  # noqa: E402 - found only now
import telegram_web_site  # noqa: E402
from test_collect_fediverse import Mastodon, sample, served, status  # noqa: E402

MARSAD = Path(sys.executable).with_name("marsad")
GROUND = ("legal_basis=research", "purpose=demonstration on our own servers", "every=1")
RETRY = 75
"""Seconds that a server asks for when it is asked too much."""
CHANNEL = '''
import os
from marsad.collect.telegram_web import TelegramWeb

class Demo(TelegramWeb):
    """The collector of channels, at the address of the demonstration."""
    name = "telegram-demo"

    def __init__(self, settings):
        super().__init__(settings, os.environ["DEMO_SITE"])
'''


@dataclass
class Fediverse(Mastodon):
    """The server of the tests, which may also be down."""

    down: bool = False
    times: list[float] = field(default_factory=list)

    def answer(self, target: str) -> tuple[int, dict[str, str], bytes]:
        self.times.append(time.monotonic())
        return (503, {}, b"") if self.down else super().answer(target)


@dataclass
class World:
    """The servers, and what they do when."""

    channel: telegram_web_site.Site
    feed: feed_server.Site
    fediverse: Fediverse
    refusals: list[tuple[float, float]] = field(default_factory=list)
    """When a wait was asked for, and when the next question came."""

    def begin(self) -> None:
        self.channel.publish(1, 12)
        self._write_feed(4)
        self.feed.put("/rotten.xml", b"<rss><channel><item><title>&lol;&#0;" + b"<a>" * 200_000)
        self.fediverse.statuses = [status(n) for n in range(6)]
        self.channel.instead = self._channel_instead

    def plan(self) -> list[tuple[int, str, Callable[[], None]]]:
        """Second, what happens, and how."""
        return [
            (35, "all three post", self._post),
            (65, "the channel edits 5 and deletes 2, 3; the fediverse deletes one", self._change),
            (95, f"the channel says 429, Retry-After: {RETRY}", self._refuse),
            (125, "the fediverse server goes down", lambda: setattr(self.fediverse, "down", True)),
            (185, "it is back, and has posted", self._back),
            (215, "the channel is renamed", self._rename),
            (235, "the feed is gone (410)", lambda: self.feed.statuses.update({"/feed.xml": 410})),
        ]

    def _post(self) -> None:
        self.channel.publish(13, 15)
        self._write_feed(6)
        self.fediverse.statuses += [status(n) for n in range(6, 9)]

    def _change(self) -> None:
        self.channel.posts[5] = telegram_web_site.Said("تصحيح: تفتح الحديقة غدا", edited="edited")
        for id in (2, 3):
            del self.channel.posts[id]
        del self.fediverse.statuses[4]

    def _refuse(self) -> None:
        self.refusals.append((time.monotonic(), 0.0))

    def _channel_instead(self, _path: str, _count: int) -> telegram_web_site.Answer | None:
        if not self.refusals:
            return None
        asked, came = self.refusals[-1]
        if not came:
            self.refusals[-1] = (time.monotonic(), -1.0)
            return telegram_web_site.Answer(429, headers={"Retry-After": str(RETRY)})
        if came < 0:
            self.refusals[-1] = (asked, time.monotonic())
        return None

    def _back(self) -> None:
        self.fediverse.down = False
        self.fediverse.statuses += [status(n) for n in range(9, 12)]

    def _rename(self) -> None:
        self.channel.renamed["town_notices"] = self.channel.name = "town_square"
        self.channel.publish(16, 18)

    def _write_feed(self, count: int) -> None:
        items = "".join(
            f"<item><guid>n{n}</guid><title>{telegram_web_site.TEXTS[n % 4]} {n}</title>"
            f"<pubDate>Tue, 14 May 2024 0{n}:00:00 +0000</pubDate></item>"
            for n in range(count)
        )
        self.feed.put(
            "/feed.xml",
            f'<rss version="2.0"><channel><title>Town</title>{items}</channel></rss>',
            ETag=f'"{count}"',
        )


@contextmanager
def worlds() -> Iterator[World]:
    with ExitStack() as stack:
        channel = telegram_web_site.Site()
        stack.callback(channel.close)
        feed = stack.enter_context(feed_server.served())
        fediverse = Fediverse([], sample().accounts)
        stack.enter_context(served(fediverse))
        made = World(channel, feed, fediverse)
        made.begin()
        yield made


def environment(world: World, folder: Path) -> dict[str, str]:
    """The collector of the demonstration, installed as a stranger's would be."""
    info = folder / "demo-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n")
    point = "[marsad.collectors]\ntelegram-demo = demo_channel:Demo\n"
    (info / "entry_points.txt").write_text(point)
    (folder / "demo_channel.py").write_text(CHANNEL)
    ours = (f"127.0.0.1:{world.channel.port}", world.feed.host, world.fediverse.base)
    return {
        **os.environ,
        "PYTHONPATH": str(folder),
        "DEMO_SITE": world.channel.url,
        "MARSAD_OWN_ADDRESSES": ",".join(each.removeprefix("http://") for each in ours),
        "MARSAD_PACE_SECONDS": "0",
    }


def register(marsad: Callable[..., str], lab: Path, world: World) -> None:
    marsad("init", lab)
    for handle, origin, collector in (
        ("channel", "https://t.me/s/town_notices", "telegram-demo"),
        ("feed", f"{world.feed.host}/feed.xml", "feed"),
        ("rotten", f"{world.feed.host}/rotten.xml", "feed"),
        ("fediverse", f"{world.fediverse.base}/@marsad_sample", "fediverse"),
    ):
        said = (*GROUND, f"handle={handle}")
        marsad("sources", lab, "add", origin, *said, "--as", collector, "--by", "Demonstration")


def play(world: World, stop: threading.Event, begun: float) -> None:
    for at, said, do in world.plan():
        if stop.wait(max(0.0, begun + at - time.monotonic())):
            return
        do()
        print(f"          +{at:3} s  {said}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--out", type=Path, help="Where the lab is left; else it is not kept.")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, worlds() as world:
        lab = asked.out or Path(folder, "lab")
        env = environment(world, Path(folder, "site"))

        def marsad(*words: Any, told: bool = False) -> str:
            command = [str(MARSAD), *map(str, words)]
            done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
            if told:
                shown = " ".join("LAB" if word == lab else str(word) for word in words)
                print(f"$ marsad {shown}\n{done.stdout}{done.stderr}", flush=True)
            elif done.returncode:
                sys.exit(f"marsad {words[0]}: {done.stderr}")
            return done.stdout

        register(marsad, lab, world)
        print(f"$ marsad watch LAB --for {asked.minutes:g}", flush=True)
        stop, begun = threading.Event(), time.monotonic()
        player = threading.Thread(target=play, args=(world, stop, begun))
        player.start()
        command = [str(MARSAD), "watch", str(lab), "--for", str(asked.minutes)]
        code = subprocess.run(command, env=env, check=False).returncode
        stop.set()
        player.join()
        print(f"(ended with {code} after {time.monotonic() - begun:.0f} s)\n", flush=True)
        marsad("status", lab, told=True)
        marsad("sources", lab, "list", told=True)
        marsad("sources", lab, "review", told=True)
        marsad("verify", lab, told=True)
        for asked_at, came in world.refusals:
            waited = f"{came - asked_at:.0f} s later" if came > 0 else "not yet"
            print(f"the channel asked for {RETRY} s; the next question came {waited}")
        posts = marsad("export", lab, "posts").splitlines()
        print(f"{len(posts)} posts and versions of posts are stored")


if __name__ == "__main__":
    main()
