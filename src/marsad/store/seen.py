"""Posts as tracking reads them: one short row each, in order of time, a million in seconds.

Where, when, by whom, about what, repeating what: the findings that stand, joined once and kept in
the table ``seen``, which follows the store by its running numbers (see ``seen_fill``). Words of
posts are not in it; a row goes with its post when that is erased.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import bindparam, text

from marsad.model import Post
from marsad.store import records
from marsad.store.seen_fill import EPOCH, Filling, microseconds
from marsad.store.store import Store

FETCH = 5000
COLUMNS = (
    "post, id, native_id, place, outlet, at, taken, kind, language, themes, targets, narratives, "
    "origin, origin_name, repeats, media, gone, edited"
)


class Repeat(NamedTuple):
    """What a post repeats, as a standing finding says."""

    first: int
    """Running number of the earliest post that says or shows the same, or of the origin."""
    by: str
    """``text``, ``picture``, ``video``, ``file`` or ``forward``."""


class Sighting(NamedTuple):
    """One post as it was seen, with what stands of what was found in it."""

    seq: int
    post: str
    native_id: str
    """Two rows of one place and native id are two versions of one post."""
    place: str
    outlet: str
    """As ``made-by-outlet`` says: an id, or ``origin:`` or ``place:`` and what follows."""
    at: int
    """When it was posted, as it was told: microseconds since 1970."""
    taken: int
    """When it was collected: a post that claims to be later was posted by a clock gone wrong."""
    kind: str
    language: str
    themes: tuple[str, ...]
    targets: tuple[str, ...]
    narratives: tuple[str, ...]
    origin: str
    """Id of the channel it was forwarded from."""
    origin_name: str
    repeats: tuple[Repeat, ...]
    media: tuple[str, ...]
    """SHA-256 of each."""
    gone: bool
    """It was no longer there when somebody looked again."""
    edited: int = 0
    """When this version was written, if it is an edited one; of the first version ``at`` tells."""

    @property
    def said(self) -> int:
        """When these words were put there: an edit does not say earlier what it says now."""
        return max(self.at, self.edited)

    @property
    def posted_at(self) -> datetime:
        """When it was posted."""
        return EPOCH + timedelta(microseconds=self.at)


@dataclass(frozen=True, slots=True)
class Window:
    """Which posts are meant; what is left empty does not narrow it."""

    since: datetime | None = None
    until: datetime | None = None
    """Exclusive."""
    places: Sequence[str] = ()
    outlets: Sequence[str] = ()
    """Ids of registered outlets."""
    repeating: bool = False
    """Only posts that repeat another one, or were forwarded."""

    def where(self) -> tuple[str, dict[str, Any]]:
        """The condition, and the values in it."""
        said: list[str] = []
        values: dict[str, Any] = {}
        for name, moment, sign in (("since", self.since, ">="), ("until", self.until, "<")):
            if moment is not None:
                said.append(f"at {sign} :{name}")
                values[name] = microseconds(moment.astimezone(UTC))
        for name, some in (("place", self.places), ("outlet", self.outlets)):
            if some:
                said.append(f"{name} in :{name}s")
                values[f"{name}s"] = list(some)
        if self.repeating:
            said.append("(repeats <> '' or origin <> '' or origin_name <> '')")
        return " and ".join(said) or "1 = 1", values


ALL = Window()


class Seen:
    """The posts of one lab, for tracking."""

    def __init__(self, store: Store) -> None:
        """Read nothing yet."""
        self.store = store

    def catch_up(self, tell: Callable[[int, int], None] = lambda _done, _all: None) -> int:
        """Take in what came or was found since; count the rows that were made."""
        return Filling(self.store.whole).run(tell)

    def behind(self) -> int:
        """How many posts and findings are still to be read."""
        post, finding = self.upto()
        if self.store.hidden:
            # Running numbers would count what is hidden.
            return self.store.count_after("post", post) + (
                self.store.count_after("finding", finding) if post else 0
            )
        water = self.store.high_water()
        # From nothing, findings are met with their posts.
        return water["post"] - post + (water["finding"] - finding if post else 0)

    def upto(self) -> tuple[int, int]:
        """Running numbers of the last post and the last finding that the rows know."""
        return Filling(self.store.whole).upto() or (0, 0)

    def rows(self, window: Window = ALL) -> Iterator[Sighting]:
        """Stream the posts of a window, oldest first, after catching up with the store."""
        self.catch_up()
        where, values = window.where()
        order = f"select {COLUMNS} from seen where {where} order by at, post"
        yield from map(_sighting, self._fetched(order, values))

    def volumes(self, window: Window = ALL) -> dict[str, int]:
        """How many posts each place has in a window; those of the platform do not count."""
        where, values = window.where()
        order = (
            f"select place, count(distinct native_id) as n from seen where {where} "
            "and kind <> 'service' group by place"
        )
        return {str(place): int(n) for place, n in self._fetched(order, values)}

    def elsewhere(self, outlet: str, places: Sequence[str], most: int) -> dict[str, int]:
        """In which other places posts that an outlet made were seen, and how many."""
        order = (
            "select place, count(*) as n from seen where outlet = :outlet and place not in :places "
            "group by place order by n desc, place limit :most"
        )
        values = {"outlet": outlet, "places": list(places), "most": most}
        return {str(place): int(n) for place, n in self._fetched(order, values)}

    def numbers(self, posts: Sequence[str]) -> list[int]:
        """Running numbers of posts, after catching up with the store."""
        self.catch_up()
        order = "select seq from post where id in :some"
        parts = (list(posts[at : at + FETCH]) for at in range(0, len(posts), FETCH))
        return [int(row[0]) for some in parts for row in self._fetched(order, {"some": some})]

    def posts(self, numbers: Sequence[int]) -> dict[int, Post]:
        """Posts with their words, by their running numbers."""
        order = "select seq, record from post where seq in :some"
        found: dict[int, Post] = {}
        for at in range(0, len(numbers), FETCH):
            for seq, record in self._fetched(order, {"some": list(numbers[at : at + FETCH])}):
                found[seq] = records.restore(Post, record)
        return found

    def words(self, numbers: Sequence[int]) -> dict[int, str]:
        """What posts say, by their running numbers: the text alone, which is read faster."""
        order = "select seq, record from post where seq in :some"
        found: dict[int, str] = {}
        for at in range(0, len(numbers), FETCH):
            for seq, record in self._fetched(order, {"some": list(numbers[at : at + FETCH])}):
                found[seq] = _text(record)
        return found

    def by_number(self, numbers: Sequence[int]) -> dict[int, Sighting]:
        """Posts by their running numbers."""
        found: dict[int, Sighting] = {}
        order = f"select {COLUMNS} from seen where post in :some"
        for at in range(0, len(numbers), FETCH):
            for row in self._fetched(order, {"some": list(numbers[at : at + FETCH])}):
                found[row[0]] = _sighting(row)
        return found

    def by_id(self, ids: Sequence[str]) -> dict[str, Sighting]:
        """Posts by their ids; those that are not in the lab are left out."""
        found: dict[str, Sighting] = {}
        order = f"select {COLUMNS} from seen where post in (select seq from post where id in :some)"
        for at in range(0, len(ids), FETCH):
            for row in self._fetched(order, {"some": list(ids[at : at + FETCH])}):
                found[row[1]] = _sighting(row)
        return found

    def _fetched(self, order: str, values: dict[str, Any]) -> Iterator[Sequence[Any]]:
        lists = [name for name, said in values.items() if isinstance(said, list)]
        bound = text(order).bindparams(*(bindparam(name, expanding=True) for name in lists))
        with self.store.engine.connect() as connection:
            result = connection.execution_options(yield_per=FETCH).execute(bound, values)
            for part in result.partitions():
                yield from part


def _sighting(row: Sequence[Any]) -> Sighting:
    labels = map(_words, row[9:12])
    return Sighting._make(
        (*row[:9], *labels, *row[12:14], _repeats(row[14]), _list(row[15]), row[16] != 0, row[17])
    )


class Worded(msgspec.Struct):
    """What is read of the record of a post where only its words are asked for."""

    text: str = ""


_worded = msgspec.json.Decoder(Worded).decode


def _text(record: bytes) -> str:
    return _worded(record).text


_strings = msgspec.json.Decoder(tuple[str, ...]).decode
_pairs = msgspec.json.Decoder(tuple[tuple[int, str], ...]).decode


def _list(said: str) -> tuple[str, ...]:
    return _strings(said) if said else ()


# The same few lists come a million times.
_words = lru_cache(4096)(_list)


def _repeats(said: str) -> tuple[Repeat, ...]:
    return tuple(Repeat(*pair) for pair in _pairs(said)) if said else ()
