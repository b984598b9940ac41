"""Name, note and avatar of an account, from what its server said of it."""

from typing import TYPE_CHECKING

import msgspec

from marsad.collect.fediverse_text import read_text
from marsad.collect.signboard import picture
from marsad.errors import BadInput
from marsad.model import made_of
from marsad.plugins import Fetched, Looked, Signboard

if TYPE_CHECKING:
    from marsad.collect.fetch import Fetcher

_NONE = "/missing.png"
"""The picture that Mastodon shows for an account without one."""


class _Shape(msgspec.Struct):
    display_name: str = ""
    note: str = ""
    avatar_static: str = ""
    avatar: str = ""


def signboard(fetcher: "Fetcher", account: Fetched) -> Signboard | None:
    """What an account shows of itself; nothing where its server does not tell it in our words."""
    try:
        shape = msgspec.json.decode(account.body, type=_Shape)
        note = read_text(shape.note)[0].strip()
    except (msgspec.DecodeError, RecursionError, BadInput):
        return None
    name, shown = shape.display_name.strip(), shape.avatar_static or shape.avatar
    address = "" if shown.endswith(_NONE) else shown

    def look() -> Looked:
        found = picture(fetcher.get, address, account.url)
        return Looked(name, note, account, found.fetched, found.missing, found.again)

    return Signboard(made_of(name, note, address), look)
