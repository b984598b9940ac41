"""How soon events were answered: the share of outlets by the hour, and a mark for each answer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from marsad.errors import BadInput
from marsad.model import Event
from marsad.phrase import Counted, Joined, Phrase, Word
from marsad.store import Store, Window
from marsad.track.event_lags import ANSWERED, COPY, FORWARD, OWN, PASSED_ON, SILENT, Lags, lags
from marsad.track.event_register import standing
from marsad.track.picture import Picture, Row, values
from marsad.track.picture_look import short, whole
from marsad.track.picture_units import Units

COLUMNS = ("event", "title", "outlet", "name", "post", "how", "hours", "by")
HOW = Word(OWN), Word(COPY), Word(FORWARD)
LONGEST = 40
MOST = 25
"""Events told of at once."""


def reactions(store: Store, window: Window, event: str = "") -> list[Lags]:
    """How one event was answered, or each that began in a window, by all or by whom it names."""
    if event:
        return _narrowed(store, window, [lags(store, standing(store, event))])
    zone, since, until = store.settings.zone, window.since, window.until
    chosen = [
        each
        for each in sorted(store.events(), key=lambda each: (each.start, each.id))
        if (not since or each.start >= since.astimezone(zone).date())
        and (not until or each.start < until.astimezone(zone).date())
    ]
    if len(chosen) > MOST:
        raise BadInput(
            Phrase(
                "%(events)s events began in this window, more than %(most)s; narrow it, "
                "or name one: --event ID",
                events=len(chosen),
                most=MOST,
            )
        )
    return _narrowed(store, window, [lags(store, each) for each in chosen])


def _narrowed(store: Store, window: Window, found: list[Lags]) -> list[Lags]:
    units = Units(store)
    asked = units.asked(window)
    if not asked:
        return found
    return [
        replace(
            each,
            answers=tuple(answer for answer in each.answers if units.shown(answer.outlet) in asked),
            voices=tuple(voice for voice in each.voices if units.shown(voice.outlet) in asked),
        )
        for each in found
    ]


def draw(store: Store, found: Sequence[Lags], asked: Mapping[str, str]) -> Picture:
    """The picture of it."""
    units = Units(store)
    rows = tuple(_rows(units, found))
    curve = tuple(_curve(found))
    length = max((_hours(each) for each in found), default=72.0)
    return Picture(
        "lags",
        _title([each.event for each in found]),
        _alt(found),
        (
            Phrase(
                "The line is the share of the outlets that were there which had said "
                "something of their own, or repeated it, by that hour; forwards have "
                "marks but do not raise it."
            ),
            *_from(found),
            Phrase(
                "Answers are suggested by the program unless a person has confirmed "
                "them: see the table."
            ),
        ),
        COLUMNS,
        rows,
        {"vconcat": [_line(curve, length), _marks(rows, length)]},
        asked,
    )


def _rows(units: Units, found: Sequence[Lags]) -> list[Row]:
    return [
        {
            "event": each.event.handle, "title": whole(each.event.title),
            "label": short(each.event.title, LONGEST),
            "outlet": id, "name": whole(units.name(id)), "post": answer.post,
            "how": Word(answer.how), "hours": answer.lag_hours, "by": answer.by,
        }
        for each in found
        for answer in each.answers
        for id in (units.shown(answer.outlet),)
    ]  # fmt: skip


def _curve(found: Sequence[Lags]) -> list[Row]:
    there = sum(each.answered[1] for each in found)
    hours = sorted(
        voice.lag_hours
        for each in found
        for voice in each.voices
        if voice.lag_hours is not None and voice.state == ANSWERED
    )
    if not there:
        return []
    made = [{"hours": 0.0, "share": 0.0, "outlets": 0, "of": there}]
    for n, hour in enumerate(hours, start=1):
        made.append({"hours": hour, "share": round(n / there, 5), "outlets": n, "of": there})
    end = max(_hours(each) for each in found)
    return [*made, {**made[-1], "hours": round(end, 2)}]


def _hours(found: Lags) -> float:
    return (found.until - found.since).total_seconds() / 3600


def _x(length: float) -> dict[str, Any]:
    scale = {"domain": [0, round(length, 1)]}
    return {"field": "hours", "type": "quantitative", "title": Phrase("hours after it began"),
            "scale": scale}  # fmt: skip


def _line(curve: Sequence[Row], length: float) -> dict[str, Any]:
    told = [
        {"field": "hours", "title": Phrase("hours")},
        {"field": "outlets", "title": Phrase("outlets")},
        {"field": "of", "title": Phrase("of")},
    ]
    return {
        "width": 520,
        "height": 180,
        "data": values(curve),
        "mark": {"type": "line", "interpolate": "step-after", "style": "step"},
        "encoding": {
            "x": _x(length),
            "y": {"field": "share", "type": "quantitative",
                  "title": Phrase("outlets that had answered"),
                  "axis": {"format": "%"}, "scale": {"domain": [0, 1]}},
            "tooltip": told,
        },
    }  # fmt: skip


def _marks(rows: Sequence[Row], length: float) -> dict[str, Any]:
    told = [
        {"field": "title", "title": Phrase("event")},
        {"field": "name", "title": Phrase("outlet")},
        {"field": "how", "title": Phrase("how")},
        {"field": "hours", "title": Phrase("hours")},
        {"field": "post", "title": Phrase("post")},
    ]
    how = {"field": "how", "type": "nominal", "title": Phrase("how"), "sort": list(HOW)}
    return {
        "width": 520,
        "height": {"step": 13, "for": "offset"},
        "data": values(rows),
        "mark": {"type": "point", "filled": True, "size": 70, "opacity": 0.85},
        "encoding": {
            "x": _x(length),
            "y": {"field": "label", "type": "nominal", "title": None, "sort": None},
            "yOffset": {"field": "how", "sort": list(HOW)},
            "shape": how,
            "color": how,
            "tooltip": told,
        },
    }


def _title(events: Sequence[Event]) -> str:
    if len(events) == 1:
        return Phrase("Answers to: %(title)s", title=short(events[0].title, 60))
    return Phrase("Answers to %(count)s events", count=len(events))


def _from(found: Sequence[Lags]) -> list[str]:
    if all(each.by_the_hour for each in found):
        return []
    return [
        Phrase("Where no hour of an event is known, hours count from the first minute of its day.")
    ]


def _alt(found: Sequence[Lags]) -> str:
    there = sum(each.answered[1] for each in found)
    if not there:
        return Phrase("No event of this window met an outlet that posted in its days.")
    states = [voice.state for each in found for voice in each.voices]
    said = states.count(ANSWERED)
    hours = sorted(
        voice.lag_hours for each in found for voice in each.voices if voice.lag_hours is not None
    )
    within = sum(hour <= 24 for hour in hours)
    told = Phrase(
        "A rising line in steps over marks: %(events)s, %(there)s times an outlet was there; "
        "%(said)s times it answered, %(within)s of them within a day.",
        events=Counted("%(num)d event", "%(num)d events", len(found)), there=there, said=said,
        within=within,
    )  # fmt: skip
    rest = Phrase(
        "%(passed_on)s times it only forwarded, %(silent)s times it kept silent though it posted "
        "other things.",
        passed_on=states.count(PASSED_ON), silent=states.count(SILENT),
    )  # fmt: skip
    return Joined([told, *_middle(hours), rest], " ")


def _middle(hours: Sequence[float]) -> list[str]:
    if not hours:
        return []
    half = f"{hours[len(hours) // 2]:.1f}"
    return [Phrase("Half of those had done so after %(hours)s hours.", hours=half)]
