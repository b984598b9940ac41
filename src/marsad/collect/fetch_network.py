"""The two questions put to the network, apart so that a test can answer them: where, and hello."""

import queue
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass

import httpcore

from marsad.errors import Unreachable
from marsad.phrase import Phrase


def resolve(host: str, seconds: float) -> tuple[str, ...]:
    """Every address of a host, asked once; an address is its own."""
    answers: queue.SimpleQueue[tuple[str, ...] | OSError] = queue.SimpleQueue()
    # The system's resolver knows no time limit; a thread that nobody waits for gives it one.
    threading.Thread(target=_ask, args=(host, answers), daemon=True).start()
    try:
        said = answers.get(timeout=max(seconds, 0.0))
    except queue.Empty:
        raise Unreachable(
            Phrase("no name server says within the time where %(host)s is", host=host)
        ) from None
    if isinstance(said, OSError):
        raise Unreachable(
            Phrase("no name server knows %(host)s: %(strerror)s", host=host, strerror=said.strerror)
        ) from said
    return said


def _ask(host: str, answers: "queue.SimpleQueue[tuple[str, ...] | OSError]") -> None:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        answers.put(tuple(dict.fromkeys(str(each[4][0]) for each in found)))
    except UnicodeError as error:
        answers.put(OSError(0, str(error)))
    except OSError as error:
        answers.put(error)


def connect(address: str, port: int, seconds: float) -> httpcore.NetworkStream:
    """A stream to that very address."""
    return httpcore.SyncBackend().connect_tcp(address, port, timeout=seconds)


@dataclass(frozen=True, slots=True)
class Network:
    """How names are resolved and addresses connected to."""

    resolve: Callable[[str, float], tuple[str, ...]] = resolve
    connect: Callable[[str, int, float], httpcore.NetworkStream] = connect
