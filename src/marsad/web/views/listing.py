"""Posts in a list: newest first, or those that answer a question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from marsad.errors import BadInput
from marsad.model import Place
from marsad.search import Ask, Found, Hit, search
from marsad.search.passage import Passage, passage
from marsad.store import Store
from marsad.web.views.asked import Asked, usable
from marsad.web.views.coded import labels
from marsad.web.views.over_time import OverTime, over_time
from marsad.web.views.rows import Row, rows
from marsad.web.views.walk import SIZE, walk
from marsad.web.wording import N_

FACETS = {
    "place": N_("Place"), "outlet": N_("Made by"), "lang": N_("Language"), "theme": N_("Theme"),
    "target": N_("Target"), "media": N_("Media"), "state": N_("Translation"),
}  # fmt: skip
WORDS = ("media", "state")
"""Fields whose values are words of ours, to be said in the language of the page."""
TOP = 8
MOST_REASONS = 3
"""Passages shown of one post."""


@dataclass(frozen=True, slots=True)
class Count:
    """A value of a field among the answers; ``only`` narrows the search to it."""

    value: str
    shown: str
    posts: int
    only: str
    """Empty where it cannot stand in an address, or where it is asked for already."""


@dataclass(frozen=True, slots=True)
class Counts:
    """The most frequent values of one field."""

    label: str
    counts: tuple[Count, ...]
    more: int
    words: bool
    """Its values are words of ours."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A line about a post, and where it says what was asked for."""

    row: Row
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """The posts found, and where the list goes on."""

    asked: Asked
    rows: tuple[Shown, ...]
    places: tuple[Place, ...]
    zone: ZoneInfo
    older: dict[str, object] | None = None
    """What the address of the next page says; nothing when this is the last one."""
    total: int | None = None
    near: tuple[Shown, ...] = ()
    """Posts that hold some of the words, where too few hold all."""
    facets: tuple[Counts, ...] = ()
    bars: OverTime | None = None
    behind: bool = False
    fault: str = ""


def ask_of(asked: Asked, **more: object) -> Ask:
    """The question as the search takes it."""
    said = {"strength": asked.strength or "stemmed", "order": asked.sorted_by, **more}
    return Ask(asked.query, asked.within, **said)  # type: ignore[arg-type]


def listing(store: Store, asked: Asked) -> Listing:
    """Find the posts of one page."""
    places = tuple(store.places())
    try:
        return _searched(store, asked, places) if asked.searches else _walked(store, asked, places)
    except BadInput as error:
        return Listing(asked, (), places, store.settings.zone, fault=error.said)


def _walked(store: Store, asked: Asked, places: tuple[Place, ...]) -> Listing:
    stretch = walk(store, asked.day, asked.place, asked.until, asked.skip)
    older = None
    if stretch.until is not None:
        older = asked.state(until=stretch.until, skip=stretch.skip)
    found = tuple(map(Shown, rows(store, stretch.posts)))
    return Listing(asked, found, places, store.settings.zone, older)


def _searched(store: Store, asked: Asked, places: tuple[Place, ...]) -> Listing:
    counted = {"facets": tuple(FACETS), "top": TOP, "histogram": "day"}
    found = search(store, ask_of(asked, limit=SIZE, after=asked.skip, **counted))
    more = (found.total or 0) > asked.skip + SIZE
    return Listing(
        asked,
        _shown(store, found.hits),
        places,
        store.settings.zone,
        asked.next_page(SIZE) if more else None,
        found.total,
        _shown(store, found.near),
        _counts(store, asked, found, {place.id: place.name for place in places}),
        over_time(found.histogram),
        found.behind,
    )


def _shown(store: Store, hits: Sequence[Hit]) -> tuple[Shown, ...]:
    lines = rows(store, [hit.post for hit in hits])
    return tuple(
        Shown(row, tuple(passage(reason) for reason in hit.reasons[:MOST_REASONS]))
        for row, hit in zip(lines, hits, strict=True)
    )


def _counts(
    store: Store, asked: Asked, found: Found, places: Mapping[str, str]
) -> tuple[Counts, ...]:
    names = {**places, **{outlet.id: outlet.name for outlet in store.outlets()}}
    names |= {f"place:{id}": name for id, name in places.items()} | labels(store)
    made = []
    for facet in found.facets:
        counts = []
        for value, posts in facet.counts:
            only = f"{facet.field}:{value}"
            kept = only if usable(only) and only not in asked.only else ""
            label = names.get(f"{facet.field}:{value}", value.removeprefix("origin:"))
            shown = names.get(value, label)
            counts.append(Count(value, shown, posts, kept))
        if counts:
            made.append(
                Counts(FACETS[facet.field], tuple(counts), facet.more, facet.field in WORDS)
            )
    return tuple(made)
