"""Channels that began on a day, and those that ended."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from marsad.phrase import Joined, Phrase, Word
from marsad.store import Sighting
from marsad.store.sources import Sources
from marsad.track.brief_day import Day, Line, Section, of_posts
from marsad.track.picture_look import whole
from marsad.track.picture_units import ACCOUNTS
from marsad.track.successors import ENDED, SILENT


def new_places(day: Day) -> Section:
    """Places whose first post is of this day."""
    mine = _by_place(day.rows)
    lines = [
        Line(span.place, _name(day, span.place), _began(day, mine[span.place]),
             len(mine[span.place]), tuple(row.post for row in mine[span.place]))
        for span in day.spans
        if day.since <= span.first < day.until and _shown(day, span.place) and mine[span.place]
    ]  # fmt: skip
    lines.sort(key=lambda line: (-line.strength, line.id))
    return Section("new", "New channels", Phrase("by their posts of the day"), tuple(lines))


def _began(day: Day, rows: Sequence[Sighting]) -> str:
    copies = sum(bool(row.repeats or row.origin or row.origin_name) for row in rows)
    first = rows[0].posted_at.astimezone(day.since.tzinfo)
    return Phrase(
        "its first post that was collected is of %(time)s; %(posts)s on the day, %(copies)s of "
        "them copies or forwards",
        time=f"{first:%H:%M}", posts=of_posts(len(rows)), copies=copies,
    )  # fmt: skip


def ended(day: Day) -> Section:
    """Places that are told to be gone, or have now been silent for two weeks."""
    lines = [*_gone(day), *_silent(day)]
    lines.sort(key=lambda line: (-line.strength, line.id))
    return Section(
        "ended", "Channels that ended", Phrase("those told to be gone first, then by their posts"),
        tuple(lines),
    )  # fmt: skip


def _gone(day: Day) -> Iterable[Line]:
    sources = Sources(day.store)
    healths = sources.healths()
    for source in sources.all():
        health = healths.get(source.handle)
        tried = health.tried_at if health else None
        if health is None or health.state not in ENDED or tried is None:
            continue
        if day.since <= tried < day.until and _shown(day, source.place):
            found = Phrase("its source %(source)s was found %(state)s",
                           source=whole(source.handle), state=Word(health.state))  # fmt: skip
            moved = whole(health.successor) if health.successor else ""
            more = [Phrase("said to have moved to %(where)s", where=moved)] if moved else []
            reason = Joined([found, *more])
            yield Line(source.place, _name(day, source.place), reason, float("inf"))


def _silent(day: Day) -> Iterable[Line]:
    for span in day.spans:
        # It has been silent for two weeks since some time of this day, and nothing came after.
        if day.since <= span.last + SILENT < day.until and _shown(day, span.place):
            last = span.last.astimezone(day.since.tzinfo)
            reason = Phrase(
                "silent for %(days)s days since %(last)s; %(posts)s before", days=SILENT.days,
                last=f"{last:%Y-%m-%d %H:%M}", posts=of_posts(span.posts),
            )  # fmt: skip
            yield Line(span.place, _name(day, span.place), reason, float(span.posts))


def _by_place(rows: Iterable[Sighting]) -> defaultdict[str, list[Sighting]]:
    found: defaultdict[str, list[Sighting]] = defaultdict(list)
    for row in rows:
        found[row.place].append(row)
    return found


def _shown(day: Day, place: str) -> bool:
    return place in day.units.places and day.units.of_place(place) != ACCOUNTS


def _name(day: Day, place: str) -> str:
    return day.units.places[place].name or place
