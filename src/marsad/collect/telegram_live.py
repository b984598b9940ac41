"""Collects public channels of Telegram with an account: off unless somebody sets one up.

Accounts that collect get banned. What the public preview shows is better taken by telegram-web,
which needs none, so this collector takes only origins that are written for it.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from marsad.collect.telegram_live_access import read_access
from marsad.collect.telegram_live_channel import checkpoint, named, public_place
from marsad.collect.telegram_live_line import Client, Connect, Line, telethon_client
from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.plugins import Gathered, Refused
from marsad.settings import Settings

DEFAULTS = Settings()


class TelegramLive:
    """Turns a public channel, read through Telegram's own interface, into posts."""

    name: ClassVar[str] = "telegram-live"
    version: ClassVar[str] = "1"
    consecutive: ClassVar[bool] = True

    def __init__(
        self,
        settings: Settings = DEFAULTS,
        connect: Connect = telethon_client,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        """``connect`` makes the client; NotReady where Telethon or the account is missing."""
        self._settings = settings
        self._connect = connect
        self._access = read_access(settings, environment)

    def accepts(self, origin: str) -> bool:
        """Say whether it is ``telegram:@NAME`` or ``tg://resolve?domain=NAME``."""
        return bool(named(origin))

    def originals(self, origin: str) -> Sequence[Path]:  # noqa: ARG002
        """None: it is a live source."""
        return ()

    def collect(self, origin: str, since: str) -> Iterator[Gathered | Refused]:
        """Yield the posts after ``since``; Unreachable with the wait that Telegram asks for."""
        # It reads and writes files: loaded when it is needed.
        from marsad.collect.telegram_live_board import signboard
        from marsad.collect.telegram_live_visit import Visit

        name, last = named(origin), checkpoint(since)
        if not name:
            raise BadInput(
                Phrase(
                    "%(origin)s names no channel; give it as telegram:@NAME",
                    origin=repr(origin[:80]),
                )
            )
        line = Line(self._connect, self._access, self._settings, f"@{name}")
        try:
            channel = line.wait(_resolve(line.client(), name))
            place = public_place(channel, name, last)
            board = signboard(line, self._settings, channel, name)
            yield from Visit(line, self._settings, place, channel, name, board).walk(last.last)
        finally:
            line.close()


async def _resolve(client: Client, name: str) -> object:
    try:
        return await client.get_entity(name)
    except ValueError as error:
        raise BadInput(Phrase("Telegram knows no @%(name)s; check the name", name=name)) from error
