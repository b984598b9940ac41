"""A server of our own that answers with exactly the bytes it is told, and remembers who asked."""

import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from marsad.collect.fetch import Fetcher
from marsad.settings import Settings


@dataclass(frozen=True)
class Asked:
    """A question as it came."""

    line: str
    headers: tuple[tuple[str, str], ...]
    at: float

    @property
    def path(self) -> str:
        return self.line.split(" ")[1]

    def header(self, name: str) -> str:
        return dict(self.headers).get(name, "")


Answers = Callable[[Asked], bytes | Iterable[bytes]]


@dataclass
class Site:
    """A server on this machine, on a port of its own."""

    answers: Answers
    secure: ssl.SSLContext | None = None
    asked: list[Asked] = field(default_factory=list)

    def __enter__(self):
        site = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                site.serve(self.rfile, self.wfile)

        self._server = _Server(("127.0.0.1", 0), Handler)
        self._server.secure = self.secure
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def serve(self, incoming, outgoing) -> None:
        lines = [incoming.readline().decode("latin-1").rstrip("\r\n")]
        while line := incoming.readline().decode("latin-1").rstrip("\r\n"):
            lines.append(line)
        headers = tuple(tuple(line.split(": ", 1)) for line in lines[1:])
        asked = Asked(lines[0], headers, time.monotonic())
        self.asked.append(asked)
        said = self.answers(asked)
        for piece in [said] if isinstance(said, bytes) else said:
            outgoing.write(piece)
            outgoing.flush()

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"{'https' if self.secure else 'http'}://{self.place}"

    def settings(self, **more: object) -> Settings:
        return Settings(**{"own_addresses": self.place, "pace_seconds": 0, **more})

    def fetcher(self, **more: object) -> Fetcher:
        return Fetcher(self.settings(**more))


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    secure: ssl.SSLContext | None = None

    def get_request(self):
        stream, address = super().get_request()
        if self.secure:
            stream = self.secure.wrap_socket(stream, server_side=True)
        return stream, address

    def handle_error(self, *_request: object) -> None:
        """Say nothing: a client that hangs up is what many a test is about."""


def answer(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    """An answer with these headers; ``_`` in a name stands for ``-``."""
    said = {"Content_Length": str(len(body)), **headers}
    lines = [f"HTTP/1.1 {status}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in said.items() if value]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def moved(to: str, status: str = "302 Found") -> bytes:
    """An answer that sends the client on."""
    return answer(b"moved", status, Location=to)


def anywhere(site: Site, *addresses: str):
    """A network in which every name has these addresses, and each of them leads to the site."""
    from marsad.collect.fetch_network import Network, connect

    spoken: list[str] = []
    given = iter(addresses)

    def resolve(_host: str, _seconds: float) -> tuple[str, ...]:
        return tuple(next(given).split())

    def to_site(address: str, port: int, seconds: float):
        spoken.append(f"{address} {port}")
        return connect("127.0.0.1", site.port, seconds)

    return Network(resolve, to_site), spoken
