"""Fetches one web address at a time, for every collector that asks a server.

It asks only servers that anybody could ask, at an address that was checked and at no other; it
always looks the same, keeps nothing between two questions, waits as long as it was told, and
takes in no more than it was allowed to.
"""

import ssl
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import quote, urljoin

import certifi

from marsad.collect.fetch_answer import by_name, fetched_from
from marsad.collect.fetch_network import Network
from marsad.collect.fetch_pace import Pace, retry_after
from marsad.collect.fetch_profile import Header, checked, for_strangers, profile
from marsad.collect.fetch_proxy import read_proxy
from marsad.collect.fetch_target import Target, read_own, read_target
from marsad.collect.fetch_transport import Way, exchange
from marsad.errors import BadInput, Unreachable
from marsad.phrase import Joined, Phrase
from marsad.plugins import Fetched
from marsad.settings import Settings

MOST_REDIRECTS = 10
MOVED = (301, 302, 303, 307, 308)
_ANSWERS = (304, 404, 410)
_BUSY = (429, 503)
_PLAIN = "".join(map(chr, range(0x21, 0x7F)))
_DEFAULTS = Settings()
_NETWORK = Network()


class Fetcher:
    """Asks servers for a lab."""

    def __init__(
        self,
        settings: Settings = _DEFAULTS,
        network: Network = _NETWORK,
        verify: ssl.SSLContext | None = None,
    ) -> None:
        """Read the settings; ``network`` and ``verify`` let a test be its own internet."""
        if not (settings.user_agent.isascii() and settings.user_agent.isprintable()):
            raise BadInput(
                Phrase(
                    "setting user_agent is %(said)s; servers take plain ASCII only",
                    said=repr(settings.user_agent),
                )
            )
        secure = verify or ssl.create_default_context(cafile=certifi.where())
        self._way = Way(network, read_proxy(settings.proxy), secure)
        self._settings = settings
        self._own = read_own(settings.own_addresses)
        self._pace = Pace(settings.pace_seconds)

    def get(self, url: str, headers: Sequence[Header] = ()) -> Fetched:
        """Ask for ``url``, go where it is sent to, and return the last answer."""
        first = target = read_target(url, self._own)
        added = checked(headers)
        left = float(self._settings.fetch_seconds)
        for _hop in range(MOST_REDIRECTS + 1):
            self._pace.wait(target.host)
            began = time.monotonic()
            fetched = self._ask(target, added, left)
            left -= time.monotonic() - began
            if fetched.status not in MOVED:
                return fetched if target == first else replace(fetched, requested=first.url)
            aim = self._aim(target, fetched)
            added = added if aim.origin == target.origin else for_strangers(added)
            target = aim
        raise Unreachable(
            Phrase(
                "%(url)s is sent on more than %(most_redirects)s times; give it up",
                url=first.url,
                most_redirects=MOST_REDIRECTS,
            )
        )

    def close(self) -> None:
        """Nothing is held open between two questions; here so that callers need not know it."""

    def _ask(self, target: Target, added: Sequence[Header], seconds: float) -> Fetched:
        headers = profile(target, self._settings.user_agent, added)
        most = self._settings.fetch_megabytes << 20
        with exchange(target, headers, self._way, seconds) as answer:
            status = answer.response.status
            if status in MOVED:
                return fetched_from(answer, target, headers, 0)
            if 200 <= status < 300 or status in _ANSWERS:
                return fetched_from(answer, target, headers, most)
            fetched = fetched_from(answer, target, headers, 0)
        wait = retry_after(by_name(fetched.response_headers)) if status in _BUSY else None
        if wait:
            self._pace.hold(target.host, wait)
        said = Phrase("%(url)s is answered with %(status)s", url=target.url, status=status)
        raise Unreachable(Joined([said, *_hint(wait)]), wait)

    def _aim(self, target: Target, fetched: Fetched) -> Target:
        """Where a redirect leads, checked like the first address and against it."""
        # Only these two: the letter U+0085, which strip() takes too, is half of an Arabic one here.
        said = by_name(fetched.response_headers).get("location", "").strip(" \t")
        if not said:
            raise Unreachable(
                Phrase(
                    "%(url)s is sent on (%(status)s) without saying where",
                    url=target.url,
                    status=fetched.status,
                )
            )
        aim = read_target(_join(target.url, said), self._own)
        if target.scheme == "https" and aim.scheme == "http":
            raise BadInput(
                Phrase(
                    "%(url)s leads out of TLS, to %(aim)s; it is not followed",
                    url=target.url,
                    aim=aim.url,
                )
            )
        if aim.own and not target.own:
            raise BadInput(
                Phrase(
                    "%(url)s leads into the lab, to %(aim)s; it is not followed",
                    url=target.url,
                    aim=aim.url,
                )
            )
        return aim


def _join(url: str, said: str) -> str:
    # The bytes of a header stand here one letter each, and in a Location they are UTF-8.
    location = quote(said.encode("latin-1"), safe=_PLAIN)
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise BadInput(
            Phrase("%(url)s leads to something that is no address: %(error)s", url=url, error=error)
        ) from error


def _hint(wait: float | None) -> Iterator[str]:
    if wait is not None:
        yield Phrase("ask again in %(wait)s seconds", wait=f"{wait:.0f}")
