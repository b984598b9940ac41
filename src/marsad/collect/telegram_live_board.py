"""Title, description and picture of a channel, asked for with the account."""

from collections.abc import Coroutine
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from marsad.collect.signboard import AWAY
from marsad.collect.telegram_live_exchange import answered, kept
from marsad.collect.telegram_live_line import Client, Line
from marsad.collect.telegram_live_media import photo
from marsad.collect.telegram_live_visit import download
from marsad.errors import BadInput, Unreachable
from marsad.model import made_of
from marsad.phrase import Phrase
from marsad.plugins import Fetched, Looked, Signboard
from marsad.settings import Settings


def signboard(line: Line, settings: Settings, channel: Any, name: str) -> Signboard:
    """What the channel shows of itself.

    Its description is told only when it is asked for, which is done once a day and not at every
    visit: each question counts against the account.
    """
    shown = getattr(channel.photo, "photo_id", 0)
    glance = made_of(channel.title, shown, datetime.now(UTC).date().isoformat())

    def look() -> Looked:
        full: Any = line.wait(_full(line.client(), channel)).full_chat
        address = f"tg://resolve?domain={name}"
        page = answered(address, [kept(full), kept(channel)])
        try:
            picture, missing = _picture(line, settings, full.chat_photo, address)
        except BadInput as error:
            return Looked(channel.title, full.about or "", page, missing=str(error))
        except Unreachable:
            return Looked(channel.title, full.about or "", page, missing=AWAY, again=True)
        return Looked(channel.title, full.about or "", page, picture, missing)

    return Signboard(glance, look)


def _full(client: Client, channel: Any) -> Coroutine[Any, Any, Any]:
    functions = import_module("telethon.tl.functions")
    return client(functions.channels.GetFullChannelRequest(channel))


def _picture(line: Line, settings: Settings, said: Any, address: str) -> tuple[Fetched | None, str]:
    if type(said).__name__ != "Photo":
        return None, ""
    attachment, most = photo(said.id, said), settings.fetch_megabytes << 20
    if attachment.location is None:
        return None, attachment.media.missing
    content = line.wait(download(line.client(), attachment, most, settings.pace_seconds))
    if len(content) > most:
        return None, Phrase(
            "larger than fetch_megabytes (%(fetch_megabytes)s MB)",
            fetch_megabytes=settings.fetch_megabytes,
        )
    return answered(f"{address}&photo={said.id}", content, "image/jpeg"), ""
