"""Which addresses of the internet may be spoken to: those that anybody could reach, no others.

``ipaddress.is_global`` is not asked: on Python 3.11 it lets through NAT64, 6to4, site-local and
multicast addresses, each of which leads into a network that is not public.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from marsad.phrase import Phrase

IP = IPv4Address | IPv6Address

_CLOSED4 = {
    "0.0.0.0/8": "this very machine",
    "10.0.0.0/8": "a private network",
    "100.64.0.0/10": "the inside of a provider's network",
    "127.0.0.0/8": "this very machine",
    "168.63.129.16/32": "a cloud's own services",
    "169.254.0.0/16": "the local link, where clouds keep their secrets",
    "172.16.0.0/12": "a private network",
    "192.0.0.0/24": "kept for protocols",
    "192.0.2.0/24": "kept for documentation",
    "192.88.99.0/24": "a relay into another network",
    "192.168.0.0/16": "a private network",
    "198.18.0.0/15": "kept for measurements",
    "198.51.100.0/24": "kept for documentation",
    "203.0.113.0/24": "kept for documentation",
    "224.0.0.0/4": "multicast",
    "240.0.0.0/4": "kept for later, or broadcast",
}
_CLOSED6 = {
    "::/128": "this very machine",
    "::1/128": "this very machine",
    "::ffff:0:0/96": "an IPv4 address in disguise",
    "64:ff9b::/96": "an IPv4 address in disguise (NAT64)",
    "64:ff9b:1::/48": "an IPv4 address in disguise (NAT64)",
    "2001::/23": "kept for protocols, or an IPv4 address in disguise (Teredo)",
    "2001:db8::/32": "kept for documentation",
    "2002::/16": "an IPv4 address in disguise (6to4)",
    "3fff::/20": "kept for documentation",
    "fc00::/7": "a private network",
    "fe80::/10": "the local link",
    "fec0::/10": "a private network",
    "ff00::/8": "multicast",
}
_NETWORKS4 = tuple((IPv4Network(net), why) for net, why in _CLOSED4.items())
_NETWORKS6 = tuple((IPv6Network(net), why) for net, why in _CLOSED6.items())
# All that was ever given out for the public; what lies outside needs no name to be closed.
_GIVEN_OUT = IPv6Network("2000::/3")


def closed(address: str) -> str:
    """Why an address may not be spoken to; empty when it may."""
    try:
        ip = ip_address(address)
    except ValueError:
        return Phrase("no address of the internet")
    return _closed4(ip) if isinstance(ip, IPv4Address) else _closed6(ip)


def _closed4(ip: IPv4Address) -> str:
    return next((why for network, why in _NETWORKS4 if ip in network), "")


def _closed6(ip: IPv6Address) -> str:
    if ip.scope_id:
        return Phrase("the local link")
    named = next((why for network, why in _NETWORKS6 if ip in network), "")
    return named or ("" if ip in _GIVEN_OUT else Phrase("given out to nobody"))
