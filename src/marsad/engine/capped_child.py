"""The program that a capped child runs: ``python -m marsad.engine.capped_child MODULE:FUNCTION``.

Three processes, because the first process of a namespace is deaf to most signals: a *launcher*
outside, which ends everything when the parent is gone; the *first* inside, whose end kills all
the others; and the *worker*, in which the decoder runs.
"""

import importlib
import json
import os
import resource
import select
import shutil
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any

from marsad.engine import capped_wire as wire
from marsad.engine.capped_limits import Limits, Walls, build_walls, cap, cap_processor
from marsad.errors import BadInput, MarsadError
from marsad.phrase import Phrase

_ASK_LIMIT = 1 << 30
_NO_MEMORY = ("Insufficient memory", "bad allocation", "bad_alloc", "Cannot allocate memory")


def main(name: str, line_number: str, folder: str, limits_said: str) -> int:
    """Build the walls, then serve calls behind them until the parent hangs up."""
    limits = Limits(**json.loads(limits_said))
    line = socket.socket(fileno=int(line_number))
    walls = build_walls()
    inside = os.fork()
    if inside == 0:
        os._exit(_first(name, line, limits, walls))
    return _watch(inside, line, folder)


def _watch(inside: int, line: socket.socket, folder: str) -> int:
    """Wait for the inside to end; end it and clear up if the parent ends first."""
    ended = os.pidfd_open(inside)
    events = select.poll()
    events.register(ended, select.POLLIN)
    # No events asked for: only a hang-up is reported.
    events.register(line.fileno(), 0)
    hung_up = all(number != ended for number, _ in events.poll())
    if hung_up:
        os.kill(inside, signal.SIGKILL)
    code = _code(os.waitpid(inside, 0)[1])
    if hung_up:
        shutil.rmtree(folder, ignore_errors=True)
    return code


def _first(name: str, line: socket.socket, limits: Limits, walls: Walls) -> int:
    worker = os.fork()
    if worker == 0:
        os._exit(_work(name, line, limits, walls))
    line.close()
    # Orphans of the decoder become ours; only the worker's end is ours.
    while True:
        ended, status = os.wait()
        if ended == worker:
            return _code(status)


def _code(status: int) -> int:
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code


def _work(name: str, line: socket.socket, limits: Limits, walls: Walls) -> int:
    cap(limits)
    try:
        decode = _decoder(name)
    except (ImportError, BadInput, MemoryError) as error:
        wire.send(line, wire.FAILED, _sentence(error))
        return 1
    said = {"network": walls.network, "processes": walls.processes}
    wire.send(line, wire.HELLO, json.dumps(said).encode())
    try:
        while True:
            _, head, payload = wire.receive(line, _ASK_LIMIT)
            cap_processor(limits.seconds)
            wire.send(line, *_answer(decode, payload, json.loads(head)))
    except (EOFError, ConnectionError):
        return 0


def _decoder(name: str) -> Callable[..., bytes]:
    module, _, function = name.partition(":")
    found: Any = getattr(importlib.import_module(module), function, None)
    if not getattr(found, "__decoder__", False):
        raise BadInput(Phrase("%(name)s is not marked as a decoder", name=name))
    made: Callable[..., bytes] = found
    return made


def _answer(
    decode: Callable[..., bytes], payload: bytes, said: dict[str, Any]
) -> tuple[bytes, bytes, bytes]:
    try:
        body = decode(payload, **said)
        return wire.ANSWER, _worked(), body
    except MemoryError:
        return wire.OVERFULL, b"", b""
    except MarsadError as error:
        return wire.REFUSED, _sentence(error), b""
    # Decoders raise anything at all, and no input may end the child that could have been told of.
    except Exception as error:  # noqa: BLE001
        overfull = any(mark in str(error) for mark in _NO_MEMORY)
        said_so = f"{type(error).__name__}: {error}"
        return wire.OVERFULL if overfull else wire.FAILED, _sentence(said_so), b""


def _worked() -> bytes:
    """Processor seconds of this child and of what it ran; nobody outside can see them."""
    own, ran = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return f"{own.ru_utime + own.ru_stime + ran.ru_utime + ran.ru_stime:.3f}".encode()


def _sentence(error: object) -> bytes:
    return " ".join(str(error).split())[:300].encode("utf-8", "replace")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
