"""How an event was answered, as plain values and as tables."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from marsad.model import Event
from marsad.store import Store, records
from marsad.store.seen import Window
from marsad.text.cells import line
from marsad.track.counted import by_day
from marsad.track.event_lags import Lags
from marsad.track.event_reasons import Reason
from marsad.track.picture_units import Units

VOICES = (
    "outlet", "state", "posts", "usual_per_day", "usual_low", "usual_high", "usual_posts", "own",
    "copies", "forwards", "lag_hours", "first",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Timeline:
    """Posts of each outlet on each day, with a lane of events."""

    days: tuple[tuple[date, str, int, int], ...]
    """Day, outlet, posts of its own, posts it passed on."""
    events: tuple[Event, ...]


def plain(lags: Lags, why: Mapping[str, Sequence[Reason]]) -> dict[str, Any]:
    """All of it as JSON has it, answers with their reasons, rates with their n and interval."""
    count, there, interval = lags.answered
    hours, of, spread = lags.median_hours
    return {
        "event": records.plain(records.record(lags.event)),
        "since": lags.since.isoformat(),
        "by_the_hour": lags.by_the_hour,
        "until": lags.until.isoformat(),
        "days_before": lags.days_before,
        "answered": {"outlets": count, "of": there, "ci95": [round(end, 5) for end in interval]},
        "median_hours": {
            "value": hours,
            "outlets": of,
            "ci95": [round(end, 2) for end in spread] if spread else None,
        },
        "within_hours": {str(limit): number for limit, number in lags.within.items()},
        "answers": [
            {
                **asdict(each),
                "posted_at": each.posted_at.isoformat(),
                "reasons": [asdict(reason) for reason in why.get(each.post, ())],
            }
            for each in lags.answers
        ],
        "outlets": [asdict(each) for each in lags.voices],
    }


def voices_csv(lags: Lags) -> Iterator[str]:
    """A row for each outlet."""
    yield line(VOICES)
    for each in lags.voices:
        low, high = each.usual_per_day_ci95
        said = {**asdict(each), "usual_low": low, "usual_high": high}
        yield line(said[name] for name in VOICES)


def timeline(store: Store, first: date, last: date) -> Timeline:
    """Count the posts of each outlet from day to day, beside the events of those days.

    As in pictures, nothing of a private place is in it, and accounts that nobody registered are
    one.
    """
    zone, units = store.settings.zone, Units(store)
    begins = datetime.combine(first, time(), zone)
    ends = datetime.combine(last + timedelta(days=1), time(), zone)
    own, passed_on = by_day(units.counted(Window(begins, ends)), zone, str)
    keys = sorted({*own, *passed_on})
    events = [each for each in store.events() if each.start <= last and each.end >= first]
    return Timeline(
        tuple((*key, own[key], passed_on[key]) for key in keys),
        tuple(sorted(events, key=lambda each: (each.start, each.id))),
    )
