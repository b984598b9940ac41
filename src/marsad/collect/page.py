"""Collects one web page: the answer of the server as it came, and the words in it.

Pictures and other things a page points to are not fetched, and what is drawn is drawn from the
bytes that were kept.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar

from marsad.collect.page_address import of_address, of_file, saved_page, web_address
from marsad.collect.page_encoding import decode
from marsad.collect.page_picture import NAME, Camera
from marsad.collect.page_reading import Reader, Reading
from marsad.errors import BadInput, NotReady, Unreachable
from marsad.model import Entity, Media, Place, Post, made_of
from marsad.phrase import Phrase
from marsad.plugins import Fetched, Gathered, Refused
from marsad.settings import Settings

log = logging.getLogger(__name__)

_DEFAULTS = Settings()
_PAGES = ("", "text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class _Seen:
    """A page as it came, from a server or from a file."""

    where: str
    place: Place
    native_id: str
    body: bytes
    taken_at: datetime
    charset: str = ""
    fetched: Fetched | None = None


class Page:
    """Turns a web page, or a saved one, into a post."""

    name: ClassVar[str] = "page"
    version: ClassVar[str] = "1"
    consecutive: ClassVar[bool] = False

    def __init__(self, settings: Settings = _DEFAULTS) -> None:
        """Ask nobody yet; NotReady where the reader of pages is missing."""
        # Found, not imported: it takes a while to load, and only the child needs it.
        for library in ("trafilatura", "lxml_html_clean"):
            if find_spec(library) is None:
                raise NotReady(
                    Phrase("%(library)s is not installed", library=library),
                    f"pip install {library}",
                )
        self._settings = settings

    def accepts(self, origin: str) -> float:
        """A file of HTML for sure; an address of the web where nobody knows it better."""
        return 1.0 if saved_page(origin) else 0.1 * web_address(origin)

    def originals(self, origin: str) -> Sequence[Path]:
        """The file of a saved page; none for an address."""
        return () if web_address(origin) else (Path(origin),)

    def collect(self, origin: str, since: str) -> Iterator[Gathered | Refused]:
        """Yield the page, unless its words are still those of the last visit."""
        seen = self._visited(origin) if web_address(origin) else _opened(Path(origin))
        reading, faults = self._read(seen)
        checkpoint = made_of(reading.title, reading.text, len(seen.body) if faults else 0)
        if checkpoint == since:
            return
        files: dict[str, Path | bytes] = {}
        media = self._picture(seen, files)
        post = _post(seen, reading, media)
        yield Gathered(seen.place, post, files, checkpoint, seen.fetched)
        for fault in faults:
            yield Refused(seen.where, fault)

    def _visited(self, url: str) -> _Seen:
        from marsad.collect.fetch import Fetcher

        fetcher = Fetcher(self._settings)
        try:
            fetched = fetcher.get(url.strip())
        finally:
            fetcher.close()
        if fetched.status != 200:
            raise Unreachable(
                Phrase(
                    "%(url)s answers %(status)s; there is no page to keep",
                    url=fetched.url,
                    status=fetched.status,
                )
            )
        kind, charset = _kind(fetched)
        if kind not in _PAGES:
            raise BadInput(Phrase("%(url)s is %(kind)s, not a page", url=fetched.url, kind=kind))
        place, native_id = of_address(fetched.url)
        taken_at = fetched.clocks.system
        return _Seen(fetched.url, place, native_id, fetched.body, taken_at, charset, fetched)

    def _read(self, seen: _Seen) -> tuple[Reading, list[str]]:
        """The words, and what is wrong with them; what cannot be read is kept all the same."""
        fault = seen.fetched.fault if seen.fetched else ""
        faults = [f"the page did not come whole: {fault}; what came was read"] if fault else []
        reader = Reader(self._settings)
        try:
            reading = reader.read(seen.body, seen.charset, seen.fetched.url if seen.fetched else "")
        except BadInput as error:
            return Reading(), [*faults, f"kept, but its words were not read: {error}"]
        finally:
            reader.close()
        if reading.cut:
            faults.append(Phrase("longer than what is read of a page; only its beginning was read"))
        return reading, faults

    def _picture(self, seen: _Seen, files: dict[str, Path | bytes]) -> tuple[Media, ...]:
        try:
            picture = Camera(self._settings.decoder_seconds).draw(decode(seen.body, seen.charset))
        except NotReady as reason:
            log.info("no picture of the page: %s", reason)
            return ()
        if not picture:
            return (
                Media("", NAME, "photo", "image/png", missing=Phrase("the browser drew nothing")),
            )
        files[NAME] = picture
        return (Media("", NAME, "photo", "image/png", len(picture)),)


def _opened(path: Path) -> _Seen:
    try:
        body = path.read_bytes()
    except OSError as error:
        raise BadInput(
            Phrase("%(path)s cannot be read: %(strerror)s", path=path.name, strerror=error.strerror)
        ) from error
    place, native_id = of_file(body)
    return _Seen(path.name, place, native_id, body, datetime.now(UTC))


def _kind(fetched: Fetched) -> tuple[str, str]:
    """The media type and the character set the server gives."""
    headers = {name.lower(): value for name, value in fetched.response_headers}
    said = Message()
    said["Content-Type"] = " ".join(headers.get("content-type", "").split())
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind[:80], said.get_content_charset() or ""


def _post(seen: _Seen, reading: Reading, media: tuple[Media, ...]) -> Post:
    """The page as a post; a mark without length says whose word its time is."""
    published, changed = reading.published, reading.changed
    # A page from the future has no time of its own.
    claimed = published if published and published <= seen.taken_at else None
    marks = [Entity("time_of_page" if claimed else "time_of_capture", 0, 0)]
    if reading.whole:
        marks.append(Entity("whole_page", 0, 0))
    return Post(
        id="",
        place=seen.place.id,
        capture="",
        native_id=seen.native_id,
        posted_at=claimed or seen.taken_at,
        text=reading.words,
        author=reading.author,
        entities=(*reading.entities, *marks),
        media=media,
        edited_at=changed if claimed and changed and claimed < changed <= seen.taken_at else None,
    )
