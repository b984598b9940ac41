"""Which channel an origin names, whether it is public, and where a visit to it goes on."""

import re
from typing import Any

import msgspec

from marsad.errors import BadInput
from marsad.model import Place
from marsad.phrase import Phrase

_ORIGIN = re.compile(r"(?:telegram:@|tg://resolve\?domain=)([A-Za-z][A-Za-z0-9_]{3,31})")
_ELSEWHERE = Phrase("take an export of it with Telegram Desktop if you may")


class Checkpoint(msgspec.Struct, frozen=True):
    """The last message that was taken of a channel."""

    place: str = ""
    last: int = 0

    def __str__(self) -> str:
        """As it is stored."""
        return msgspec.json.encode(self).decode()


def checkpoint(since: str) -> Checkpoint:
    """What ``since`` says; the beginning, when it is no checkpoint of this collector."""
    try:
        found = msgspec.json.decode(since, type=Checkpoint)
    except msgspec.DecodeError:
        return Checkpoint()
    return found if found.place and 0 < found.last < 2**31 else Checkpoint()


def named(origin: str) -> str:
    """The name of the channel; empty when ``origin`` names none in our way."""
    found = _ORIGIN.fullmatch(origin)
    return found[1] if found else ""


def public_place(found: Any, name: str, last: Checkpoint) -> Place:
    """Where the posts of a public channel are seen; BadInput for whatever is none."""
    refused = _objection(found)
    if refused:
        raise BadInput(
            Phrase("@%(name)s is not collected: %(refused)s", name=name, refused=refused)
        )
    place = f"telegram:{found.id}"
    if last.place not in ("", place):
        raise BadInput(
            Phrase(
                "@%(name)s is no longer the channel that was collected under this "
                "name (%(place)s, now %(now)s): another one has taken it; to "
                "collect what is there now, write the origin in its other form "
                "(telegram:@NAME or tg://resolve?domain=NAME)",
                name=name,
                place=last.place,
                now=place,
            )
        )
    return Place(place, "Telegram", found.title, f"https://t.me/{_handle(found)}")


def _objection(found: Any) -> str:
    kind = type(found).__name__
    if kind in ("User", "UserEmpty"):
        return Phrase("it is the name of a person or a bot, and only public channels are")
    if kind != "Channel":
        return Phrase("it is private or barred; %(elsewhere)s", elsewhere=_ELSEWHERE)
    if not found.broadcast:
        return Phrase(
            "it is a group, in which private persons write; %(elsewhere)s", elsewhere=_ELSEWHERE
        )
    return (
        ""
        if _handle(found)
        else Phrase("the channel is private; %(elsewhere)s", elsewhere=_ELSEWHERE)
    )


def _handle(found: Any) -> str:
    """A name under which everybody finds it; a private channel has none."""
    more = (each.username for each in found.usernames or () if each.active)
    return str(found.username or next(more, ""))
