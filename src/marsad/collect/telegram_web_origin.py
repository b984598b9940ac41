"""Which channel an origin names: ``@name``, ``t.me/name``, ``https://t.me/s/name``."""

import re

from marsad.errors import BadInput
from marsad.phrase import Phrase

_HOST = re.compile(r"(?:https?://)?(?:www\.)?(?:t|telegram)\.me/+", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z]\w{3,31}", re.ASCII)
_REST = re.compile(r"/?(?:[?#].*)?", re.DOTALL)
_POST = re.compile(r"/\d+/?(?:[?#].*)?", re.DOTALL)
# Addresses of Telegram itself that look like names.
_NOT_NAMES = {"addstickers", "addemoji", "addlist", "boost", "joinchat", "proxy", "share", "socks"}


def is_link(origin: str) -> bool:
    """It begins like a link of Telegram."""
    return bool(_HOST.match(origin))


def is_handle(origin: str) -> bool:
    """It is a name behind an @, and nothing else."""
    return origin.startswith("@") and bool(_NAME.fullmatch(origin[1:]))


def channel_name(origin: str) -> str:
    """The name of the channel; says what to give instead when there is none."""
    if is_handle(origin):
        return origin[1:]
    path = _HOST.sub("", origin, count=1) if is_link(origin) else ""
    path = path.removeprefix("s/")
    found = _NAME.match(path)
    if not found or found[0].lower() in _NOT_NAMES:
        raise BadInput(
            Phrase(
                "%(origin)s names no public channel (an invitation or a private link "
                "cannot be read without an account); give it as https://t.me/NAME",
                origin=repr(origin[:80]),
            )
        )
    rest = path[found.end() :]
    if _POST.fullmatch(rest):
        raise BadInput(
            Phrase(
                "%(origin)s is the link of one post; to collect its channel give "
                "https://t.me/%(found)s",
                origin=repr(origin[:80]),
                found=found[0],
            )
        )
    if not _REST.fullmatch(rest):
        raise BadInput(
            Phrase(
                "%(origin)s is not the address of a channel; give https://t.me/NAME",
                origin=repr(origin[:80]),
            )
        )
    return found[0]
