"""A small server of feeds on this machine, and what is asked of it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from marsad.settings import Settings

FEEDS = Path(__file__).parent / "fixtures" / "feeds"


@dataclass
class Site:
    """What it serves, by path; a body with its headers, or a status."""

    host: str = ""
    bodies: dict[str, bytes] = field(default_factory=dict)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def settings(self) -> Settings:
        """Settings that allow this server."""
        return Settings(own_addresses=self.host.removeprefix("http://"), pace_seconds=0)

    def put(self, path: str, body: bytes | str, **headers: str) -> str:
        """Serve a body; the address it has."""
        self.bodies[path] = body.encode() if isinstance(body, str) else body
        self.headers[path] = {name.replace("_", "-"): said for name, said in headers.items()}
        return f"{self.host}{path}"

    def put_fixture(self, name: str, **headers: str) -> str:
        """Serve a fixture under its name."""
        return self.put(f"/{name}", (FEEDS / name).read_bytes(), **headers)


@contextmanager
def served() -> Iterator[Site]:
    """A server for as long as the test runs."""
    site = Site()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = {name.lower(): said for name, said in self.headers.items()}
            site.asked.append((self.path, asked))
            headers = site.headers.get(self.path, {})
            status = site.statuses.get(self.path, 200 if self.path in site.bodies else 404)
            etag = headers.get("ETag")
            if status == 200 and etag and asked.get("if-none-match") == etag:
                status = 304
            body = site.bodies.get(self.path, b"") if status == 200 else b""
            self.send_response(status)
            for name, said in headers.items():
                self.send_header(name, said)
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    site.host = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
