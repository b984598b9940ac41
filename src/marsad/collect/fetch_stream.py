"""A stream with one deadline for all that is said on it.

httpcore counts its timeouts from one piece to the next, so a server that drips a byte at a time
would hold it for hours.
"""

import ssl
import time
from typing import Any

import httpcore


class Deadline:
    """A moment after which nothing is waited for."""

    def __init__(self, seconds: float) -> None:
        """Let the time begin to run."""
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds until then; a timeout of httpcore's when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time is up")
        return left


class TimedStream(httpcore.NetworkStream):
    """Passes everything on, with the time that is left as its timeout."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        """Time a stream."""
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        """Read what is there before the deadline."""
        return self._stream.read(max_bytes, timeout=self._deadline.left)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        """Write before the deadline."""
        self._stream.write(buffer, timeout=self._deadline.left)

    def close(self) -> None:
        """Hang up."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """Agree on TLS before the deadline."""
        try:
            left = self._deadline.left
        except httpcore.ReadTimeout:
            # httpcore closes what it has begun to speak on; this it would leave open.
            self.close()
            raise
        return TimedStream(
            self._stream.start_tls(ssl_context, server_hostname, left), self._deadline
        )

    def get_extra_info(self, info: str) -> Any:
        """What the stream knows about itself."""
        return self._stream.get_extra_info(info)
