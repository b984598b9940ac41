"""Asks a server that speaks the Mastodon API, as politely as it wishes, without an account."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import msgspec

from marsad.collect.fediverse_origin import Timeline
from marsad.collect.fediverse_status import AccountShape, NumberedShape
from marsad.errors import BadInput, Unreachable
from marsad.phrase import Phrase
from marsad.plugins import Fetched

if TYPE_CHECKING:
    from marsad.collect.fetch import Fetcher

PAGE = 40
"""The most a server gives at once."""
_LONGEST_WAIT = 24 * 3600.0
_UNSAID_WAIT = 60.0
_PREVIOUS = re.compile(r'<([^<>]{1,2000})>\s*;\s*rel="?prev"?')
_SAFE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_Shape = TypeVar("_Shape")


@dataclass(frozen=True, slots=True)
class Page:
    """One answer: the statuses in it, newest first, each as it came."""

    fetched: Fetched
    statuses: tuple[msgspec.Raw, ...]
    ids: tuple[str, ...]
    """An id for each; empty where there is none to be read."""


class Server:
    """The server of one timeline."""

    def __init__(self, fetcher: "Fetcher", timeline: Timeline) -> None:
        """Ask nothing yet."""
        self._fetcher, self._timeline = fetcher, timeline
        self._path = f"/api/v1/timelines/tag/{quote(timeline.tag, safe='')}"
        self._free_at = 0.0
        self.answered: Fetched | None = None
        """What it said of the account."""

    def account(self) -> AccountShape:
        """The account the timeline belongs to; from now on it can be asked for pages."""
        found = self._ask("/api/v1/accounts/lookup", acct=self._timeline.account)
        account, self.answered = self._read(found, AccountShape), found
        self._path = f"/api/v1/accounts/{account.id}/statuses"
        return account

    def page(self, **query: str) -> Page:
        """One page; without ``min_id`` the newest."""
        fetched = self._ask(self._path, **query, limit=str(PAGE))
        statuses = tuple(self._read(fetched, list[msgspec.Raw]))
        return Page(fetched, statuses, tuple(map(_id, statuses)))

    def after(self, last: str) -> Iterator[Page]:
        """Every page after a status, the oldest first."""
        before: frozenset[str] = frozenset()
        while (page := self.page(min_id=last)).statuses:
            seen = frozenset(page.ids)
            if seen <= before:
                raise Unreachable(
                    Phrase(
                        "%(host)s gives the same page again when asked for the next; it does "
                        "not page by min_id",
                        host=self._timeline.host,
                    )
                )
            yield page
            before, last = seen, _newer(page)

    def _ask(self, path: str, **query: str) -> Fetched:
        if (wait := self._free_at - time.monotonic()) > 0:
            raise Unreachable(
                Phrase(
                    "%(host)s allows no more questions for %(wait)s s",
                    host=self._timeline.host,
                    wait=f"{wait:.0f}",
                ),
                wait,
            )
        fetched = self._fetcher.get(f"{self._timeline.base}{path}?{urlencode(query)}")
        self._heed(fetched)
        if fetched.status != 200:
            raise self._refusal(fetched.status)
        if fetched.fault:
            raise Unreachable(
                Phrase(
                    "%(url)s did not come whole: %(fault)s", url=fetched.url, fault=fetched.fault
                )
            )
        return fetched

    def _refusal(self, status: int) -> Exception:
        what, host = self._timeline.account or self._timeline.tag, self._timeline.host
        if status == 404:
            return BadInput(
                Phrase(
                    "%(host)s has no %(what)s, or does not speak the Mastodon API (404)",
                    host=host,
                    what=repr(what),
                )
            )
        return Unreachable(
            Phrase(
                "%(host)s answers %(status)s when asked for %(what)s; it may be gone",
                host=host,
                status=status,
                what=repr(what),
            )
        )

    def _heed(self, fetched: Fetched) -> None:
        """Remember until when the server wants to be left alone."""
        headers = _headers(fetched)
        if headers.get("x-ratelimit-remaining", "").strip() == "0":
            wait = _until(headers.get("x-ratelimit-reset", ""), fetched)
            self._free_at = fetched.clocks.monotonic + wait

    def _read(self, fetched: Fetched, shape: type[_Shape]) -> _Shape:
        try:
            return msgspec.json.decode(fetched.body, type=shape)
        except (msgspec.DecodeError, RecursionError) as error:
            raise BadInput(
                Phrase(
                    "%(host)s does not answer as a Mastodon server (%(error)s); if it is "
                    "an ordinary page, choose --as page",
                    host=self._timeline.host,
                    error=error,
                )
            ) from error


def _headers(fetched: Fetched) -> dict[str, str]:
    return {name.lower(): value for name, value in fetched.response_headers}


def _until(reset: str, fetched: Fetched) -> float:
    """Seconds until a moment, by the server's own clock where it tells it; a minute if unsaid."""
    try:
        moment = datetime.fromisoformat(reset.strip())
    except ValueError:
        return _UNSAID_WAIT
    if moment.tzinfo is None:
        return _UNSAID_WAIT
    return min(max((moment - now(fetched)).total_seconds(), 0.0), _LONGEST_WAIT)


def now(fetched: Fetched) -> datetime:
    """The time of an answer by the server's clock, else by ours."""
    try:
        now = parsedate_to_datetime(fetched.clocks.server)
    except ValueError:
        return fetched.clocks.system
    return now if now.tzinfo else fetched.clocks.system


def _id(status: msgspec.Raw) -> str:
    try:
        return msgspec.json.decode(status, type=NumberedShape).id
    except (msgspec.DecodeError, RecursionError):
        return ""


def _newer(page: Page) -> str:
    """Where the next page begins, as the server says; else after the newest status of this one.

    Only the id is taken from the header: where to ask is not for an answer to decide.
    """
    link = _PREVIOUS.search(_headers(page.fetched).get("link", ""))
    try:
        said = parse_qs(urlsplit(link[1]).query).get("min_id", [""])[0] if link else ""
    except ValueError:
        said = ""
    newest = next((id for id in page.ids if id), "")
    if chosen := said if _SAFE.fullmatch(said) else newest:
        return chosen
    raise BadInput(Phrase("%(url)s: no status has an id", url=page.fetched.url))
