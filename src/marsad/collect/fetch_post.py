"""Puts a text to a server that works on it: a translation engine.

The same checks of addresses and the same identity as for every question. A redirect is not
followed: it would carry what a lab is working on to a server nobody chose.
"""

from collections.abc import Sequence

from marsad.collect.fetch import Fetcher
from marsad.collect.fetch_answer import by_name, fetched_from
from marsad.collect.fetch_pace import retry_after
from marsad.collect.fetch_profile import Header, checked, profile
from marsad.collect.fetch_target import read_target
from marsad.collect.fetch_transport import exchange
from marsad.errors import Unreachable
from marsad.phrase import Phrase
from marsad.plugins import Fetched

BUSY = "busy"
"""``Unreachable.state`` of a server that says it has too much to do."""
MOST = 8 << 20
"""Bytes of an answer that are taken in."""
_BUSY = (429, 503)


class Putter(Fetcher):
    """Puts JSON to one server after the other, and takes what it answers."""

    def put(self, url: str, headers: Sequence[Header], body: bytes, seconds: float) -> Fetched:
        """The answer, whatever its status; Unreachable when there is none, or it is busy."""
        target = read_target(url, self._own)
        added = checked((*headers, ("Content-Type", "application/json")))
        said = profile(target, self._settings.user_agent, added)
        length = ("Content-Length", str(len(body)))
        with exchange(target, [*said, length], self._way, seconds, body) as answer:
            # What a server says beside its errors was written by nobody we trust.
            most = MOST if 200 <= answer.response.status < 300 else 0
            fetched = fetched_from(answer, target, said, most)
        if fetched.status in _BUSY:
            wait = retry_after(by_name(fetched.response_headers))
            raise Unreachable(
                Phrase("%(origin)s has too much to do", origin=target.origin), wait, BUSY
            )
        return fetched
