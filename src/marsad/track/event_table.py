"""How an event was answered, as plain values and as tables."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from marsad.model import Event
from marsad.store import Store, records
from marsad.store.seen import Seen, Window
from marsad.track.event_csv import line
from marsad.track.event_lags import Lags, unit
from marsad.track.event_reasons import Reason

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
    """Count the posts of each outlet from day to day, beside the events of those days."""
    zone = store.settings.zone
    begins = datetime.combine(first, time(), zone)
    ends = datetime.combine(last + timedelta(days=1), time(), zone)
    runs = {place: outlet.id for outlet in store.outlets() for place in outlet.places}
    own: Counter[tuple[date, str]] = Counter()
    passed_on: Counter[tuple[date, str]] = Counter()
    seen: set[tuple[str, str]] = set()
    for row in Seen(store).rows(Window(begins, ends)):
        key = (row.place, row.native_id)
        if row.kind == "service" or key in seen:
            continue
        seen.add(key)
        counted = passed_on if row.origin or row.origin_name else own
        counted[row.posted_at.astimezone(zone).date(), unit(row, runs)] += 1
    keys = sorted({*own, *passed_on})
    events = [each for each in store.events() if each.start <= last and each.end >= first]
    return Timeline(
        tuple((*key, own[key], passed_on[key]) for key in keys),
        tuple(sorted(events, key=lambda each: (each.start, each.id))),
    )
