"""The whole way: a stranger's collector, a real server, the commands, signals and kills."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import tiny_collector
from conftest import TEXTS
from watch_fakes import START, Time, health, source

from marsad.store import Store
from marsad.store.sources import Sources
from marsad.watch import Poller, watch

WAIT = 20
"""Seconds after which a test gives up on a process; none of them takes as long."""


class Server(ThreadingHTTPServer):
    """Channels by name; says no where it was told to, and waits where it was told to."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.channels: dict[str, int] = {}
        self.refusals: dict[str, list[int]] = {}
        self.asked: list[str] = []
        self.held = threading.Event()
        self.go_on = threading.Event()

    def address(self, channel: str) -> str:
        return f"http://127.0.0.1:{self.server_port}/{channel}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        channel, after = parts.path[1:], int(parse_qs(parts.query)["after"][0])
        self.server.asked.append(channel)
        if channel == "slow":
            self.server.held.set()
            self.server.go_on.wait(WAIT)
        refusals = self.server.refusals.get(channel)
        status = refusals.pop(0) if refusals else 200
        last = self.server.channels.get(channel, 0)
        numbers = range(after + 1, min(after + tiny_collector.PAGE, last) + 1)
        body = json.dumps([[n, f"{TEXTS[n % 4]} {n}"] for n in numbers]).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Retry-After", "90")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *said: object) -> None:
        """Keep the output of the tests clean."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as made:
        thread = threading.Thread(target=made.serve_forever, daemon=True)
        thread.start()
        yield made
        made.go_on.set()
        made.shutdown()


@pytest.fixture
def plugin(tmp_path, monkeypatch) -> Path:
    """Announce the collector as any package would: by an entry point."""
    folder = tmp_path / "site"
    info = folder / "tiny-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[marsad.collectors]\ntiny = tiny_collector:Tiny\n")
    monkeypatch.syspath_prepend(folder)
    return folder


def register(store, server, *channels, **changes):
    for channel in channels:
        store.add(source(channel, origin=server.address(channel), collector="tiny", **changes))


def ids(store, place=""):
    return [int(post.native_id) for post in store.posts(place=place)]


@pytest.mark.usefixtures("plugin")
def test_posts_come_from_a_server_poll_by_poll_and_nothing_twice(store, server):
    server.channels = {"town": 700, "port": 5}
    register(store, server, "town", "port", every=10)
    time, told = Time(), []
    watch(Poller(store, time), once=True, tell=told.append)
    assert {one.handle: one.new for one in told} == {"town": 700, "port": 5}
    server.channels["town"] = 710
    time.at += timedelta(minutes=11)
    told.clear()
    watch(Poller(store, time), once=True, enriching=True, tell=told.append)
    assert {one.handle: (one.new, one.seen) for one in told} == {"town": (10, 0), "port": (0, 0)}
    assert ids(store, "tiny:town") == list(range(1, 711))
    assert store.findings(next(store.posts()).id, "language"), "enriched after the round"


@pytest.mark.usefixtures("plugin")
def test_a_server_that_says_429_is_asked_again_when_it_said_and_not_before(store, server):
    server.channels = {"town": 3, "port": 3}
    server.refusals = {"port": [429, 503]}
    register(store, server, "port", priority=1, every=1)
    register(store, server, "town", priority=2, every=1)
    time = Time()
    watch(Poller(store, time), once=True)
    assert server.asked == ["port"], "one server: its other source waits as well"
    time.at += timedelta(seconds=89)
    watch(Poller(store, time), once=True)
    assert server.asked == ["port"]
    time.at += timedelta(seconds=1)
    watch(Poller(store, time), once=True)
    assert set(server.asked[1:]) == {"port", "town"}
    assert "503" in health(store, "port").error
    watch(Poller(store, time), minutes=5)
    assert ids(store, "tiny:port") == ids(store, "tiny:town") == [1, 2, 3]


@pytest.mark.usefixtures("plugin")
def test_killed_anywhere_and_watched_again_leaves_no_gap_and_no_duplicate(store, server):
    server.channels = {"town": 2600}
    register(store, server, "town")
    chance, kills = random.Random(7), 0
    while ids(store) != list(range(1, 2601)):
        kills += 1
        assert kills < 40
        child = os.fork()
        if not child:
            tiny_collector.Tiny.dies_after = chance.randint(1, 900)
            with Store(store.lab) as other:
                watch(Poller(other, Time(START + timedelta(days=kills))), once=True)
            os._exit(0)
        chance.random()
        os.waitpid(child, 0)
        assert ids(store) == list(range(1, len(ids(store)) + 1)), "no gap, no duplicate"
    assert kills > 2
    with Store(store.lab) as other:
        watch(Poller(other, Time(START + timedelta(days=kills + 1))), once=True)
    assert health(store, "town").state == "ok"
    assert len({post.id for post in store.posts()}) == 2600


SCRIPT = "import typer; from marsad.cli.watch import watch; typer.run(watch)"


def start(lab: Path, plugin: Path, *words: str) -> subprocess.Popen[str]:
    here = Path(__file__).parent
    paths = os.pathsep.join([str(plugin), str(here)])
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(lab), *words],
        env={**os.environ, "PYTHONPATH": paths},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_watch_after_the_current_source(store, server, plugin, number):
    server.channels = {"slow": 4, "town": 4}
    register(store, server, "slow", priority=1)
    register(store, server, "town", priority=2)
    process = start(store.lab, plugin, "--json")
    assert server.held.wait(WAIT)
    process.send_signal(number)
    server.go_on.set()
    out, err = process.communicate(timeout=WAIT)
    assert (process.returncode, err) == (0, "")
    assert [json.loads(line)["handle"] for line in out.splitlines()] == ["slow"]
    assert set(server.asked) == {"slow"}
    assert ids(store) == [1, 2, 3, 4]
    assert health(store, "slow").state == "ok"
    assert Sources(store).health("town").tried_at is None


def test_a_signal_ends_the_wait_for_the_next_source_at_once(store, server, plugin):
    server.channels = {"town": 4}
    register(store, server, "town", every=60)
    process = start(store.lab, plugin)
    assert process.stdout
    assert "4 new" in process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    assert process.wait(WAIT) == 0
    process.communicate()


def test_the_commands_say_what_happened_and_how_each_source_fares(store, server, plugin):
    from typer.testing import CliRunner

    from marsad.cli import watch as commands

    server.channels = {"town": 2}
    server.refusals = {"port": [503]}
    register(store, server, "port", "town")
    process = start(store.lab, plugin, "--once")
    out, _err = process.communicate(timeout=WAIT)
    assert process.returncode == 0
    assert "503" in out
    assert "2 new, 0 known, 0 refused" in out
    import typer

    app = typer.Typer()
    app.command()(commands.status)
    lines = [
        json.loads(line)
        for line in CliRunner().invoke(app, [str(store.lab), "--json"]).output.splitlines()
    ]
    assert [(line["handle"], line["state"]) for line in lines] == [
        ("port", "failing"), ("town", "ok"),
    ]  # fmt: skip
    shown = CliRunner().invoke(app, [str(store.lab)]).output
    assert "failing  seen -" in shown
    assert "answers 503" in shown
