"""Collects web feeds: RSS, Atom, JSON Feed, and OPML lists of them, by address or from a file."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

from marsad.collect import feed_state
from marsad.collect.feed_board import signboard
from marsad.collect.feed_entry import Document
from marsad.collect.feed_guard import LARGEST
from marsad.collect.feed_opml import Listing
from marsad.collect.feed_post import place_of, posts_of
from marsad.collect.feed_read import looks_like_feed, read
from marsad.collect.feed_state import Left
from marsad.collect.feed_web import Web
from marsad.errors import BadInput, Unreachable
from marsad.phrase import Phrase
from marsad.plugins import Fetched, Gathered, Refused
from marsad.settings import Settings

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_HINT = re.compile(
    r"(?<![a-z])(?:feeds?|rss\d?|atom|rdf|opml)(?![a-z])|(?<!sitemap)\.xml$", re.IGNORECASE
)
_GLANCE = 1 << 14

Found = Iterator[Gathered | Refused]


class Feed:
    """Turns the entries of feeds into posts; an OPML list stands for all its feeds."""

    name: ClassVar[str] = "feed"
    version: ClassVar[str] = "1"
    consecutive: ClassVar[bool] = False

    def __init__(self, settings: Settings = Settings()) -> None:  # noqa: B008
        """Frozen, hence safe as a default."""
        self._settings = settings

    def accepts(self, origin: str) -> bool:
        """Say whether ``origin`` is an address that looks like a feed's, or a file that is one."""
        try:
            if _ADDRESS.match(origin):
                parts = urlsplit(origin)
                said = f"{parts.netloc}{parts.path.rstrip('/')}"
                return bool(_HINT.search(said) or _HINT.search(parts.query))
            with Path(origin).open("rb") as file:
                return looks_like_feed(file.read(_GLANCE))
        except (OSError, ValueError):
            return False

    def originals(self, origin: str) -> Sequence[Path]:
        """The file, if it is one; an address has none."""
        if _ADDRESS.match(origin):
            return []
        try:
            found = Path(origin).is_file()
        except (OSError, ValueError) as error:
            raise BadInput(
                Phrase("%(origin)s cannot be read: %(error)s", origin=repr(origin), error=error)
            ) from error
        if not found:
            raise BadInput(
                Phrase(
                    "%(origin)s is no file; name a feed's address or a saved feed",
                    origin=repr(origin),
                )
            )
        return [Path(origin)]

    def collect(self, origin: str, since: str) -> Found:
        """Yield the posts of each feed that changed since, oldest first."""
        files = self.originals(origin)
        run = _Run(self._settings, feed_state.load(since))
        return run.file(files[0]) if files else run.address(origin)


class _Run:
    """One reading of an origin; ``left`` is what its checkpoints say."""

    def __init__(self, settings: Settings, left: dict[str, Left]) -> None:
        self._settings = settings
        self._left = left

    def file(self, path: Path) -> Found:
        with path.open("rb") as file:
            # One byte more than is allowed is enough to refuse it.
            data = file.read(LARGEST + 1)
        try:
            found = read(data, "")
        except BadInput as error:
            raise BadInput(Phrase("%(path)s: %(error)s", path=path.name, error=error)) from error
        if isinstance(found, Listing):
            with Web(self._settings) as web:
                yield from self._list(found, path.name, web)
        elif self._left.get("") != (now := Left(feed_state.digest(data))):
            yield from self._posts(found, "", path.name, now, None, None)

    def address(self, origin: str) -> Found:
        with Web(self._settings) as web:
            fetched = web.get(origin, self._left.get(origin))
            if fetched is None:
                return
            found = _read(fetched)
            if isinstance(found, Listing):
                yield from self._list(found, origin, web)
            else:
                yield from self._fetched(found, origin, fetched, web)

    def _list(self, listing: Listing, where: str, web: Web) -> Found:
        if listing.fault:
            yield Refused(where, listing.fault)
        yield from (Refused(f"{where}, {each.where}", each.reason) for each in listing.refused)
        if not listing.addresses:
            raise BadInput(Phrase("%(where)s lists no feeds", where=where))
        for address in listing.addresses:
            yield from self._listed(address, web)

    def _listed(self, address: str, web: Web) -> Found:
        """One feed of a list; one that fails does not keep the others."""
        try:
            fetched = web.get(address, self._left.get(address))
            found = _read(fetched) if fetched else None
        except (BadInput, Unreachable) as error:
            yield Refused(address, str(error))
            return
        if isinstance(found, Listing):
            yield Refused(address, Phrase("another list, which is not followed; collect it itself"))
        elif found and fetched:
            yield from self._fetched(found, address, fetched, web)

    def _fetched(self, document: Document, address: str, fetched: Fetched, web: Web) -> Found:
        if fetched.fault:
            yield Refused(address, Phrase("it did not come whole: %(fault)s", fault=fetched.fault))
        now, before = feed_state.left(fetched), self._left.get(address)
        if before is None or not now.digest or now.digest != before.digest:
            yield from self._posts(document, address, address, now, fetched, web)

    def _posts(
        self,
        document: Document,
        address: str,
        where: str,
        now: Left,
        fetched: Fetched | None,
        web: Web | None,
    ) -> Found:
        if document.fault:
            yield Refused(where, document.fault)
        place = place_of(document, address, where)
        board = signboard(document, place, web.picture if web else None)
        held: Gathered | None = None
        for each in posts_of(document, place, where):
            if isinstance(each, Refused):
                yield each
                continue
            if held:
                yield held
            held = Gathered(place, each, fetched=fetched, board=board)
        if held:
            self._left[address] = now
            yield replace(held, checkpoint=feed_state.dump(self._left))


def _read(fetched: Fetched) -> Document | Listing:
    headers = {name.lower(): said for name, said in fetched.response_headers}
    try:
        return read(fetched.body, fetched.url, headers.get("content-type", ""))
    except BadInput as error:
        raise BadInput(
            Phrase(
                "%(requested)s: %(error)s", requested=fetched.requested or fetched.url, error=error
            )
        ) from error
