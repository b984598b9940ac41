"""Reads the HTML pages of an export.

They say less than JSON does: the chat has no id and no type (it is taken for a channel, known by
its name), an edit leaves no trace, and what the platform itself wrote ("pinned", "renamed") has no
time and is refused.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from marsad.collect import telegram_page as page
from marsad.collect.telegram_checkpoint import Position, stamp
from marsad.collect.telegram_html_text import read_text
from marsad.collect.telegram_media import Folder
from marsad.collect.telegram_window import Tally
from marsad.errors import BadInput
from marsad.model import Place, Post
from marsad.phrase import Phrase
from marsad.plugins import Gathered, Refused

_LARGEST = 64 << 20
_BEGINNING = re.compile(rb'<div class="message (?:default|service)[ "]')
_NUMBER = re.compile(r"message(\w+)")


def read_pages(files: Sequence[Path], last: Position) -> Iterator[Gathered | Refused]:
    """Yield the posts of the pages, which may be of several chats, each in its own folder."""
    tally = Tally()
    total = 0
    for number, (folder, pages) in enumerate(groupby(files, lambda path: path.parent), 1):
        chat = _Chat(folder, number, tally, last)
        for path in pages:
            yield from chat.read(path)
        total += chat.taken
    if not total:
        raise BadInput(
            Phrase(
                "%(name)s holds no messages; expected the messages.html of a "
                "Telegram Desktop export",
                name=files[0].name,
            )
        )


class _Chat:
    def __init__(self, folder: Path, number: int, tally: Tally, last: Position) -> None:
        self.taken = 0
        self._folder = Folder(folder)
        self._number = number
        self._tally = tally
        self._last = last
        self._carried = page.Carried()

    def read(self, path: Path) -> Iterator[Gathered | Refused]:
        where = f"{path.parent.name}/{path.name}"
        if path.stat().st_size > _LARGEST:
            yield Refused(
                where,
                Phrase(
                    "a page of more than %(largest)s MB; export again as JSON",
                    largest=_LARGEST >> 20,
                ),
            )
            return
        data = path.read_bytes()
        self._tally.add(data)
        root, broken = _parse(data)
        if broken:
            yield Refused(
                where, Phrase("it holds bytes that are not UTF-8; each was replaced by U+FFFD")
            )
        place = _place(root)
        if place is None:
            yield Refused(where, Phrase("it is no page of a Telegram Desktop export: no chat name"))
            return
        elements = list(page.within(root, "message"))
        for element in elements:
            yield from self._message(element, place, where)
        lost = len(_BEGINNING.findall(data)) - len(elements)
        if lost > 0:
            # The parser gives up in silence where a page is nested too deep.
            yield Refused(
                where,
                Phrase("%(lost)s of its messages cannot be read; export again as JSON", lost=lost),
            )

    def _message(self, element: Any, place: Place, where: str) -> Iterator[Gathered | Refused]:
        found = _NUMBER.fullmatch(element.get("id") or "")
        if not found:
            # The line that names the day; its number is negative.
            return
        self.taken += 1
        if self._last.covers(self._number, self.taken):
            self._remember(element)
            return
        body = page.first(element, "body", deep=False)
        try:
            if body is None or "service" in page.classes(element):
                raise BadInput(
                    Phrase("pages give no time for what the platform itself wrote; export as JSON")
                )
            gathered = self._gathered(found[1], body, place)
        except BadInput as error:
            yield Refused(f"{where}, message {found[1]}", str(error))
            return
        yield gathered
        for medium in gathered.post.media:
            if medium.missing.startswith("refused: "):
                yield Refused(f"{where}, message {found[1]}, {medium.name!r}", medium.missing)

    def _remember(self, element: Any) -> None:
        body = page.first(element, "body", deep=False)
        if body is not None:
            page.author(body, self._carried)
            page.forward(body, self._carried)

    def _gathered(self, number: str, body: Any, place: Place) -> Gathered:
        author, marks = page.author(body, self._carried)
        forward = page.forward(body, self._carried)
        attached = page.attached(body, self._folder)
        element = page.first(body, "text")
        text, entities = ("", ()) if element is None else read_text(element)
        signature = page.words(page.first(body, "signature"))
        post = Post(
            id="",
            place=place.id,
            capture="",
            native_id=number,
            posted_at=page.moment(page.first(body, "date", deep=False)),
            text=text,
            author=signature or ("" if author == place.name else author),
            entities=(*entities, *marks, *attached.marks),
            media=tuple(attached.media),
            forwarded_from=forward,
            reply_to=page.reply_to(body),
            poll=attached.poll,
        )
        checkpoint = f"{stamp(self._tally.mark, self._number)}{self.taken}}}"
        return Gathered(place, post, attached.files, checkpoint)


def _parse(data: bytes) -> tuple[Any, bool]:
    """The page, and whether some of it was no text."""
    from lxml import etree, html

    text = data.decode("utf-8", "replace").replace("\0", "\ufffd")
    parser = html.HTMLParser(encoding="utf-8", no_network=True)
    try:
        root = html.document_fromstring(text.encode(), parser=parser)
    except etree.LxmlError:
        root = html.Element("html")
    return root, text.encode() != data


def _place(root: Any) -> Place | None:
    header = page.first(root, "page_header")
    name = "" if header is None else page.words(page.first(header, "text"))
    return Place(id=f"telegram:name/{name}", platform="Telegram", name=name) if name else None
