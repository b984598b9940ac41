"""Events in a list, and one event with those who answered it."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from marsad import track
from marsad.errors import NotFound
from marsad.model import Event
from marsad.model.maker import ORIGIN, PLACE
from marsad.report import cite
from marsad.store import Store
from marsad.web.views.rows import Row, rows

SIZE = 100
MOST_POSTS = 200
"""Answering posts shown on a page; the command tells all of them."""


@dataclass(frozen=True, slots=True)
class Events:
    """A page of the register, the latest event first."""

    events: tuple[Event, ...]
    count: int
    older: int
    """How many to skip for the next page; 0 when this is the last one."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, with the line about its post, and why it is taken for one."""

    answer: track.Answer
    row: Row
    reasons: tuple[track.Reason, ...]


@dataclass(frozen=True, slots=True)
class Happened:
    """One event."""

    lags: track.Lags
    voices: tuple[tuple[str, track.Voice], ...]
    """The name of each outlet, and how it answered."""
    answers: tuple[Answered, ...]
    zone: ZoneInfo


def events(store: Store, skip: int) -> Events:
    """A page of events."""
    found = sorted(store.events(), key=lambda event: (event.start, event.id), reverse=True)
    first = max(0, skip)
    last = first + SIZE
    return Events(tuple(found[first:last]), len(found), last if last < len(found) else 0)


def happened(store: Store, id: str) -> Happened:
    """All about one event."""
    lags = track.lags(store, track.standing(store, id))
    voices = tuple((name_of(store, voice.outlet), voice) for voice in lags.voices)
    some = lags.answers[:MOST_POSTS]
    lines = rows(store, [store.post(answer.post) for answer in some])
    why = track.reasons(store, lags.event, some)
    answers = tuple(
        Answered(answer, line, why.get(answer.post, ()))
        for answer, line in zip(some, lines, strict=True)
    )
    return Happened(lags, voices, answers, store.settings.zone)


def name_of(store: Store, outlet: str) -> str:
    """An outlet as people call it."""
    try:
        if outlet.startswith(PLACE):
            return store.place(outlet.removeprefix(PLACE)).name
        if outlet.startswith(ORIGIN):
            return outlet.removeprefix(ORIGIN)
        return cite.outlet_name(store.outlet(outlet))
    except NotFound:
        return outlet
