"""Speaks to one server once, at an address that was checked before.

httpx is not used: its transport takes no stream of ours, and only with one does a single deadline
hold for the whole exchange. httpcore, on which it stands, does, and it knows neither cookies nor
redirects nor proxies of the environment, so none has to be switched off.
"""

import ssl
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import httpcore

from marsad.collect.fetch_address import closed
from marsad.collect.fetch_network import Network
from marsad.collect.fetch_proxy import Proxy
from marsad.collect.fetch_stream import Deadline, TimedStream
from marsad.collect.fetch_target import Target
from marsad.errors import BadInput, Unreachable
from marsad.phrase import Phrase

Headers = Iterable[tuple[str, str]]
BROKEN = (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError)
_DER = 2
"""``ENCODING_DER`` of the standard library's C module, which has no public name for it."""


@dataclass(frozen=True, slots=True)
class Way:
    """How this lab reaches servers: over which network, through which proxy, trusting whom."""

    network: Network
    proxy: Proxy | None
    secure: ssl.SSLContext


class Pinned(httpcore.NetworkBackend):
    """Connects to checked addresses of one target, whatever httpcore asks for."""

    def __init__(self, target: Target, way: Way, end: Deadline) -> None:
        """Resolve the target and check every address it has."""
        self._target, self._way, self._end = target, way, end
        self._addresses = _checked(target, way.network.resolve(target.host, end.left))
        self.address = ""

    def connect_tcp(self, *_args: object, **_options: object) -> httpcore.NetworkStream:
        """A stream to the first address that answers."""
        last: Exception = httpcore.ConnectError("no address")
        for tried, address in enumerate(self._addresses):
            seconds = self._end.left / (len(self._addresses) - tried)
            try:
                stream = self._stream(address, seconds)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
            else:
                self.address = address
                return stream
        raise last

    def _stream(self, address: str, seconds: float) -> httpcore.NetworkStream:
        network, proxy = self._way.network, self._way.proxy
        if proxy is None:
            stream = network.connect(address, self._target.port, seconds)
            return TimedStream(stream, self._end)
        stream = TimedStream(proxy.connect(network, seconds), self._end)
        try:
            proxy.tunnel(stream, address, self._target.port)
        except BROKEN:
            stream.close()
            raise
        return stream


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server began to say, and from which address; its body is still to be read."""

    response: httpcore.Response
    address: str


@contextmanager
def exchange(
    target: Target, headers: Headers, way: Way, seconds: float, body: bytes | None = None
) -> Iterator[Answer]:
    """Ask the target once, and hang up afterwards; Unreachable when no answer comes.

    With a body, the question is a POST.
    """
    url = httpcore.URL(
        scheme=target.scheme.encode(),
        host=target.host.encode(),
        port=target.port,
        target=target.path.encode(),
    )
    lines = [(name.encode("ascii"), said.encode("ascii")) for name, said in headers]
    with ExitStack() as stack:
        try:
            backend = Pinned(target, way, Deadline(seconds))
            connection = httpcore.HTTPConnection(
                url.origin, ssl_context=way.secure, network_backend=backend
            )
            stack.callback(connection.close)
            method = b"GET" if body is None else b"POST"
            asked = httpcore.Request(method, url, headers=lines, content=body)
            response = connection.handle_request(asked)
        except BROKEN as error:
            raise Unreachable(
                Phrase(
                    "%(origin)s gives no answer: %(error)s", origin=target.origin, error=said(error)
                )
            ) from error
        yield Answer(response, backend.address)


def certificates(response: httpcore.Response) -> list[bytes]:
    """The chain the server showed, its own first, in DER; none without TLS."""
    secured = response.extensions["network_stream"].get_extra_info("ssl_object")
    if secured is None:
        return []
    if hasattr(secured, "get_unverified_chain"):
        shown = secured.get_unverified_chain() or []
        return [each if isinstance(each, bytes) else each.public_bytes(_DER) for each in shown]
    return [secured.getpeercert(True)]


def _checked(target: Target, addresses: tuple[str, ...]) -> tuple[str, ...]:
    if not addresses:
        raise Unreachable(Phrase("no name server gives an address of %(host)s", host=target.host))
    for address in addresses:
        # One bad address among good ones closes them all: a name that points into a network is
        # a trap, and trying the good ones first only springs it later.
        if not target.own and (why := closed(address)):
            raise BadInput(
                Phrase(
                    "%(url)s is not fetched: %(host)s is %(address)s, %(why)s",
                    url=repr(target.url),
                    host=target.host,
                    address=address,
                    why=why,
                )
            )
    return addresses


def said(error: Exception) -> str:
    """What went wrong, also where httpcore has no words for it."""
    return str(error) or type(error).__name__
