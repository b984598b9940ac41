"""What is kept of an answer: the messages as Telethon read them, without keys of the account."""

import base64
import json
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from marsad.plugins import Clocks, Fetched

# They open files and chats for one account only, and so would tell which one collected.
_KEYS = {"access_hash", "file_reference"}


def exchange(name: str, messages: Sequence[Any]) -> Fetched:
    """The record of a page of messages.

    Telegram's answers are encrypted with the session's key and cannot be kept as they came.
    """
    first, last = messages[0].id, messages[-1].id
    return answered(f"tg://resolve?domain={name}&post={first}-{last}", list(map(kept, messages)))


def answered(url: str, said: object, kind: str = "application/json; charset=utf-8") -> Fetched:
    """The record of one answer: bytes as they came, anything else as JSON."""
    if not isinstance(said, bytes):
        body = json.dumps(said, ensure_ascii=False, default=_told)
        said = body.encode("utf-8", "replace")
    return Fetched(
        url=url,
        status=200,
        body=said,
        clocks=Clocks(datetime.now(UTC), time.monotonic()),
        response_headers=(("Content-Type", kind),),
    )


def kept(said: Any) -> Any:
    """What may be kept of a thing of Telegram's."""
    return _plain(said.to_dict())


def _plain(said: Any) -> Any:
    if isinstance(said, dict):
        return {key: _plain(value) for key, value in said.items() if key not in _KEYS}
    return [_plain(each) for each in said] if isinstance(said, list) else said


def _told(said: Any) -> str:
    if isinstance(said, bytes):
        return base64.b64encode(said).decode()
    return said.isoformat() if isinstance(said, datetime) else str(type(said).__name__)
