"""Finds which posts repeat earlier ones: the pass over all posts that ends a run of enrich.

Not an enricher: those see a batch and must say the same whatever stands beside a post, while a
copy is a copy only beside another post. One process reads in the order in which posts came in and
goes on where it was (see ``store.sketches``); which of two posts is the copy is told by the time
they were posted.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime

from marsad.enrich.copies_files import point_files
from marsad.enrich.copies_forward import Forwards
from marsad.enrich.copies_likeness import LEAST
from marsad.enrich.copies_pictures import PictureCopies
from marsad.enrich.copies_point import Pointing, stored
from marsad.enrich.copies_points import PartCopies
from marsad.enrich.copies_sketch import comparable
from marsad.enrich.copies_text import Match, Sketched, Text, Texts, alike_to
from marsad.enrich.copies_videos import VideoCopies
from marsad.enrich.copies_words import recent_words_of, words_of
from marsad.model import Claim, Finding, Post, sign
from marsad.store import Sketches, Store

NAME = "copies"
MAKER = "copies/1"
TEXT = "text"
BATCH = 1000

Tell = Callable[[int, int], None]


def find_copies(store: Store, tell: Tell = lambda _done, _all: None) -> int:
    """Look at what came since the last run; count the new findings."""
    sketches = Sketches(store, MAKER)
    new = TextCopies(store, sketches).run(tell)
    new += PictureCopies(store, sketches).run(signed, tell)
    new += PartCopies(store, sketches).run(signed, tell)
    return new + VideoCopies(store, sketches).run(signed, tell)


def signed(claims: Iterable[Claim]) -> list[Finding]:
    """The claims as findings of this pass."""
    now = datetime.now(UTC)
    return [sign(claim, MAKER, now) for claim in claims]


class TextCopies:
    """Copies of texts and of files, and forwards: all that is seen in the posts themselves."""

    def __init__(self, store: Store, sketches: Sketches) -> None:
        """Read nothing yet."""
        self._store, self._sketches, self._forwards = store, sketches, Forwards(store)

    def run(self, tell: Tell) -> int:
        """Go through the new posts; what a batch gave is kept before the next one begins."""
        last, end = self._sketches.last(TEXT), self._store.high_water()["post"]
        first, new = last, 0
        if last >= end:
            return 0
        texts = Texts(Sketched.unpacked(self._sketches.rows(TEXT)), self._fetch)
        while last < end:
            upto = min(last + BATCH, end)
            claims, seen = self._batch(texts, self._store.posts_between(last + 1, upto))
            new += self._sketches.write(TEXT, last, upto, seen.packed(), signed(claims))
            last = upto
            tell(last - first, end - first)
        return new

    def _batch(
        self, texts: Texts, numbered: Sequence[tuple[int, Post]]
    ) -> tuple[Iterator[Claim], Sketched]:
        pointing = Pointing(self._store, self._sketches, frozenset(n for n, _ in numbered))
        batch = [stored(number, post) for number, post in numbered if post.kind != "service"]
        texts_of = [Text(each, words_of(each.post.text)) for each in batch]
        compared = [text for text in texts_of if comparable(text.words)]
        matches, seen = texts.compare(compared)
        for text, found in zip(compared, matches, strict=True):
            for match in found:
                self._point(pointing, text, match)
        for each in batch:
            point_files(pointing, self._forwards, self._sketches, each)
        return pointing.claims(), seen

    def _point(self, pointing: Pointing, text: Text, match: Match) -> None:
        self._forwards.join(pointing, text.of, match.text.of)
        pointing.point(text.of, match.text.of, match.likeness)
        if not text.of < match.text.of:
            return
        # It came in late: what repeats the later post may repeat this one as well.
        pointing.point(match.text.of, text.of, match.likeness)
        for follower, media in pointing.followers(match.text.of.post):
            if not media:
                alike = alike_to(text, Text(follower, recent_words_of(follower.post.text)))
                if alike >= LEAST:
                    pointing.point(follower, text.of, alike)

    def _fetch(self, numbers: Sequence[int]) -> dict[int, Text]:
        return {
            number: Text(stored(number, post), recent_words_of(post.text))
            for number, post in self._sketches.posts(numbers).items()
        }
