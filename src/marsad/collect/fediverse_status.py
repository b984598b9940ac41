"""The shapes of what a Mastodon server answers, as far as they are read."""

from datetime import datetime
from typing import Annotated

import msgspec

# A time without a zone is refused here, at the border.
Moment = Annotated[datetime, msgspec.Meta(tz=True)]
Id = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Name = Annotated[str, msgspec.Meta(max_length=500)]


class AccountShape(msgspec.Struct):
    """An account."""

    id: Id
    acct: Name
    """``name`` for one of this server, ``name@host`` for another's."""
    display_name: str = ""


class AttachmentShape(msgspec.Struct):
    """A file that came with a status."""

    id: Id
    type: str = "unknown"
    url: str | None = None
    """On this server; none when it has not kept a copy."""


class OptionShape(msgspec.Struct):
    """One answer of a poll."""

    title: str = ""


class VoteShape(msgspec.Struct):
    """A poll; its question is the text of the status."""

    options: list[OptionShape] = []


class StatusShape(msgspec.Struct):
    """One status, or the boost of one."""

    id: Id
    created_at: Moment
    account: AccountShape
    content: str = ""
    spoiler_text: str = ""
    sensitive: bool = False
    visibility: str = "public"
    in_reply_to_id: Id | None = None
    edited_at: Moment | None = None
    reblog: "StatusShape | None" = None
    media_attachments: list[AttachmentShape] = []
    poll: VoteShape | None = None


class NumberedShape(msgspec.Struct):
    """As much of a damaged status as is needed to name it."""

    id: Id
