"""The picture of posts over time: a row for each outlet, under a lane of the events."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from marsad.model import Event
from marsad.phrase import Joined, Phrase
from marsad.track.picture import Picture, Row, values
from marsad.track.picture_look import labels, short, whole
from marsad.track.picture_times import OUTLETS, Times
from marsad.track.picture_units import OTHERS

COLUMNS = ("from", "to", "outlet", "name", "own", "passed_on")
EVENTS = 12
EVENT = {"field": "title", "title": Phrase("event")}
FEW = 8
"""Days that each get a tick of their own, or a day would be told twice."""


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
    few = {"tickCount": {"interval": "day", "step": 1}} if found.days <= FEW else {}
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
        average=f"{total / found.days:,.1f}",
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
