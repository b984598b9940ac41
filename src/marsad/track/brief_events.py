"""Which events were answered on a day, after how long, and who has kept silent so far."""

from collections.abc import Sequence

from marsad.phrase import Joined, Phrase
from marsad.track.brief_day import Day, Line, Section, of_outlets, of_posts
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
                reason = Joined([*_answered(said), *_silent(day, kept_silent)])
                posts = tuple(each.post for each in said)
                lines.append(Line(event.handle, event.title, reason, _outlets(said), posts))
    lines.sort(key=lambda line: (-line.strength, line.id))
    return Section("events", "Events answered", Phrase("by how many outlets answered on the day"),
                   tuple(lines))  # fmt: skip


def _outlets(said: Sequence[Answer]) -> int:
    return len({each.outlet for each in said})


def _answered(said: Sequence[Answer]) -> list[str]:
    if not said:
        return [Phrase("no answer on this day")]
    own = [each.lag_hours for each in said if each.how != FORWARD]
    of = {"outlets": of_outlets(_outlets(said)), "posts": of_posts(len(said))}
    if not own:
        return [Phrase("%(outlets)s answered with %(posts)s, all of them forwards", **of)]
    hours = f"{min(own):.1f}"
    return [
        Phrase("%(outlets)s answered with %(posts)s, the first after %(hours)s hours", **of,
               hours=hours)
    ]  # fmt: skip


def _silent(day: Day, silent: Sequence[str]) -> list[str]:
    if not silent:
        return []
    names = Joined((whole(day.units.name(day.units.shown(each))) for each in silent[:5]), ", ")
    if len(silent) <= 5:
        return [Phrase("kept silent to its end: %(names)s", names=names)]
    more = len(silent) - 5
    return [Phrase("kept silent to its end: %(names)s and %(more)s more", names=names, more=more)]
