"""Fetches files too large for memory, from any byte on: the weights of models.

The same checks of addresses and redirects, the same identity; only the body is handed on piece by
piece, and the time allowed grows with the length.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager

import httpcore

from marsad.collect.fetch import MOST_REDIRECTS, MOVED, Fetcher
from marsad.collect.fetch_answer import by_name, fetched_from
from marsad.collect.fetch_profile import Header, profile
from marsad.collect.fetch_target import Target, read_target
from marsad.collect.fetch_transport import BROKEN, Answer, exchange, said
from marsad.errors import Unreachable
from marsad.phrase import Phrase

SLOWEST = 16_384
"""Bytes a second on the whole; a server that is slower is given up, and asked again later."""
_RANGE = re.compile(r"bytes (\d+)-\d+/(?:\d+|\*)")


class Download(Fetcher):
    """Asks for one long file at a time."""

    @contextmanager
    def pieces(self, url: str, start: int, bytes: int) -> Iterator[tuple[int, Iterator[bytes]]]:
        """The byte at which the server begins, ``start`` or 0, and what comes from there.

        ``bytes`` is how long the whole file is expected to be. Unreachable when it breaks off.
        """
        target = read_target(url, self._own)
        seconds = self._settings.fetch_seconds + bytes / SLOWEST
        with ExitStack() as stack:
            for _hop in range(MOST_REDIRECTS + 1):
                self._pace.wait(target.host)
                headers = self._headers(target, start)
                answer = stack.enter_context(exchange(target, headers, self._way, seconds))
                if answer.response.status not in MOVED:
                    yield _begin(target, answer, start), _told(target, answer)
                    return
                target = self._aim(target, fetched_from(answer, target, headers, 0))
        raise Unreachable(
            Phrase(
                "%(url)s is sent on more than %(most_redirects)s times; give it up",
                url=url,
                most_redirects=MOST_REDIRECTS,
            )
        )

    def _headers(self, target: Target, start: int) -> list[Header]:
        added = [("Range", f"bytes={start}-")] if start else []
        return profile(target, self._settings.user_agent, added, packed="identity")


def _begin(target: Target, answer: Answer, start: int) -> int:
    """Where the body begins; a server that knows no ranges begins at the beginning."""
    status, headers = answer.response.status, _named(answer)
    if headers.get("content-encoding", "identity").lower() != "identity":
        raise Unreachable(
            Phrase("%(url)s is answered packed, though that was not asked for", url=target.url)
        )
    if status == 200:
        return 0
    there = _RANGE.fullmatch(headers.get("content-range", ""))
    if status == 206 and there and int(there[1]) == start:
        return start
    raise Unreachable(
        Phrase(
            "%(url)s is answered with %(status)s, which is no part of the file",
            url=target.url,
            status=status,
        )
    )


def _told(target: Target, answer: Answer) -> Iterator[bytes]:
    body: Iterable[bytes] = answer.response.iter_stream()
    try:
        yield from body
    except (httpcore.TimeoutException, *BROKEN) as error:
        raise Unreachable(
            Phrase(
                "%(url)s broke off: %(error)s; pull again to go on",
                url=target.url,
                error=said(error),
            )
        ) from error


def _named(answer: Answer) -> dict[str, str]:
    text = [
        (name.decode("latin-1"), said.decode("latin-1")) for name, said in answer.response.headers
    ]
    return dict(by_name(text))
