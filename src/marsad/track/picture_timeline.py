"""Posts over time, a row for each outlet, under a lane of the events of that time."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from marsad.model import Event
from marsad.phrase import Joined, Phrase
from marsad.store import Store, Window
from marsad.track.counted import by_day, combinations
from marsad.track.picture import Picture, Row, values
from marsad.track.picture_look import labels, short, whole
from marsad.track.picture_units import OTHERS, Units, strongest

OUTLETS = 8
COLUMNS = ("from", "to", "outlet", "name", "own", "passed_on")
EVENTS = 12
EVENT = {"field": "title", "title": Phrase("event")}
FEW = 8
"""Days that each get a tick of their own, or a day would be told twice."""
STEPS = (
    (1, 120, Phrase("Counted by the day, as days are in the zone of the lab.")),
    (7, 1100, Phrase("Counted by the week, as days are in the zone of the lab.")),
    (28, 10**6, Phrase("Counted by the four weeks, as days are in the zone of the lab.")),
)
"""Days of a step, up to so many days in all, and how that is told."""


@dataclass(frozen=True, slots=True)
class Times:
    """Posts by day and outlet, and the events of these days."""

    own: Mapping[tuple[date, str], int]
    passed_on: Mapping[tuple[date, str], int]
    drawn: tuple[str, ...]
    """Those with most posts, and then the rest together, where there is a rest."""
    names: Mapping[str, str]
    events: tuple[Event, ...]
    first: date | None
    last: date | None

    @property
    def step(self) -> tuple[int, str]:
        """Days that are counted together, and how that is told."""
        days = (self.last - self.first).days + 1 if self.first and self.last else 1
        return next((step, called) for step, most, called in STEPS if days <= most)


def times(store: Store, window: Window, theme: str = "") -> Times:
    """Count posts by day, as days are where the lab is; all, or those with a theme."""
    units = Units(store)
    found = units.counted(window)
    if theme:
        found = found.with_labels(lambda labels: theme in labels[0])
    if not len(found.units):
        return Times({}, {}, (), {}, (), None, None)
    totals = {found.names[unit]: n for (unit,), n in combinations(found.units)}
    shown = strongest(totals, OUTLETS)
    drawn = (*shown, *([OTHERS] if len(totals) > len(shown) else []))
    own, passed_on = by_day(found, store.settings.zone, lambda id: id if id in shown else OTHERS)
    days = sorted({day for day, _id in (*own, *passed_on)})
    events = [each for each in store.events() if each.start <= days[-1] and each.end >= days[0]]
    return Times(
        own, passed_on, drawn,
        {id: units.name(id) for id in shown} | {OTHERS: Phrase("all others")},
        tuple(sorted(events, key=lambda each: (each.start, each.id))), days[0], days[-1],
    )  # fmt: skip


def draw(found: Times, asked: Mapping[str, str]) -> Picture:
    """The picture of it."""
    rows, order = _rows(found)
    lane = _lane(found)
    above = [_events(lane, found)] if lane else []
    notes = [
        found.step[1],
        Phrase(
            "Drawn are the %(most)s outlets with most posts, on one scale; the table "
            "sums up the rest. The lighter part of a bar, at its top, is forwards.",
            most=OUTLETS,
        ),
    ]
    if theme := asked.get("theme"):
        notes.append(
            Phrase("Only posts that were given the theme %(theme)s are counted.", theme=theme)
        )
    if lane:
        notes.append(Phrase("The lane above the outlets holds the events."))
    if len(found.events) > EVENTS:
        notes.append(
            Phrase(
                "The lane shows the first %(most)s of %(all)s events.",
                most=EVENTS,
                all=len(found.events),
            )
        )
    return Picture(
        "timeline",
        Phrase("Posts over time, and events"),
        _alt(found),
        tuple(notes),
        COLUMNS,
        rows,
        {"vconcat": [*above, _outlets(rows, order, lane, found)], "spacing": 6},
        asked,
    )


def _rows(found: Times) -> tuple[tuple[Row, ...], list[str]]:
    parts: dict[tuple[date, str], list[int]] = {}
    for at, counted in enumerate((found.own, found.passed_on)):
        for (day, id), n in counted.items():
            parts.setdefault((_begin(found, day), id), [0, 0])[at] += n
    ids = found.drawn
    said = labels({id: found.names[id] for id in ids})
    order = sorted(parts, key=lambda one: (ids.index(one[1]), one[0]))
    rows = tuple(
        {
            "from": _at(day), "to": _at(day + timedelta(days=found.step[0])), "outlet": id,
            "name": whole(found.names[id]), "label": said[id], "own": own, "passed_on": passed,
        }
        for day, id in order
        for own, passed in (parts[day, id],)
    )  # fmt: skip
    return rows, [said[id] for id in ids]


def _begin(found: Times, day: date) -> date:
    assert found.first is not None
    return day - timedelta(days=(day - found.first).days % found.step[0])


def _at(day: date) -> str:
    # Without the hour a browser takes a day for one in Greenwich, and shows the one before.
    return f"{day.isoformat()}T00:00:00"


def _lane(found: Times) -> list[Row]:
    return [
        {"start": _at(each.start), "end": _at(each.end + timedelta(days=1)),
         "label": short(each.title, 34), "title": whole(each.title), "id": each.handle}
        for each in found.events[:EVENTS]
    ]  # fmt: skip


def _x(found: Times, field: str) -> dict[str, Any]:
    ends: tuple[date | None, ...] = ()
    if found.last:
        ends = found.first, _begin(found, found.last) + timedelta(days=found.step[0])
    few = {"tickCount": {"interval": "day", "step": 1}} if _days(found) <= FEW else {}
    # An expression: a date written out is taken for two domains, one of the mark's end, and warned
    # about. Months are counted from nought there.
    domain = [
        {"expr": f"datetime({each.year}, {each.month - 1}, {each.day})"} for each in ends if each
    ]
    return {
        "field": field, "type": "temporal", "title": None,
        "scale": {"domain": domain} if domain else {}, "axis": {"format": "%d %b %Y", **few},
    }  # fmt: skip


def _events(lane: list[Row], found: Times) -> dict[str, Any]:
    y = {"field": "label", "type": "nominal", "title": None, "sort": None}
    return {
        "width": 560,
        "height": {"step": 17},
        "data": values(lane),
        # An event may have begun before the first post.
        "mark": {"type": "bar", "style": "mark", "height": 7, "minBandSize": 3, "clip": True},
        "encoding": {
            "x": {**_x(found, "start"), "axis": None},
            "x2": {"field": "end"},
            "y": {**y, "axis": {"labelLimit": 260}},
            "tooltip": [EVENT, {"field": "start", "type": "temporal", "title": Phrase("begins")}],
        },
    }


def _outlets(rows: tuple[Row, ...], order: list[str], lane: list[Row], found: Times) -> Any:
    told = [
        {"field": "name", "title": Phrase("outlet")},
        {"field": "from", "type": "temporal", "title": Phrase("from")},
        {"field": "own", "title": Phrase("its own")},
        {"field": "passed_on", "title": Phrase("forwards")},
    ]
    bars = [_bars(found, "all", "part", told), _bars(None, "own", "bars", told)]
    events = {
        "data": values(lane),
        "mark": {"type": "rule", "style": "event", "clip": True},
        # Its place in time follows the bars, which have the domain.
        "encoding": {"x": {"field": "start", "type": "temporal"}, "tooltip": [EVENT]},
    }
    header = {"labelAngle": 0, "labelAlign": "left", "labelAnchor": "middle", "title": None,
              "labelOrient": "left"}  # fmt: skip
    return {
        "data": values([row for row in rows if row["outlet"] != OTHERS]),
        "transform": [{"calculate": "datum.own + datum.passed_on", "as": "all"}],
        "facet": {"row": {"field": "label", "type": "nominal", "sort": order, "header": header}},
        "spacing": 4,
        "spec": {"width": 560, "height": 42, "layer": [*bars, *([events] if lane else [])]},
    }


def _bars(found: Times | None, field: str, style: str, told: list[Any]) -> dict[str, Any]:
    y = {"field": field, "type": "quantitative", "title": None, "stack": None,
         "axis": {"tickCount": 2, "format": "~s", "grid": False}}  # fmt: skip
    x = _x(found, "from") if found else {"field": "from", "type": "temporal"}
    return {
        "mark": {"type": "bar", "style": style},
        "encoding": {"x": x, "x2": {"field": "to"}, "y": y, "y2": {"datum": 0}, "tooltip": told},
    }


def _days(found: Times) -> int:
    return (found.last - found.first).days + 1 if found.first and found.last else 1


def _alt(found: Times) -> str:
    total = sum(found.own.values()) + sum(found.passed_on.values())
    if not total:
        return Phrase("No post of a public place was collected in this window.")
    days: Counter[date] = Counter()
    for counted in (found.own, found.passed_on):
        for (day, _id), n in counted.items():
            days[day] += n
    fullest = max(days, key=lambda day: (days[day], -day.toordinal()))
    lane = _told(found.events)
    return Phrase(
        "Bars over time, a row for each outlet: %(posts)s posts from %(first)s "
        "to %(last)s, %(forwards)s of them forwards. The fullest day is %(day)s "
        "with %(most)s posts; an average day has %(average)s. %(lane)s",
        posts=f"{total:,}",
        first=found.first,
        last=found.last,
        forwards=f"{sum(found.passed_on.values()):,}",
        day=fullest,
        most=f"{days[fullest]:,}",
        average=f"{total / _days(found):,.1f}",
        lane=lane,
    )


def _told(events: Sequence[Event]) -> str:
    if not events:
        return Phrase("No event is known of these days.")
    some = Joined(
        Phrase("%(day)s: %(event)s", day=str(each.start), event=whole(each.title))
        for each in events[:3]
    )
    if len(events) <= 3:
        return Phrase("Events: %(events)s.", events=some)
    return Phrase("Events: %(events)s and %(more)s more.", events=some, more=len(events) - 3)
