"""Collects posts from what Telegram Desktop exports: ``result.json`` or ``messages.html``.

Order of the file is order of time: Telegram Desktop writes the oldest message first.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

import msgspec

from marsad.collect.telegram_album import join_albums
from marsad.collect.telegram_checkpoint import Position, position, stamp
from marsad.collect.telegram_json import EXPECTED, Run, read_runs
from marsad.collect.telegram_media import Folder
from marsad.collect.telegram_message import Damaged, Message
from marsad.collect.telegram_post import PostMaker
from marsad.collect.telegram_window import Tally
from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.plugins import Gathered, Refused

_PAGE = re.compile(r"messages(\d*)\.html")
_SIGN = re.compile(rb'"(?:messages|chats|personal_information)"\s*:|class="page_wrap"')
_GLANCE = 1 << 14


class TelegramExport:
    """Turns an export of Telegram Desktop, of one chat or of a whole account, into posts."""

    name: ClassVar[str] = "telegram-export"
    version: ClassVar[str] = "1"
    consecutive: ClassVar[bool] = True

    def accepts(self, origin: str) -> bool:
        """Say whether ``origin`` is an export file, or a folder that holds one."""
        try:
            found = _originals(Path(origin))
            if not found:
                return False
            with found[0].open("rb") as file:
                return bool(_SIGN.search(file.read(_GLANCE)))
        except (OSError, ValueError):
            return False

    def originals(self, origin: str) -> Sequence[Path]:
        """The ``result.json``, or the pages in the order of their numbers."""
        try:
            found = _originals(Path(origin))
        except (OSError, ValueError) as error:
            raise BadInput(
                Phrase("%(origin)s cannot be read: %(error)s", origin=repr(origin), error=error)
            ) from error
        if not found:
            raise BadInput(
                Phrase(
                    "%(origin)s holds no export; %(expected)s, or its messages.html",
                    origin=origin,
                    expected=EXPECTED,
                )
            )
        return found

    def collect(self, origin: str, since: str) -> Iterator[Gathered | Refused]:
        """Yield every post after ``since``, and raise at the end if the file is damaged."""
        files = self.originals(origin)
        last = position(since, files) if since else Position()
        if files[0].suffix == ".html":
            from marsad.collect.telegram_html import read_pages

            return join_albums(read_pages(files, last))
        return join_albums(_posts(files[0], last))


def _originals(origin: Path) -> list[Path]:
    if origin.is_dir():
        if (origin / "result.json").is_file():
            return [origin / "result.json"]
        return [
            page
            for folder in (origin, *sorted(origin.glob("chat*/")), *sorted(origin.glob("chats/*/")))
            for page in _pages(folder)
        ]
    if _PAGE.fullmatch(origin.name):
        return _pages(origin.parent)
    return [origin] if origin.is_file() else []


def _pages(folder: Path) -> list[Path]:
    numbered = [
        (int(match[1] or 1), path)
        for path in folder.glob("messages*.html")
        if (match := _PAGE.fullmatch(path.name)) and path.is_file()
    ]
    return [path for _, path in sorted(numbered)]


def _posts(path: Path, last: Position) -> Iterator[Gathered | Refused]:
    folder = Folder(path.parent)
    maker, number, taken, total = None, 0, 0, 0
    for run in read_runs(path, Tally()):
        if run.number != number:
            number, taken = run.number, 0
            maker = PostMaker(run.chat, folder) if run.chat else None
        total += len(run.messages)
        if maker:
            yield from _run(run, taken, maker, last, path.name)
        elif not taken:
            yield Refused(
                f"{path.name}, chat {number}", Phrase("no id and type stand before its messages")
            )
        taken += len(run.messages)
    if not total:
        raise BadInput(
            Phrase(
                "%(path)s holds no messages; choose a longer time when you export", path=path.name
            )
        )


def _run(
    run: Run, taken: int, maker: PostMaker, last: Position, name: str
) -> list[Gathered | Refused]:
    # A list: a generator for each message would take longer than making its post.
    found: list[Gathered | Refused] = []
    checkpoint = stamp(run.mark, run.number)
    resuming = run.number <= last.chat
    for count, message in enumerate(run.messages, taken + 1):
        if resuming and last.covers(run.number, count):
            continue
        if isinstance(message, Damaged):
            found.append(Refused(f"{name}, {message.where}", message.reason))
        else:
            _gather(message, maker, f"{checkpoint}{count}}}", name, found)
    return found


def _gather(
    message: Message, maker: PostMaker, checkpoint: str, name: str, found: list[Gathered | Refused]
) -> None:
    files: dict[str, Path | bytes] = {}
    try:
        media = maker.media(message, files)
        found.append(Gathered(maker.place, maker.post(message, media), files, checkpoint))
    except (BadInput, msgspec.DecodeError) as error:
        found.append(Refused(f"{name}, message {message.id}", str(error)))
        return
    for medium in media:
        if medium.missing.startswith("refused: "):
            where = f"{name}, message {message.id}, {medium.name!r}"
            found.append(Refused(where, medium.missing))
