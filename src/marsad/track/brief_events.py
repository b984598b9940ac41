"""Which events were answered on a day, after how long, and who has kept silent so far."""

from collections.abc import Sequence

from marsad.track.brief_day import Day, Line, Section, counted
from marsad.track.event_lags import FORWARD, SILENT, Answer, lags
from marsad.track.event_task import moment, window
from marsad.track.picture_look import whole


def events(day: Day) -> Section:
    """The events whose days reach this one; silence is told once those are over."""
    lines = []
    for event in day.store.events():
        since, until = (moment(at) for at in window(day.store, event))
        if since < day.until and until > day.since:
            found = lags(day.store, event)
            said = [each for each in found.answers if day.since <= each.posted_at < day.until]
            silent = [each.outlet for each in found.voices if each.state == SILENT]
            kept_silent = silent if until <= day.until else []
            if said or kept_silent:
                reason = "; ".join([*_answered(said), *_silent(day, kept_silent)])
                posts = tuple(each.post for each in said)
                lines.append(Line(event.handle, event.title, reason, _outlets(said), posts))
    lines.sort(key=lambda line: (-line.strength, line.id))
    return Section("events", "Events answered", "by how many outlets answered on the day",
                   tuple(lines))  # fmt: skip


def _outlets(said: Sequence[Answer]) -> int:
    return len({each.outlet for each in said})


def _answered(said: Sequence[Answer]) -> list[str]:
    if not said:
        return ["no answer on this day"]
    own = [each.lag_hours for each in said if each.how != FORWARD]
    lag = f", the first after {min(own):.1f} hours" if own else ", all of them forwards"
    outlets, posts = counted(_outlets(said), "outlet"), counted(len(said), "post")
    return [f"{outlets} answered with {posts}{lag}"]


def _silent(day: Day, silent: Sequence[str]) -> list[str]:
    if not silent:
        return []
    names = ", ".join(whole(day.units.name(day.units.shown(each))) for each in silent[:5])
    more = f" and {len(silent) - 5} more" if len(silent) > 5 else ""
    return [f"kept silent to its end: {names}{more}"]
