"""One visit to a public channel: its messages page by page, the oldest first."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from marsad.collect.telegram_album import join_albums
from marsad.collect.telegram_live_channel import Checkpoint
from marsad.collect.telegram_live_exchange import exchange
from marsad.collect.telegram_live_line import Client, Line
from marsad.collect.telegram_live_media import Attachment, attachments
from marsad.collect.telegram_live_message import post_of
from marsad.collect.telegram_web_spool import hold
from marsad.errors import BadInput, MarsadError
from marsad.model import Media, Place
from marsad.phrase import Phrase
from marsad.plugins import Fetched, Gathered, Refused, Signboard
from marsad.settings import Settings

PAGE = 100
"""Messages that Telegram gives at a time."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What a visit goes by."""

    line: Line
    settings: Settings
    place: Place
    channel: Any
    name: str
    board: Signboard | None = None

    def walk(self, last: int) -> Iterator[Gathered | Refused]:
        """Yield the posts after the message ``last``."""
        for page in self._pages(last):
            fetched = exchange(self.name, page)
            for album in _albums(page):
                made = [self._gather(message, fetched) for message in album]
                for item in join_albums(made) if len(made) > 1 else made:
                    yield item if isinstance(item, Refused) else replace(item, fetched=fetched)

    def _pages(self, last: int) -> Iterator[list[Any]]:
        """Stretches of messages that cut no album in two."""
        held: list[Any] = []
        try:
            for message in self.line.each(self._messages(last)):
                if len(held) >= PAGE and not _same_album(held[-1], message):
                    yield held
                    held = []
                held.append(message)
        except MarsadError:
            # More of the last album may be still to come: it is left for the next visit.
            whole = [each for each in held if not _same_album(each, held[-1])]
            if whole:
                yield whole
            raise
        if held:
            yield held

    def _messages(self, last: int) -> Any:
        pace = self.settings.pace_seconds
        return self.line.client().iter_messages(
            self.channel, reverse=True, min_id=last, wait_time=pace
        )

    def _gather(self, message: Any, fetched: Fetched) -> Gathered | Refused:
        files: dict[str, Path | bytes] = {}
        try:
            media = tuple(self._fetch(each, files) for each in attachments(message))
            post = post_of(message, self.channel.id, self.place, media)
        except BadInput as error:
            return Refused(f"@{self.name}, message {message.id}", str(error))
        mark = Checkpoint(self.place.id, message.id)
        return Gathered(self.place, post, files, str(mark), fetched, self.board)

    def _fetch(self, attachment: Attachment, files: dict[str, Path | bytes]) -> Media:
        media, most = attachment.media, self.settings.fetch_megabytes << 20
        if attachment.location is None:
            return media
        if media.size > most:
            return _too_large(media, self.settings)
        pace = self.settings.pace_seconds
        try:
            content = self.line.wait(download(self.line.client(), attachment, most, pace))
        except BadInput as error:
            return replace(media, missing=str(error))
        if len(content) > most:
            return _too_large(media, self.settings)
        if len(content) < media.size:
            return replace(
                media,
                missing=Phrase(
                    "only %(content)s of %(size)s bytes came", content=len(content), size=media.size
                ),
            )
        files[media.name] = hold(content)
        return replace(media, size=len(content))


async def download(client: Client, attachment: Attachment, most: int, pace: int) -> bytes:
    """The content of a file, or a little more than ``most`` bytes of it."""
    await asyncio.sleep(pace)
    content = bytearray()
    # The size is not told: Telethon would cut a file off there, and it may be wrong.
    async for piece in client.iter_download(attachment.location, dc_id=attachment.dc):
        content += piece
        if len(content) > most:
            break
    return bytes(content)


def _too_large(media: Media, settings: Settings) -> Media:
    return replace(
        media,
        missing=Phrase(
            "larger than fetch_megabytes (%(fetch_megabytes)s MB)",
            fetch_megabytes=settings.fetch_megabytes,
        ),
    )


def _same_album(one: Any, other: Any) -> bool:
    return one.grouped_id is not None and one.grouped_id == other.grouped_id


def _albums(page: list[Any]) -> Iterator[list[Any]]:
    held: list[Any] = []
    for message in page:
        if held and not _same_album(held[-1], message):
            yield held
            held = []
        held.append(message)
    yield held
