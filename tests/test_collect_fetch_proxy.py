"""Through the proxy or not at all."""

import socket
import socketserver
import threading

import pytest
from fetch_server import Site, answer

from marsad.collect.fetch import Fetcher
from marsad.collect.fetch_network import Network, connect
from marsad.errors import BadInput, Unreachable
from marsad.settings import Settings


class Tunnels(socketserver.ThreadingTCPServer):
    """A proxy that makes every tunnel lead to one site, or says no."""

    daemon_threads = True

    def __init__(self, site: Site, says: bytes = b"HTTP/1.1 200 Connected\r\n\r\n") -> None:
        super().__init__(("127.0.0.1", 0), _Tunnel)
        self.site, self.says, self.heads = site, says, []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def __enter__(self):
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.shutdown()
        self.server_close()


class _Tunnel(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += self.request.recv(1)
        self.server.heads.append(head.decode("ascii"))
        self.request.sendall(self.server.says)
        if b" 200 " not in self.server.says:
            return
        with socket.create_connection(("127.0.0.1", self.server.site.port)) as behind:
            behind.sendall(self.request.recv(1 << 16))
            while data := behind.recv(1 << 16):
                self.request.sendall(data)


def through(proxy_url: str, *addresses: str) -> tuple[Fetcher, list[str]]:
    """A fetcher behind a proxy, every name at these addresses, and where it connected to."""
    spoken: list[str] = []

    def resolve(host: str, _seconds: float) -> tuple[str, ...]:
        return (host,) if host == "127.0.0.1" else addresses

    def watched(address: str, port: int, seconds: float):
        spoken.append(address)
        return connect(address, port, seconds)

    settings = Settings(proxy=proxy_url, pace_seconds=0, fetch_seconds=2)
    return Fetcher(settings, Network(resolve, watched)), spoken


def test_a_question_goes_through_the_proxy_to_the_address_that_was_checked():
    with Site(lambda _: answer(b"x")) as site, Tunnels(site) as proxy:
        fetcher, spoken = through(proxy.url.replace("//", "//lab:p%40ss@"), "93.184.216.34")
        got = fetcher.get("http://public.test/page")
    assert (got.body, got.address) == (b"x", "93.184.216.34")
    assert spoken == ["127.0.0.1"]
    assert proxy.heads == [
        "CONNECT 93.184.216.34:80 HTTP/1.1\r\nHost: 93.184.216.34:80\r\n"
        "Proxy-Authorization: Basic bGFiOnBAc3M=\r\n\r\n"
    ]
    assert site.asked[0].line == "GET /page HTTP/1.1"
    assert site.asked[0].header("Host") == "public.test"
    assert site.asked[0].header("Proxy-Authorization") == ""


@pytest.mark.parametrize("url", ["http://public.test/", "https://public.test/"])
def test_nothing_is_asked_when_the_proxy_is_down(url):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    fetcher, spoken = through(f"http://127.0.0.1:{port}", "93.184.216.34", "8.8.8.8")
    with pytest.raises(Unreachable, match="is down, so nothing was asked"):
        fetcher.get(url)
    assert spoken == ["127.0.0.1"]


def test_the_labs_own_server_is_not_asked_around_a_proxy_that_is_down():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with Site(lambda _: answer(b"x")) as site, pytest.raises(Unreachable, match="is down"):
        site.fetcher(proxy=f"http://127.0.0.1:{port}").get(site.url)
    assert site.asked == []


@pytest.mark.parametrize(
    "says",
    [
        b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n",
        b"HTTP/1.1 502 Bad Gateway\r\n\r\n",
        b"HTTP/1.1 2",
        b"x" * 20_000,
        b"",
    ],
)
def test_a_proxy_that_says_no_or_nonsense_is_told_and_not_gone_around(says):
    with Site(lambda _: answer(b"x")) as site, Tunnels(site, says) as proxy:
        fetcher, spoken = through(proxy.url, "93.184.216.34", "8.8.8.8")
        with pytest.raises(Unreachable, match="proxy"):
            fetcher.get("http://public.test/")
    assert set(spoken) == {"127.0.0.1"}
    assert site.asked == []


def test_a_proxy_is_not_asked_for_an_address_that_is_closed():
    with Site(lambda _: answer(b"x")) as site, Tunnels(site) as proxy:
        fetcher, spoken = through(proxy.url, "93.184.216.34", "10.0.0.1")
        for url in ("http://public.test/", "http://127.0.0.2/", "http://metadata.internal/"):
            with pytest.raises(BadInput):
                fetcher.get(url)
    assert (spoken, proxy.heads) == ([], [])


@pytest.mark.parametrize(
    "said", ["socks5://127.0.0.1:9050", "127.0.0.1:8080", "http://", "http://[a"]
)
def test_a_proxy_that_is_none_is_refused_at_once(said):
    with pytest.raises(BadInput, match="setting proxy"):
        Fetcher(Settings(proxy=said))
