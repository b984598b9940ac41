"""What an account of Telegram is opened with, read from the environment and shown to nobody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec

from marsad.errors import NotReady
from marsad.phrase import Phrase
from marsad.settings import Settings

WARNING = (
    "accounts that collect get banned, and the phone number with them; the public preview of a "
    "channel (telegram-web, https://t.me/s/NAME) needs no account"
)
_API_ID = "MARSAD_TELEGRAM_API_ID"
_API_HASH = "MARSAD_TELEGRAM_API_HASH"
_SESSION = "MARSAD_TELEGRAM_SESSION"
_NAMES = (_API_ID, _API_HASH, _SESSION)


@dataclass(frozen=True, slots=True)
class Access:
    """The keys of an account. None of them is ever part of a repr, so no log can hold them."""

    api_id: int = field(repr=False)
    api_hash: str = field(repr=False)
    session: str = field(repr=False)
    """A session string of Telethon: who has it is signed in."""


def read_access(settings: Settings, environment: Mapping[str, str]) -> Access:
    """The keys that the environment names; NotReady where a part is missing."""
    if find_spec("telethon") is None:
        raise NotReady(
            Phrase("Telethon is not installed (%(warning)s)", warning=WARNING),
            "pip install 'marsad[telegram]'",
        )
    if settings.proxy and find_spec("python_socks") is None:
        # Without it Telethon would have no way through the proxy.
        raise NotReady(
            Phrase("python-socks, which leads Telethon through the proxy, is not installed"),
            "pip install 'marsad[telegram]'",
        )
    said = {name: environment.get(name, "").strip() for name in _NAMES}
    missing = [name for name in _NAMES if not said[name]]
    if missing:
        raise NotReady(
            Phrase(
                "no account of Telegram is set: %(missing)s not in the environment",
                missing=", ".join(missing),
            ),
            Phrase(
                "set them as docs/collect-telegram-live.md says; but %(warning)s", warning=WARNING
            ),
        )
    number = said[_API_ID]
    if not (number.isascii() and number.isdecimal()):
        raise NotReady(
            Phrase("%(api_id)s is not a number", api_id=_API_ID),
            Phrase("copy it from https://my.telegram.org/apps"),
        )
    return Access(int(number), said[_API_HASH], said[_SESSION])
