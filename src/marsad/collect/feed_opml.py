"""Reads OPML lists: the addresses of the feeds they name."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.parsers import expat

from marsad.collect.feed_entry import clean
from marsad.collect.feed_guard import Checked
from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.plugins import Refused

MOST = 500
"""Feeds of one list: a longer one is a request to knock on that many doors."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The feeds of a list, each once, in its order; and what in it is no feed to follow."""

    addresses: tuple[str, ...]
    refused: tuple[Refused, ...] = ()
    fault: str = ""


def read_opml(checked: Checked) -> Listing:
    """The list in a document; other lists it points to are named and not followed."""
    addresses: dict[str, None] = {}
    refused = []
    for name, address, includes in _outlines(checked.data):
        if includes:
            refused.append(
                Refused(name, Phrase("another list, which is not followed; collect it itself"))
            )
        elif not _is_web(address):
            reason = Phrase(
                "its feed %(address)s is no http or https address; nothing is opened",
                address=repr(address[:80]),
            )
            refused.append(Refused(name, reason))
        else:
            addresses[address] = None
    if len(addresses) > MOST:
        raise BadInput(
            Phrase(
                "a list of %(addresses)s feeds; split it into lists of %(most)s or fewer",
                addresses=len(addresses),
                most=MOST,
            )
        )
    return Listing(tuple(addresses), tuple(refused), checked.fault)


def _outlines(data: bytes) -> Iterator[tuple[str, str, bool]]:
    """Name, feed address, and whether it points to another list; folders have neither."""
    outlines: list[dict[str, str]] = []

    def opened(name: str, attributes: dict[str, str]) -> None:
        if name.lower() == "outline":
            outlines.append({key.lower(): clean(said) for key, said in attributes.items()})

    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = opened
    # What is not well-formed was noted when it was checked; what came before counts.
    with suppress(expat.ExpatError):
        parser.Parse(data, True)
    for number, each in enumerate(outlines, 1):
        address = each.get("xmlurl", "").strip()
        said = each.get("text") or each.get("title") or address
        includes = each.get("type", "").lower() in ("include", "link") and not address
        if address or includes:
            yield f"outline {number} ({said[:60]})", address, includes


def _is_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False
