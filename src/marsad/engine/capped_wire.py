"""How a capped child and its parent speak: kind, two lengths, a JSON head, a body of bytes.

Neither side believes the other's lengths: the parent caps what it takes before it takes it, since
a decoder that was taken over by its input may answer anything.
"""

import socket
import struct
import time

HELLO, ASK, ANSWER, REFUSED, OVERFULL, FAILED = b"H", b"Q", b"A", b"R", b"M", b"F"

_FRAME = struct.Struct(">cIQ")
_HEAD_LIMIT = 1 << 20
_CHUNK = 1 << 18


class GarbledError(Exception):
    """The other side sent what no frame may hold."""


def send(line: socket.socket, kind: bytes, head: bytes, body: bytes = b"") -> None:
    """Send one frame, under whatever timeout the socket has."""
    line.sendall(_FRAME.pack(kind, len(head), len(body)) + head)
    line.sendall(body)


def receive(
    line: socket.socket, most: int, deadline: float | None = None
) -> tuple[bytes, bytes, bytes]:
    """Receive one frame with a body of at most ``most`` bytes; EOFError when the other is gone."""
    kind, head_size, body_size = _FRAME.unpack(_exactly(line, _FRAME.size, deadline))
    if head_size > _HEAD_LIMIT or body_size > most:
        raise GarbledError(f"an answer of {body_size} bytes under a head of {head_size}")
    return kind, _exactly(line, head_size, deadline), _exactly(line, body_size, deadline)


def _exactly(line: socket.socket, size: int, deadline: float | None) -> bytes:
    got = bytearray()
    while len(got) < size:
        # Renewed for each chunk, or a child that dribbles bytes would never be late.
        line.settimeout(None if deadline is None else _remaining(deadline))
        chunk = line.recv(min(_CHUNK, size - len(got)))
        if not chunk:
            raise EOFError
        got += chunk
    return bytes(got)


def _remaining(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
