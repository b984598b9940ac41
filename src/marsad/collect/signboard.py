"""What a place shows of itself, as every collector that can hands it on."""

from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urljoin

from marsad.errors import BadInput, Unreachable
from marsad.phrase import Phrase
from marsad.plugins import Fetched

Get = Callable[[str], Fetched | None]
AWAY = Phrase("it could not be reached when it was asked for")


class Picture(NamedTuple):
    """A picture that was asked for, or why it is not here."""

    fetched: Fetched | None = None
    missing: str = ""
    again: bool = False


def picture(get: Get, address: str, base: str = "") -> Picture:
    """Ask for the picture at ``address``; a server that is away is asked at the next visit."""
    if not address:
        return Picture()
    try:
        return Picture(get(urljoin(base, address)))
    except (BadInput, ValueError) as error:
        return Picture(missing=f"refused: {error}")
    except Unreachable:
        # Not in its own words: they tell seconds, and would make every visit another version.
        return Picture(missing=AWAY, again=True)
