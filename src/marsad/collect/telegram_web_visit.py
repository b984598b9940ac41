"""One visit to a channel: what is new, what was edited, what is still there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from marsad.collect.fetch import Fetcher
from marsad.collect.telegram_web_channel import Channel
from marsad.collect.telegram_web_checkpoint import Checkpoint, mark
from marsad.collect.telegram_web_fetch import fetch_media
from marsad.collect.telegram_web_message import Message, read_message
from marsad.collect.telegram_web_page import Bubble, Page
from marsad.errors import BadInput, MarsadError
from marsad.model import Place
from marsad.phrase import Phrase
from marsad.plugins import Gathered, Present, Refused, Signboard


@dataclass(slots=True)
class Visit:
    """A walk over the pages above a checkpoint, the oldest first."""

    fetcher: Fetcher
    place: Place
    last: Checkpoint
    board: Signboard | None = None
    _first: Checkpoint = field(init=False)
    _edited: list[tuple[Bubble, Page]] = field(default_factory=list)
    _seen: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        """What was taken before this visit is told from what it takes itself."""
        self._first = self.last

    def walk(self, channel: Channel, newest: Page) -> Iterator[Gathered | Refused | Present]:
        """Yield new posts, then those that were edited, then which of the old are still there.

        Edited ones come last, though they are older: between them and the new ones every id would
        seem to be missing.
        """
        low = self._first.low
        try:
            for page in channel.pages(low, newest):
                for stranger in page.strangers:
                    yield Refused(
                        f"t.me/{page.name}",
                        Phrase("%(stranger)s is of another channel", stranger=repr(stranger)),
                    )
                for bubble in page.bubbles:
                    if bubble.id > low:
                        yield from self._look(bubble, page)
        except MarsadError:
            yield from self._again()
            raise
        yield from self._again()
        if self._first.watched and self._seen:
            ids = tuple(str(id) for id in self._seen)
            yield Present(self.place.id, ids, newest.fetched.clocks.system)

    def _look(self, bubble: Bubble, page: Page) -> Iterator[Gathered | Refused]:
        old = bubble.ids[-1] <= self._first.highest
        # The first new one is named too: a post deleted just below it is then seen to be gone.
        if self._first.watched and (old or self._seen_below()):
            self._seen += bubble.ids
        if not old:
            yield from self._take(bubble, page)
        elif self._first.watched.get(bubble.id) != _mark(bubble, page):
            self._edited.append((bubble, page))

    def _seen_below(self) -> bool:
        return not self._seen or self._seen[-1] <= self._first.highest

    def _again(self) -> Iterator[Gathered | Refused]:
        edited, self._edited = self._edited, []
        for bubble, page in edited:
            yield from self._take(bubble, page)

    def _take(self, bubble: Bubble, page: Page) -> Iterator[Gathered | Refused]:
        files: dict[str, Path | bytes] = {}
        try:
            message = read_message(bubble, page)
            message.post(self.place.id, bubble, ())
        except BadInput as error:
            self.last = self.last.after(bubble.id, bubble.ids[-1], _mark(bubble, page))
            yield Refused(f"t.me/{page.name}/{bubble.id}", str(error))
            return
        media, again = fetch_media(self.fetcher, message.attachments, files)
        self.last = self.last.after(bubble.id, bubble.ids[-1], "" if again else message.mark)
        post = message.post(self.place.id, bubble, media)
        yield Gathered(self.place, post, files, str(self.last), page.fetched, self.board)
        for medium in media:
            if medium.missing.startswith("refused: "):
                where = f"t.me/{page.name}/{bubble.id}, {medium.name!r}"
                yield Refused(where, medium.missing)


def _mark(bubble: Bubble, page: Page) -> str:
    try:
        found: Message = read_message(bubble, page)
    except BadInput as error:
        return mark(str(error))
    return found.mark
