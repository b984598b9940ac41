"""Asks one server once, by GET or with a form, and goes nowhere it sends us: an identity provider.

The same checks of addresses and the same identity as for every question, with less of a body and
less time, since somebody waits before a page. There is no pace: each question is one person's.
"""

from collections.abc import Sequence

from marsad.collect.fetch import MOVED, Fetcher
from marsad.collect.fetch_answer import fetched_from
from marsad.collect.fetch_profile import Header, checked, profile
from marsad.collect.fetch_target import Target, read_target
from marsad.collect.fetch_transport import exchange
from marsad.errors import BadInput, Unreachable
from marsad.phrase import Phrase
from marsad.plugins import Fetched

SECONDS = 10
MOST = 256 << 10
"""Bytes of an answer; what is longer is no answer."""
HERE = ("127.0.0.1", "localhost", "::1")
FORM = ("Content-Type", "application/x-www-form-urlencoded")


class Straight(Fetcher):
    """Asks for what only the server that was named may answer."""

    def target(self, url: str) -> Target:
        """What an address names; without TLS it has to be on this machine."""
        found = read_target(url, self._own)
        if found.scheme != "https" and found.host not in HERE:
            raise BadInput(Phrase("%(url)s is asked over TLS only; write https", url=found.url))
        return found

    def ask(self, url: str, headers: Sequence[Header] = (), form: str | None = None) -> Fetched:
        """The answer, whatever its status; Unreachable where it is none, or leads elsewhere."""
        target = self.target(url)
        added = checked((*headers, *([FORM] if form is not None else [])))
        said = profile(target, self._settings.user_agent, added)
        body = None if form is None else form.encode("ascii")
        length = [] if body is None else [("Content-Length", str(len(body)))]
        with exchange(target, [*said, *length], self._way, SECONDS, body) as answer:
            fetched = fetched_from(answer, target, said, MOST)
        if fetched.status in MOVED:
            raise Unreachable(
                Phrase("%(url)s leads elsewhere, where nobody follows", url=target.url)
            )
        if fetched.fault:
            raise Unreachable(
                Phrase(
                    "%(url)s gives no whole answer: %(fault)s", url=target.url, fault=fetched.fault
                )
            )
        return fetched
