"""Title, description and picture of a channel, from its own page: ``t.me/NAME``."""

from typing import Any
from urllib.parse import urlsplit

from marsad.collect.fetch import Fetcher
from marsad.collect.signboard import picture
from marsad.collect.telegram_html_text import read_text
from marsad.collect.telegram_page import first, words
from marsad.collect.telegram_web_page import Page, parse
from marsad.errors import Unreachable
from marsad.model import made_of
from marsad.phrase import Phrase
from marsad.plugins import Looked, Signboard

_PICTURE = "tgme_page_photo_image"


def signboard(fetcher: Fetcher, site: str, page: Page) -> Signboard:
    """What ``page`` shows beside the posts; the page that is kept of it is another one.

    It has no posts: one that was erased must not stay on a page kept for a description.
    """
    root = page.root
    title = first(root, "tgme_channel_info_header_title")
    said = first(root, "tgme_channel_info_description")
    glance = made_of(words(title), _text(said), urlsplit(_address(root)).path)

    def look() -> Looked:
        fetched = fetcher.get(f"{site}/{page.name}")
        own = parse(fetched.body)
        name = words(first(own, "tgme_page_title"))
        if fetched.status != 200 or fetched.fault or not name:
            raise Unreachable(
                Phrase(
                    "t.me does not show the page of @%(page)s; it is asked again", page=page.name
                )
            )
        found = picture(fetcher.get, _address(own), fetched.url)
        description = _text(first(own, "tgme_page_description"))
        return Looked(name, description, fetched, found.fetched, found.missing, found.again)

    return Signboard(glance, look)


def _text(element: Any) -> str:
    return "" if element is None else read_text(element)[0].strip()


def _address(root: Any) -> str:
    """Where the picture of the channel is; empty where it has only a letter on a colour."""
    node = first(root, _PICTURE)
    for each in () if node is None else node.iter("img"):
        said = str(each.get("src") or "").strip()
        if said and not said.startswith("data:"):
            return said
    return ""
