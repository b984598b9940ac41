"""Collects the public preview of a Telegram channel, ``t.me/s/NAME``: no account, no phone.

The preview shows about twenty messages a page. They are asked for from the checkpoint upwards with
``?after=ID``, so posts come oldest first with one page in memory, and a visit that was stopped
goes on from the last post that was stored. Walking back from the newest page with ``?before=``
would need the whole channel set aside before the first post could be handed on.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from marsad.collect.telegram_web_checkpoint import Checkpoint, checkpoint
from marsad.collect.telegram_web_origin import channel_name, is_handle, is_link
from marsad.errors import BadInput
from marsad.model import Place
from marsad.phrase import Phrase
from marsad.plugins import Gathered, Present, Refused
from marsad.settings import Settings

SITE = "https://t.me"
DEFAULTS = Settings()


class TelegramWeb:
    """Turns the public preview of a channel into posts."""

    name: ClassVar[str] = "telegram-web"
    version: ClassVar[str] = "1"
    consecutive: ClassVar[bool] = True

    def __init__(self, settings: Settings = DEFAULTS, site: str = SITE) -> None:
        """``site`` is another address of the same pages, such as a mirror of one's own."""
        self._settings = settings
        self._site = site

    def accepts(self, origin: str) -> float:
        """Sure of a link of Telegram, less sure of a bare ``@name``."""
        return 0.9 if is_link(origin) else 0.6 if is_handle(origin) else 0.0

    def originals(self, origin: str) -> Sequence[Path]:  # noqa: ARG002
        """None: it is a live source."""
        return ()

    def collect(self, origin: str, since: str) -> Iterator[Gathered | Refused | Present]:
        """Yield the posts after ``since``, and those of the last pages that were edited."""
        # What reads pages and asks servers is heavy: loaded when it is needed.
        from marsad.collect.fetch import Fetcher
        from marsad.collect.telegram_web_board import signboard
        from marsad.collect.telegram_web_channel import Channel
        from marsad.collect.telegram_web_visit import Visit

        asked = channel_name(origin)
        last = checkpoint(since)
        fetcher = Fetcher(self._settings)
        try:
            channel = Channel(fetcher, self._site, asked)
            newest = channel.newest()
            place = _place(last, newest.name, newest.channel, newest.title)
            yield from _renamed(asked, newest.name)
            channel.name = newest.name
            known = Checkpoint(place.id, newest.name, last.highest, last.watched)
            board = signboard(fetcher, self._site.rstrip("/"), newest)
            yield from Visit(fetcher, place, known, board).walk(channel, newest)
        finally:
            fetcher.close()


def _place(last: Checkpoint, name: str, number: str, title: str) -> Place:
    """Where the posts are seen: the number of the channel, as exports have it, or its name.

    A place keeps its id from visit to visit. A name may pass to another channel, a number never
    does; where neither says that it is the same channel, nothing is taken.
    """
    told = f"telegram:{number}" if number else f"telegram:@{name.lower()}"
    numbered = bool(last.place) and not last.place.startswith("telegram:@")
    same = told == last.place if number and numbered else name.lower() == last.name.lower()
    if last.place and not same:
        raise BadInput(
            Phrase(
                "@%(name)s is no longer the channel that was collected as @%(last)s "
                "(%(place)s, now %(told)s): another one has taken the name, or it "
                "was renamed and does not tell its number; to collect what is there "
                "now give it another way, such as t.me/s/%(name)s",
                name=name,
                last=last.name,
                place=last.place,
                told=told,
            )
        )
    return Place(last.place or told, "Telegram", title, f"https://t.me/{name}")


def _renamed(asked: str, name: str) -> Iterator[Refused]:
    if name.lower() != asked.lower():
        yield Refused(
            f"t.me/{asked}",
            Phrase(
                "the channel is now called @%(name)s; its posts are taken, collect "
                "t.me/%(name)s from now",
                name=name,
            ),
            f"https://t.me/{name}",
        )
