"""What a web address names, read once and strictly: nothing else reads it afterwards.

A second reader that understands an address in another way is how a check is passed and another
server is spoken to; so whatever readers are known to differ about is refused, not repaired.
"""

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import quote

from marsad.collect.fetch_address import closed
from marsad.errors import BadInput
from marsad.phrase import Phrase

PORTS = {"http": 80, "https": 443}
Own = frozenset[tuple[str, int]]

_LONGEST = 8000
_SHOWN = 200
# Without ASCII, a long s and a Kelvin sign would pass for s and k.
_ASCII = re.IGNORECASE | re.ASCII
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*", _ASCII)
_PARTS = re.compile(r"(https?)://([^/?#]*)([^#]*)(?:#.*)?", _ASCII)
_PLACE = re.compile(r"(\[[0-9a-f:.]+\]|[^:\[\]]+)(?::([0-9]{0,5}))?", _ASCII)
_NAME = re.compile(r"(?!.{254})[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_SPOILT = re.compile(r"[\x00-\x20\x7f-\xa0\ud800-\udfff\\]")
_SAFE = "".join(map(chr, range(0x21, 0x7F)))
# Names that mean something inside a network only, or must not be asked of a name server.
_INNER = (
    *("localhost", "local", "localdomain", "internal", "intranet", "private", "corp", "home"),
    *("lan", "arpa", "onion", "i2p"),
)
# Ports that browsers never speak HTTP to, above those kept for the system.
_BAD_PORTS = {1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 10080}
_BAD_PORTS |= {6665, 6666, 6667, 6668, 6669, 6679, 6697}


@dataclass(frozen=True, slots=True)
class Target:
    """One address to ask, in the only form it has from here on."""

    scheme: str
    host: str
    """In ASCII and lower case; an IPv6 address without its brackets."""
    port: int
    path: str
    """With the query."""
    own: bool = False
    """The lab's own server, which may stand at a private address."""

    @property
    def place(self) -> str:
        """Host and port as the ``Host`` header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """What cookies and credentials belong to."""
        return f"{self.scheme}://{self.place}"

    @property
    def url(self) -> str:
        """The whole address."""
        return self.origin + self.path


def read_own(said: str) -> Own:
    """The hosts and ports of the setting ``own_addresses``."""
    return frozenset(_own(part.strip()) for part in said.split(",") if part.strip())


def read_target(url: str, own: Own = frozenset()) -> Target:
    """What ``url`` names; BadInput with the reason when it may not be asked."""
    try:
        return _read(url, own)
    except BadInput as error:
        raise BadInput(
            Phrase("%(url)s is not fetched: %(error)s", url=repr(url[:_SHOWN]), error=error)
        ) from error


def _own(part: str) -> tuple[str, int]:
    try:
        return _place(part, 0)
    except BadInput as error:
        raise BadInput(
            Phrase(
                "setting own_addresses holds %(part)s: %(error)s; expected HOST:PORT",
                part=repr(part),
                error=error,
            )
        ) from error


def _read(url: str, own: Own) -> Target:
    if len(url) > _LONGEST:
        raise BadInput(Phrase("it is longer than %(longest)s characters", longest=_LONGEST))
    if _SPOILT.search(url):
        raise BadInput(Phrase("it holds a space, a control character or a backslash"))
    match = _PARTS.fullmatch(url)
    if not match:
        named = _SCHEME.match(url)
        raise BadInput(
            Phrase(
                "only http and https are fetched, not %(named)s",
                named=named[0] if named else "this",
            )
        )
    scheme, place, path = match[1].lower(), match[2], match[3]
    host, port = _place(place, PORTS[scheme])
    mine = (host, port) in own
    if not mine and (why := _inner(host) or _bad_port(port)):
        raise BadInput(why)
    path = quote(path if path.startswith("/") else f"/{path}", safe=_SAFE)
    return Target(scheme, host, port, path, mine)


def _place(said: str, default: int) -> tuple[str, int]:
    if "@" in said:
        raise BadInput(Phrase("it holds a name or a password before its host"))
    if "%" in said:
        raise BadInput(Phrase("its host is written in escapes"))
    match = _PLACE.fullmatch(said)
    if not match:
        raise BadInput(Phrase("it names no host, or a host that cannot be read"))
    port = int(match[2]) if match[2] else default
    if not 0 < port < 1 << 16:
        raise BadInput(Phrase("there is no port %(port)s", port=port))
    return _host(match[1]), port


def _host(said: str) -> str:
    if said.startswith("["):
        try:
            return str(IPv6Address(said[1:-1]))
        except AddressValueError as error:
            raise BadInput(Phrase("its host is no IPv6 address")) from error
    host = (said if said.isascii() else _in_ascii(said)).lower().removesuffix(".")
    if not _NAME.fullmatch(host):
        raise BadInput(Phrase("its host is no name that the internet knows"))
    if _NUMBER.fullmatch(host.rpartition(".")[2]):
        return _plain_ipv4(host, said)
    return host


def _in_ascii(host: str) -> str:
    import idna

    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError) as error:
        raise BadInput(
            Phrase("its host is no name that the internet knows: %(error)s", error=error)
        ) from error


def _plain_ipv4(host: str, said: str) -> str:
    """The address itself; a number in any other dress than four plain ones is a disguise."""
    try:
        IPv4Address(host)
    except AddressValueError as error:
        raise BadInput(
            Phrase("its host is a number, which readers take for different ones")
        ) from error
    if not said.isascii():
        raise BadInput(Phrase("its host is a number in letters that only look like one"))
    return host


def _inner(host: str) -> str:
    if ":" in host or _NUMBER.fullmatch(host.rpartition(".")[2]):
        why = closed(host)
        return f"{host} is {why}" if why else ""
    if "." not in host or host.rpartition(".")[2] in _INNER:
        return Phrase(
            "%(host)s is a name inside a network, not of the public internet", host=repr(host)
        )
    return ""


def _bad_port(port: int) -> str:
    if (port < 1024 and port not in PORTS.values()) or port in _BAD_PORTS:
        return Phrase("port %(port)s belongs to another service than the web", port=port)
    return ""
