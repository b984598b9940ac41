"""The cues by which a new place is held against one that ended."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

from rapidfuzz.fuzz import ratio

from marsad.model import Place
from marsad.phrase import Phrase
from marsad.store import Seen, Store
from marsad.store.seen_fill import EPOCH, microseconds
from marsad.store.seen_spans import Span, numbers, pointers
from marsad.store.sources import Sources
from marsad.text.fold import folded
from marsad.track.flow import Edge
from marsad.track.successor_boards import Boards
from marsad.track.successor_cue import Cue
from marsad.track.successor_style import Styles

FIRST, LAST = 20, 200
"""First posts of the new place that are held against the last ones of the old."""
NEAR = timedelta(days=30)
_TRAILING = re.compile(r"[\W_\d]+")
_NEW = frozenset(map(folded, ("الجديد", "الجديدة", "الاحتياطي", "الاحتياطية", "البديل", "new",
                              "backup", "reserve", "جدید", "نیا", "نئی")))  # fmt: skip


class Cues:
    """Everything that is compared, read once."""

    def __init__(
        self,
        store: Store,
        places: Mapping[str, Place],
        spans: Mapping[str, Span],
        edges: Iterable[Edge],
        new: Iterable[str],
    ) -> None:
        """Read names, and links to the new places; posts are read when a pair is asked for."""
        self._store, self._seen, self._places, self._spans = store, Seen(store), places, spans
        self._styles, self._boards = Styles(store, spans), Boards(store, spans)
        self._named = Counter(_name(places[id].name) for id in spans)
        self._told = self._links(store, {_handle(places[id], whole=True) for id in new})
        self._repeaters: dict[str, set[str]] = {}
        for edge in edges:
            self._repeaters.setdefault(edge.source, set()).add(edge.target)

    def between(self, old: str, new: str) -> Iterator[Cue]:
        """Every cue that speaks for the two, or against them."""
        yield from self._handle(old, new)
        yield from self._name(old, new)
        yield from self._announced(old, new)
        yield from self._first_posts(old, new)
        yield from self._repeated_by(old, new)
        yield from self._styles.cue(old, new)
        one, other = (_handle(self._places[id], whole=True) for id in (old, new))
        yield from self._boards.cues(old, new, one, other)

    def _handle(self, old: str, new: str) -> Iterator[Cue]:
        one, other = _handle(self._places[old]), _handle(self._places[new])
        if min(len(one), len(other)) < 4:
            return
        alike = ratio(one, other) / 100
        # Handles of a subject are alike among strangers, too; how rare this one is, counts.
        others = sum(
            ratio(one, _handle(self._places[id])) >= 80
            for id in self._spans
            if id not in (old, new)
        )
        if alike >= 0.8:
            weight = 2.5 if alike >= 0.9 else 1.5
            yield Cue("handle", round(weight / (1 + others), 2), f"@{one} and @{other}")

    def _name(self, old: str, new: str) -> Iterator[Cue]:
        one, other = _name(self._places[old].name), _name(self._places[new].name)
        if one and one == other:
            namesakes = self._named[one] - 2
            yield Cue("name", round(2.0 / (1 + namesakes), 2), Phrase("called the same"))
        elif len(one) > 5 and ratio(one, other) >= 85:
            yield Cue("name", 1.0, Phrase("called almost the same"))

    def _announced(self, old: str, new: str) -> Iterator[Cue]:
        handle, ended = _handle(self._places[new], whole=True), self._spans[old].last
        said = self._told.get(handle, []) if handle else []
        if any(place == old for place, _at in said):
            yield Cue(
                "announced", 4.0, "the old one, or its server, named the address of the new one"
            )
        elif near := {
            place
            for place, at in said
            if abs(at - microseconds(ended)) < microseconds(EPOCH + NEAR)
        }:
            yield Cue(
                "announced",
                1.0,
                Phrase("%(count)s others named its address then", count=len(near - {new})),
            )

    def _first_posts(self, old: str, new: str) -> Iterator[Cue]:
        mine = set(numbers(self._store, old, LAST, last=True))
        rows = self._seen.by_number(numbers(self._store, new, FIRST)).values()
        ended = microseconds(self._spans[old].last)
        by = [
            repeat.by
            for row in rows
            if row.at > ended
            for repeat in row.repeats
            if repeat.first in mine
        ]
        if len(by) >= 3:
            kinds = ", ".join(f"{n} by {kind}" for kind, n in Counter(by).most_common())
            yield Cue("first posts", 2.5, Phrase("repeats its last posts: %(kinds)s", kinds=kinds))

    def _repeated_by(self, old: str, new: str) -> Iterator[Cue]:
        one, other = self._repeaters.get(old, set()), self._repeaters.get(new, set())
        both = (one & other) - {old, new}
        if both:
            share = len(both) / len(one | other)
            yield Cue(
                "repeated by",
                round(3 * share, 2),
                Phrase("%(count)s repeat the one and the other", count=len(both)),
            )

    def _links(self, store: Store, handles: set[str]) -> dict[str, list[tuple[str, int]]]:
        """Who named which handle, and when; what became of a source counts as told, too."""
        found: dict[str, list[tuple[str, int]]] = {}
        for place, at, value in pointers(store, lambda value: _last(value) in handles):
            found.setdefault(_last(value), []).append((place, at))
        healths = Sources(store).healths()
        for source in Sources(store).all():
            health = healths.get(source.handle)
            if health and health.successor and source.place:
                found.setdefault(_last(health.successor), []).append((source.place, 0))
        return found


def _handle(place: Place, whole: bool = False) -> str:
    said = _last(place.address)
    return said if whole else _TRAILING.sub("", said)


def _last(address: str) -> str:
    """The handle in an address, or in a mention."""
    return address.rstrip("/").rsplit("/", 1)[-1].removeprefix("@").partition("?")[0].lower()


def _name(name: str) -> str:
    words = [word for word in _TRAILING.sub(" ", folded(name)).split() if word not in _NEW]
    return " ".join(words)
