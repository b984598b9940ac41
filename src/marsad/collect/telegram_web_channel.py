"""Asks t.me for the pages of a channel, and says plainly when it shows none."""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from marsad.collect.fetch import Fetcher
from marsad.collect.telegram_page import first, words
from marsad.collect.telegram_web_page import Page, read_page
from marsad.errors import BadInput, Unreachable
from marsad.phrase import Joined, Phrase

_MEMBERS = re.compile(r"\bmembers?\b")
_SUBSCRIBERS = re.compile(r"\bsubscribers?\b")


class Channel:
    """The public preview of a channel."""

    def __init__(self, fetcher: Fetcher, site: str, name: str) -> None:
        """``name`` is how the channel is asked for; a page may tell another one."""
        self.name = name
        self._fetcher = fetcher
        self._site = site.rstrip("/")

    def newest(self) -> Page:
        """The page a visitor sees first. Never an empty one: that is no answer to rely on."""
        page = self._page()
        if not page.bubbles:
            raise Unreachable(
                Phrase(
                    "t.me shows no posts of @%(name)s: either there are none or it was "
                    "asked too often; look at it in a browser and collect again later",
                    name=self.name,
                )
            )
        return page

    def pages(self, low: int, newest: Page) -> Iterator[Page]:
        """Every page with ids above ``low`` up to those of ``newest``, the oldest first.

        Asked for with ``?after=``, which gives the ids that follow. Of each page but the last the
        last message is left for the next one: an album may be cut there, and seeing it again shows
        that nothing was passed over.
        """
        if newest.bubbles[0].id <= low + 1:
            yield newest
            return
        if low == 0:
            # After 1 is after the first message, and after 0 may mean no wish at all.
            first = self._page("?before=2")
            if first.highest > 1:
                raise self._broken_off(low)
            yield first
            low = 1
        expected = low + 1
        while low < newest.highest:
            page = self._page(f"?after={low}")
            if not page.bubbles:
                if self.newest().highest <= low:
                    return
                raise self._broken_off(low)
            if page.bubbles[0].id not in (low + 1, expected):
                self._believe_hole(low, page.bubbles[0].id)
            if len(page.bubbles) > 1 and page.highest < newest.highest:
                expected = page.bubbles[-1].id
                page = replace(page, bubbles=page.bubbles[:-1])
            yield page
            low = page.highest

    def _believe_hole(self, low: int, high: int) -> None:
        """That ids are missing must be seen from both sides, or a false answer passes posts over.

        The ids of deleted posts stay missing, so this is asked only where a hole is at the border
        of two pages.
        """
        before = self._page(f"?before={high}")
        if high <= low or before.highest > low:
            raise self._broken_off(low)

    def _broken_off(self, low: int) -> Unreachable:
        return Unreachable(
            Phrase(
                "t.me did not show the posts of @%(name)s that follow %(low)s, "
                "though there are newer ones; it does so when it is asked too often: "
                "what came before is kept, collect again later",
                name=self.name,
                low=low,
            )
        )

    def _page(self, wish: str = "") -> Page:
        fetched = self._fetcher.get(f"{self._site}/s/{self.name}{wish}")
        if fetched.status in (404, 410):
            raise BadInput(
                Phrase(
                    "t.me knows no @%(name)s (status %(status)s); check the name, or "
                    "the channel was deleted",
                    name=self.name,
                    status=fetched.status,
                )
            )
        if fetched.status != 200 or fetched.fault:
            said = fetched.fault or f"status {fetched.status}"
            raise Unreachable(
                Phrase(
                    "t.me answered for @%(name)s with %(said)s; collect again later",
                    name=self.name,
                    said=said,
                )
            )
        page = read_page(fetched, self.name)
        if not page.shows_channel or not urlsplit(fetched.url).path.startswith("/s/"):
            raise _no_preview(page)
        return page


def _no_preview(page: Page) -> Unreachable:
    """Why there is no preview, as far as the page tells, and what to do."""
    extra = words(first(page.root, "tgme_page_extra")).lower()
    said = words(first(page.root, "tgme_page_description"))[:160]
    if _MEMBERS.search(extra):
        why = Phrase("it is a group, and groups have no public preview")
    elif _SUBSCRIBERS.search(extra):
        why = Phrase("the channel has no public preview (switched off, or barred by Telegram)")
    else:
        why = Phrase(
            "there is no public channel of this name (private, renamed, deleted, or a person)"
        )
    told = Phrase("t.me shows no posts of @%(page)s: %(why)s", page=page.name, why=why)
    quoted = [Phrase("it says: %(said)s", said=repr(said))] if said else []
    ask = Phrase("check the name, or take an export with Telegram Desktop")
    return Unreachable(Joined([told, *quoted, ask]), state="no preview")
