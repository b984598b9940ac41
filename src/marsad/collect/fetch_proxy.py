"""The way out through a proxy, for every question or for none.

The proxy is asked for a tunnel to the address that was checked here, not to the name: a proxy that
resolved the name again could be led elsewhere. So the lab's own name server still sees the names.
"""

import base64
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import httpcore

from marsad.collect.fetch_network import Network
from marsad.errors import BadInput, Unreachable
from marsad.phrase import Phrase

_MOST_HEAD = 1 << 14


@dataclass(frozen=True, slots=True)
class Proxy:
    """An HTTP proxy that makes tunnels."""

    host: str
    port: int
    login: str = ""

    def connect(self, network: Network, seconds: float) -> httpcore.NetworkStream:
        """A stream to the proxy; Unreachable when it is down, and nothing else is tried."""
        try:
            address = network.resolve(self.host, seconds)[0]
            return network.connect(address, self.port, seconds)
        except (httpcore.TimeoutException, httpcore.NetworkError, Unreachable) as error:
            raise Unreachable(
                Phrase(
                    "the proxy %(host)s:%(port)s is down, so nothing was asked: %(error)s",
                    host=self.host,
                    port=self.port,
                    error=error,
                )
            ) from error

    def tunnel(self, stream: httpcore.NetworkStream, address: str, port: int) -> None:
        """Have the stream lead to that address."""
        place = f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
        lines = [f"CONNECT {place} HTTP/1.1", f"Host: {place}"]
        if self.login:
            lines.append(f"Proxy-Authorization: Basic {self.login}")
        stream.write("\r\n".join([*lines, "", ""]).encode("ascii"))
        head = _head(stream)
        if not head.startswith((b"HTTP/1.1 2", b"HTTP/1.0 2")):
            said = head.partition(b"\r\n")[0].decode("ascii", "replace")
            raise httpcore.ConnectError(
                f"the proxy {self.host}:{self.port} makes no tunnel to port {port}: {said!r}"
            )


def read_proxy(said: str) -> Proxy | None:
    """The proxy of the setting; none when it is empty."""
    if not said:
        return None
    try:
        parts = urlsplit(said)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise BadInput(Phrase("setting proxy cannot be read: %(error)s", error=error)) from error
    if parts.scheme != "http" or not host:
        raise BadInput(
            Phrase(
                "setting proxy names %(scheme)s; expected http://HOST:PORT",
                scheme=repr(parts.scheme),
            )
        )
    user = unquote(parts.username or "")
    login = f"{user}:{unquote(parts.password or '')}" if user else ""
    return Proxy(host, port or 8080, base64.b64encode(login.encode()).decode("ascii"))


def _head(stream: httpcore.NetworkStream) -> bytes:
    """The proxy's answer; read byte by byte, since what follows it is the server's."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        byte = stream.read(1)
        if not byte or len(head) > _MOST_HEAD:
            raise httpcore.ConnectError("the proxy breaks off before it has made a tunnel")
        head += byte
    return head
