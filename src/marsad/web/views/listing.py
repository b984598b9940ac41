"""Posts in a list: newest first, or those that answer a question."""

from dataclasses import asdict, dataclass
from datetime import date
from zoneinfo import ZoneInfo

from marsad.errors import BadInput
from marsad.model import Place, Post
from marsad.store import Store
from marsad.web.views.rows import Row, rows
from marsad.web.views.walk import SIZE, walk

_YEARS = range(1970, 3000)


@dataclass(frozen=True, slots=True)
class Asked:
    """The question that an address holds."""

    q: str = ""
    day: date | None = None
    place: str = ""
    until: date | None = None
    skip: int = 0

    @classmethod
    def of(cls, q: str, day: str, place: str, until: str, skip: int) -> "Asked":
        """Read the question off an address."""
        return cls(q.strip(), _day(day), place, _day(until), max(0, skip))


@dataclass(frozen=True, slots=True)
class Listing:
    """The posts found, and where the list goes on."""

    asked: Asked
    rows: tuple[Row, ...]
    places: tuple[Place, ...]
    zone: ZoneInfo
    older: dict[str, object] | None = None
    """What the address of the next page says; nothing when this is the last one."""
    fault: str = ""


def listing(store: Store, asked: Asked) -> Listing:
    """Find the posts of one page."""
    places, zone = tuple(store.places()), store.settings.zone
    try:
        posts, older = _searched(store, asked) if asked.q else _walked(store, asked)
    except BadInput as error:
        return Listing(asked, (), places, zone, fault=str(error))
    return Listing(asked, rows(store, posts), places, zone, older)


def _walked(store: Store, asked: Asked) -> tuple[list[Post], dict[str, object] | None]:
    stretch = walk(store, asked.day, asked.place, asked.until, asked.skip)
    if stretch.until is None:
        return stretch.posts, None
    return stretch.posts, {**asdict(asked), "until": stretch.until, "skip": stretch.skip}


def _searched(store: Store, asked: Asked) -> tuple[list[Post], dict[str, object] | None]:
    # Loaded here, since the search engine is heavy and many pages do without.
    from marsad.search import Ask, search

    place = f'place:"{asked.place}"' if asked.place else ""
    day = f"date:{asked.day}" if asked.day else ""
    within = f"{place} {day}".strip()
    found = search(store, Ask(asked.q, within, limit=SIZE, after=asked.skip))
    end = asked.skip + SIZE
    older = {**asdict(asked), "skip": end} if (found.total or 0) > end else None
    return [hit.post for hit in found.hits], older


def _day(said: str) -> date | None:
    if not said:
        return None
    try:
        day = date.fromisoformat(said)
    except ValueError as error:
        raise BadInput(f"{said!r} is no day; write it as 2024-05-14") from error
    if day.year not in _YEARS:
        raise BadInput(f"{said!r} is no day that a post can be of; name one since 1970")
    return day
