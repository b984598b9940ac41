"""Collects what an account or a tag shows to everybody, from servers that speak the Mastodon API.

No login and no streaming: pages are asked for, oldest first, and the newest page once more at each
visit, to see what was edited or is gone.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import msgspec

from marsad.collect.fediverse_board import signboard
from marsad.collect.fediverse_checkpoint import Mark, read_mark
from marsad.collect.fediverse_media import attach
from marsad.collect.fediverse_origin import timeline
from marsad.collect.fediverse_post import PostMaker
from marsad.collect.fediverse_server import PAGE, Page, Server, now
from marsad.collect.fediverse_status import StatusShape
from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.plugins import Gathered, Present, Refused, Signboard
from marsad.settings import Settings

if TYPE_CHECKING:
    from marsad.collect.fetch import Fetcher

Item = Gathered | Refused | Present
_DEFAULTS = Settings()


class Fediverse:
    """Turns the public timeline of an account or of a tag into posts."""

    name: ClassVar[str] = "fediverse"
    version: ClassVar[str] = "1"
    consecutive: ClassVar[bool] = False

    def __init__(self, settings: Settings = _DEFAULTS) -> None:
        """Ask nobody yet."""
        self._settings = settings

    def accepts(self, origin: str) -> float:
        """Say how surely it is ``https://HOST/@NAME``, ``@NAME@HOST`` or ``…/tags/TAG``."""
        # Other platforms have such addresses too.
        return 0.8 if timeline(origin) else 0.0

    def originals(self, origin: str) -> Sequence[Path]:  # noqa: ARG002
        """No files: what the server answers is kept answer by answer."""
        return ()

    def collect(self, origin: str, since: str) -> Iterator[Item]:
        """Yield every post after ``since``; then what was edited, and what is still there."""
        from marsad.collect.fetch import Fetcher

        asked = timeline(origin)
        if asked is None:
            raise BadInput(
                Phrase(
                    "%(origin)s names no timeline; write https://HOST/@NAME, @NAME@HOST "
                    "or https://HOST/tags/TAG",
                    origin=repr(origin),
                )
            )
        fetcher = Fetcher(self._settings)
        try:
            server = Server(fetcher, asked)
            maker = PostMaker(asked, server.account() if asked.account else None)
            board = signboard(fetcher, server.answered) if server.answered else None
            yield from _Visit(fetcher, server, maker, read_mark(since), board).items()
        finally:
            fetcher.close()


class _Visit:
    """One visit to a timeline."""

    def __init__(
        self,
        fetcher: "Fetcher",
        server: Server,
        maker: PostMaker,
        mark: Mark,
        board: Signboard | None,
    ) -> None:
        self._fetcher, self._server, self._maker, self._mark = fetcher, server, maker, mark
        self._board = board
        self._first = not mark.last
        # Enough to know the posts of the newest page again.
        self._taken: deque[str] = deque(maxlen=2 * PAGE)

    def items(self) -> Iterator[Item]:
        for page in self._server.after(self._mark.last or "0"):
            if not self._mark.last:
                yield from self._left_out(page)
            for index in reversed(range(len(page.statuses))):
                yield self._take(page, index)
        if not self._first:
            yield from self._again(self._server.page())

    def _left_out(self, oldest: Page) -> Iterator[Refused]:
        """Notice a server that does not begin with its oldest posts."""
        self._mark = Mark("0", now(oldest.fetched))
        last = oldest.ids[-1]
        if last and self._server.page(max_id=last).statuses:
            yield Refused(
                f"{self._maker.place.id}, before {last}",
                Phrase(
                    "the server has older posts and does not give them when asked for the oldest"
                ),
            )

    def _take(self, page: Page, index: int) -> Gathered | Refused:
        id = page.ids[index]
        self._mark = Mark(id or self._mark.last, self._mark.seen)
        self._taken.append(id)
        return self._gathered(page, index, str(self._mark))

    def _gathered(self, page: Page, index: int, checkpoint: str) -> Gathered | Refused:
        try:
            status = msgspec.json.decode(page.statuses[index], type=StatusShape)
            shown = status.reblog or status
            post = self._maker.post(status, ())
            media, files = attach(self._fetcher, shown.media_attachments)
        except (msgspec.DecodeError, RecursionError, BadInput) as error:
            return Refused(f"{self._maker.place.id}, status {page.ids[index] or index}", str(error))
        post = replace(post, media=media)
        return Gathered(self._maker.place, post, files, checkpoint, page.fetched, self._board)

    def _again(self, page: Page) -> Iterator[Item]:
        """What was edited since, the earliest edit first; then which posts are there."""
        for edited_at, index in sorted(self._edited(page)):
            self._mark = Mark(self._mark.last, edited_at)
            yield self._gathered(page, index, str(self._mark))
        if all(page.ids):
            yield Present(self._maker.place.id, page.ids, page.fetched.clocks.system)

    def _edited(self, page: Page) -> Iterator[tuple[datetime, int]]:
        for index, raw in enumerate(page.statuses):
            if page.ids[index] in self._taken:
                continue
            try:
                status = msgspec.json.decode(raw, type=StatusShape)
            except (msgspec.DecodeError, RecursionError):
                continue
            edited_at = (status.reblog or status).edited_at
            if edited_at and edited_at > self._mark.seen:
                yield edited_at, index
