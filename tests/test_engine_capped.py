"""A dangerous decoder may fail in any way it likes; we go on."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from marsad.engine.capped import Capped, Limits, decoder
from marsad.errors import BadInput

SMALL = Limits(seconds=3, megabytes=256)


@decoder
def backwards(payload: bytes, times: int = 1) -> bytes:
    return payload[::-1] * times


@decoder
def refusing(payload: bytes) -> bytes:
    raise BadInput(f"{len(payload)} bytes are no picture")


@decoder
def faulty(payload: bytes) -> bytes:
    if payload == b"well":
        return b"fine"
    raise ZeroDivisionError("never\ndivide")


@decoder
def greedy(payload: bytes) -> bytes:
    return bytes(int(payload) << 20)[:4]


@decoder
def greedy_at_length(_: bytes) -> bytes:
    return bytes(2 << 20)


@decoder
def deaf(payload: bytes) -> bytes:
    """Ignore SIGTERM, leave children in sessions of their own, and never come back."""
    if payload == b"well":
        return b"fine"
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for _ in range(2):
        if os.fork() == 0:
            os.setsid()
            while True:
                time.sleep(0.05)
                Path(payload.decode()).write_text(str(time.time()), encoding="utf-8")
    time.sleep(600)
    return b""


@decoder
def dying(payload: bytes) -> bytes:
    if payload:
        os.kill(os.getpid(), int(payload))
    return b"fine"


@decoder
def spinning(_: bytes) -> bytes:
    while True:
        pass


@decoder
def busy(_: bytes, seconds: float) -> bytes:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return b""


@decoder
def dialling(payload: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", int(payload)), timeout=2):
        return b"connected"


@decoder
def telling(_: bytes) -> bytes:
    Path("left behind").write_text("x", encoding="utf-8")
    return json.dumps({"folder": str(Path.cwd()), "env": sorted(os.environ)}).encode()


@decoder
def leaving(_: bytes) -> bytes:
    os._exit(7)


def unmarked(payload: bytes) -> bytes:
    return payload


def capped(function, limits: Limits = SMALL) -> Capped:
    return Capped(f"{__name__}:{function.__name__}", limits)


def test_a_call_gives_what_the_function_gives_and_the_child_stays():
    with capped(backwards) as child:
        assert child.call("مرصد".encode(), times=2) == "مرصد".encode()[::-1] * 2
        first = child._child
        assert child.call(b"") == b""
        assert child._child is first


def test_a_payload_larger_than_any_pipe_passes():
    with capped(backwards) as child:
        payload = os.urandom(1 << 20) * 9
        assert child.call(payload) == payload[::-1]


def test_a_refusal_keeps_its_own_words():
    with capped(refusing) as child, pytest.raises(BadInput, match=r"^4 bytes are no picture$"):
        child.call(b"abcd")


def test_a_fault_is_told_in_one_sentence_and_the_next_call_works():
    with capped(faulty) as child:
        with pytest.raises(BadInput) as said:
            child.call(b"ill")
        assert str(said.value).endswith("faulty failed: ZeroDivisionError: never divide")
        assert child.call(b"well") == b"fine"


def test_a_memory_bomb_is_stopped_and_the_next_call_works():
    with capped(greedy) as child:
        with pytest.raises(BadInput, match="needed more than 256 MB of memory"):
            child.call(b"4096")
        assert child.call(b"16") == bytes(4)


def test_an_answer_that_is_too_long_is_not_read():
    with (
        capped(greedy_at_length, Limits(answer_megabytes=1)) as child,
        pytest.raises(BadInput, match="gave an answer of 2097152 bytes"),
    ):
        child.call()


def test_a_hung_decoder_dies_with_all_its_children(tmp_path):
    heartbeat = tmp_path / "heartbeat"
    with capped(deaf, Limits(seconds=1)) as child:
        if not child.walls.processes:
            pytest.skip("this machine permits no process namespace")
        started = time.monotonic()
        with pytest.raises(BadInput, match="took longer than 1 s"):
            child.call(str(heartbeat).encode())
        assert time.monotonic() - started < 3
        assert heartbeat.exists()
        last = heartbeat.read_text(encoding="utf-8")
        time.sleep(0.3)
        assert heartbeat.read_text(encoding="utf-8") == last
        assert child.call(b"well") == b"fine"


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT])
def test_a_death_by_signal_is_named_and_the_next_call_works(number):
    with capped(dying) as child:
        with pytest.raises(BadInput, match=f"died of signal {int(number)}$"):
            child.call(str(int(number)).encode())
        assert child.call() == b"fine"


def test_a_child_the_kernel_killed_is_reported_as_out_of_memory():
    with capped(dying) as child, pytest.raises(BadInput, match="for want of memory"):
        child.call(str(int(signal.SIGKILL)).encode())


def test_an_early_exit_is_reported():
    with capped(leaving) as child, pytest.raises(BadInput, match="exit status 7"):
        child.call()


def test_processor_time_is_limited_as_well_as_the_clock():
    with (
        capped(spinning, Limits(seconds=1)) as child,
        pytest.raises(BadInput, match="took longer than 1 s"),
    ):
        child.call()


def test_the_child_reaches_no_network():
    with socket.create_server(("127.0.0.1", 0)) as server, capped(dialling) as child:
        if not child.walls.network:
            pytest.skip("this machine permits no network namespace")
        with pytest.raises(BadInput, match=r"OSError|Network is unreachable|ConnectionRefused"):
            child.call(str(server.getsockname()[1]).encode())
        server.settimeout(0.2)
        with pytest.raises(TimeoutError):
            server.accept()


def test_the_environment_is_scrubbed_and_the_folder_removed(monkeypatch):
    monkeypatch.setenv("MARSAD_SECRET", "secret")
    with capped(telling) as child:
        said = json.loads(child.call())
        assert Path(said["folder"]).is_dir()
        assert "MARSAD_SECRET" not in said["env"]
    assert not Path(said["folder"]).exists()


def test_the_folder_is_removed_after_a_death():
    with capped(dying) as child:
        child.call()
        folder = child._child.folder
        with pytest.raises(BadInput):
            child.call(b"11")
        assert not folder.exists()


def test_a_parent_that_is_killed_leaves_nothing_behind(tmp_path):
    heartbeat = tmp_path / "heartbeat"
    program = f"""
import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})
from marsad.engine.capped import Capped, Limits
child = Capped("test_engine_capped:deaf", Limits(seconds=60))
print(child._running().folder, flush=True)
child.call({str(heartbeat).encode()!r})
"""
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    folder = Path(parent.stdout.readline().strip())
    deadline = time.monotonic() + 10
    while not heartbeat.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    time.sleep(1)
    last = heartbeat.read_text(encoding="utf-8")
    time.sleep(0.3)
    assert heartbeat.read_text(encoding="utf-8") == last
    assert not folder.exists()


@pytest.mark.parametrize(
    "name", ["os.system", "os:system -c", "test_engine_capped:", ":x", "a:b.c"]
)
def test_what_is_no_name_of_a_decoder_is_refused(name):
    with pytest.raises(BadInput, match="is no decoder"):
        Capped(name)


@pytest.mark.parametrize("name", ["os:system", f"{__name__}:unmarked"])
def test_only_marked_functions_run(name):
    with Capped(name) as child, pytest.raises(BadInput, match="not marked as a decoder"):
        child.call(b"true")


def test_a_module_that_is_not_there_is_named():
    with Capped("marsad.nowhere:function") as child, pytest.raises(BadInput, match="cannot start"):
        child.call()


def test_the_processor_time_of_a_child_is_known_although_nobody_outside_can_see_it():
    with Capped(f"{__name__}:busy") as child:
        child.call(seconds=0.3)
        first = child.cpu_seconds
        child.close()
        child.call(seconds=0.1)
        assert 0.3 <= first < child.cpu_seconds
