"""The web page that a post was read from, where one was kept, to be looked at as it was."""

import json
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message

from marsad.collect.warc_kept import Found, found_in
from marsad.engine.capped import Capped, Limits
from marsad.errors import BadInput, EvidenceAltered, MarsadError, NotFound
from marsad.model import Capture, Post
from marsad.phrase import Phrase
from marsad.store import Store

HTML = ("text/html", "application/xhtml+xml")
LARGEST = 16_000_000
"""Bytes of a page that is shown; a larger one can be saved."""
LARGEST_ARCHIVE = 64_000_000
"""Bytes of a web archive that is searched for a page while somebody waits."""
ARCHIVES = (".warc", ".warc.gz")


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a page lies and in which character set its server said it was."""

    sha256: str
    charset: str = ""
    record: str = ""
    """Of a web archive: when which address was taken, as the post is numbered."""


def kept_page(store: Store, post: Post) -> Kept:
    """The page of a post; NotFound where it was read from something else."""
    capture = store.capture(post.capture)
    if made := _kept(store, capture, post):
        return made
    raise NotFound(
        Phrase("post %(id)s was not read from a web page; its files can be saved", id=post.id)
    )


def has_page(store: Store, post: Post) -> bool:
    """Whether there is one to look at."""
    with suppress(MarsadError):
        return bool(kept_page(store, post))
    return False


def shown(store: Store, page: Kept) -> bytes:
    """The page in words, order, direction and style; nothing in it runs, loads or leads away."""
    if not store.blobs.intact(page.sha256):
        raise EvidenceAltered(
            Phrase("original %(sha256)s no longer matches its digest", sha256=page.sha256)
        )
    body = _body(store, page)
    if len(body.content) > LARGEST:
        raise BadInput(
            Phrase(
                "the page is larger than %(largest)s MB; save it instead",
                largest=LARGEST // 1000000,
            )
        )
    limits = Limits(store.settings.decoder_seconds, store.settings.decoder_megabytes)
    with Capped("marsad.collect.page_bare:bare", limits) as child:
        return child.call(body.content, charset=body.charset[:40], encoding=body.encoding[:100])


def _body(store: Store, page: Kept) -> Found:
    if not page.record:
        return Found(store.read(page.sha256), page.charset)
    with store.path(page.sha256).open("rb") as file:
        return found_in(file, page.record)


def _kept(store: Store, capture: Capture, post: Post) -> Kept | None:
    """Of collectors that make one post of one page: any other page tells of posts beside it, and
    whoever may see this one may not be cleared for those.
    """
    if capture.collector == "page" and capture.exchange:
        kind, charset = _told(store, capture)
        return Kept(capture.sha256, charset) if kind in HTML else None
    if capture.collector == "page":
        return Kept(capture.sha256)
    archive = capture.collector == "warc" and capture.origin.lower().endswith(ARCHIVES)
    if archive and capture.size <= LARGEST_ARCHIVE:
        return Kept(capture.sha256, record=post.native_id)
    return None


def _told(store: Store, capture: Capture) -> tuple[str, str]:
    """The media type and the character set that a server gave."""
    told = json.loads(store.read(capture.exchange))["response_headers"]
    said = Message()
    said["content-type"] = next(
        (" ".join(value.split()) for name, value in told if name.lower() == "content-type"), ""
    )
    return said.get_content_type(), said.get_content_charset() or ""
