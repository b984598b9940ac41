"""The line to Telegram: opens a client, asks one thing at a time, says plainly what went wrong."""

import asyncio
import struct
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import suppress
from importlib import import_module
from typing import Any, Protocol, TypeVar
from urllib.parse import unquote, urlsplit

from marsad.collect.telegram_live_access import Access
from marsad.collect.telegram_live_error import refusal
from marsad.errors import BadInput, NotReady, Unreachable
from marsad.phrase import Phrase
from marsad.settings import Settings

_END = object()
Answer = TypeVar("Answer")


class Client(Protocol):
    """The part of Telethon's client that is used; a test brings one that asks nobody."""

    def __call__(self, request: Any) -> Coroutine[Any, Any, Any]:
        """Ask what has no method of its own."""

    async def connect(self) -> None:
        """Open the connection; never signs in."""

    def disconnect(self) -> Any:
        """Close the connection; to be awaited."""

    async def get_entity(self, entity: Any) -> Any:
        """Who has this name."""

    def iter_messages(self, entity: Any, **wishes: Any) -> AsyncIterator[Any]:
        """Messages of a channel."""

    def iter_download(self, file: Any, **wishes: Any) -> AsyncIterator[bytes]:
        """Content of a file, piece by piece."""


Connect = Callable[[Access, Settings], Client]


def telethon_client(access: Access, settings: Settings) -> Client:
    """A client that never waits by itself and tells Telegram nothing about this machine."""
    telethon, sessions = import_module("telethon"), import_module("telethon.sessions")
    try:
        session = sessions.StringSession(access.session)
    except (ValueError, struct.error):
        session = None
    if session is None:
        # Outside of the handler, so that no traceback shows what was tried.
        raise NotReady(
            Phrase("MARSAD_TELEGRAM_SESSION is no session string of Telethon"),
            Phrase("make one as docs/collect-telegram-live.md says"),
        )
    client: Client = telethon.TelegramClient(
        session,
        access.api_id,
        access.api_hash,
        proxy=_proxy(settings.proxy),
        timeout=settings.fetch_seconds,
        flood_sleep_threshold=0,
        connection_retries=2,
        raise_last_call_error=True,
        receive_updates=False,
        device_model="Marsad",
        system_version="1",
        app_version="1",
    )
    return client


def _proxy(said: str) -> dict[str, Any] | None:
    if not said:
        return None
    parts = urlsplit(said)
    if parts.scheme != "http" or not parts.hostname:
        raise BadInput(Phrase("setting proxy is not of the form http://HOST:PORT"))
    return {
        "proxy_type": "http",
        "addr": parts.hostname,
        "port": parts.port or 80,
        "username": unquote(parts.username) if parts.username else None,
        "password": unquote(parts.password) if parts.password else None,
        "rdns": True,
    }


class Line:
    """A client and the event loop it lives in, which runs only while something is asked."""

    def __init__(self, connect: Connect, access: Access, settings: Settings, asked: str) -> None:
        """``asked`` is how errors call what is collected."""
        self._asked = asked
        self._runner = asyncio.Runner()
        self._client: Client | None = None
        self._open: Callable[[], Client] = lambda: connect(access, settings)
        errors, common = import_module("telethon.errors"), import_module("telethon.errors.common")
        self._refused: type[Exception] = errors.RPCError
        self._garbled = (
            common.InvalidBufferError,
            common.SecurityError,
            common.TypeNotFoundError,
        )

    def client(self) -> Client:
        """The client, connected."""
        if self._client is None:
            self.wait(self._connect())
        assert self._client is not None
        return self._client

    def wait(self, question: Coroutine[Any, Any, Answer]) -> Answer:
        """What comes back; BadInput or Unreachable where it is no answer."""
        try:
            return self._runner.run(question)
        except self._refused as error:
            raise refusal(error, self._asked) from error
        except self._garbled as error:
            raise Unreachable(
                Phrase(
                    "Telegram's answer about %(asked)s cannot be read (%(name)s); update "
                    "Telethon, or collect again later",
                    asked=self._asked,
                    name=type(error).__name__,
                )
            ) from error
        except OSError as error:
            raise Unreachable(
                Phrase(
                    "the connection to Telegram broke off at %(asked)s (%(name)s); "
                    "collect again later",
                    asked=self._asked,
                    name=type(error).__name__,
                )
            ) from error

    def each(self, answers: AsyncIterator[Any]) -> Iterator[Any]:
        """Every answer of an iteration, asked for when it is wanted."""
        walk = aiter(answers)
        while (found := self.wait(_next(walk))) is not _END:
            yield found

    def close(self) -> None:
        """Hang up."""
        try:
            # Nothing is lost by it: what was asked for was answered, or has failed already.
            with suppress(BadInput, Unreachable):
                self.wait(self._hang_up())
        finally:
            self._runner.close()

    async def _connect(self) -> None:
        self._client = self._open()
        await self._client.connect()

    async def _hang_up(self) -> None:
        if self._client is not None:
            await self._client.disconnect()


async def _next(walk: AsyncIterator[Any]) -> Any:
    try:
        return await anext(walk)
    except StopAsyncIteration:
        return _END
