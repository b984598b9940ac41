"""Finds the page of a post in its web archive again, with the same care as the first time."""

import re
from dataclasses import dataclass
from typing import BinaryIO

from marsad.collect.warc_post import page_at
from marsad.collect.warc_scan import Scan
from marsad.errors import NotFound
from marsad.phrase import Phrase

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """The bytes of a page as they travelled, and what was said about them."""

    content: bytes
    charset: str = ""
    encoding: str = ""


def found_in(file: BinaryIO, native_id: str) -> Found:
    """The page that a post was read from, by the number of the post: when which address."""
    scan = Scan(file, "the archive")
    for _refused in scan.run():
        pass
    for entry in scan.entries:
        uri, page = page_at(file, entry)
        if f"{entry.date:%Y%m%d%H%M%S}/{uri}" == native_id:
            charset = _CHARSET.search(page.type)
            return Found(page.body, charset[1] if charset else "", page.encoding)
    raise NotFound(
        Phrase(
            "the archive has no page %(native_id)s any more; see marsad verify",
            native_id=repr(native_id[:200]),
        )
    )
