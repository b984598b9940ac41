"""What the content of a day coincided with: the event that most outlets answered."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from marsad.model import Event, Post, Report
from marsad.safeguards import named
from marsad.store import Store
from marsad.text.fold import folded

ANSWERS = "answers-event"
MOST = 12
"""Events offered for a lede."""
DAYS = 7
"""So long after an event it may still be what the content of a day coincided with."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An event, and how much of what is written about answered it."""

    event: Event
    outlets: int = 0
    posts: int = 0
    signed: bool = False
    """A person said so of one of the posts."""


def coinciding(store: Store, made: Mapping[str, Sequence[tuple[Post, float]]]) -> Event | None:
    """The event that most of a day's outlets answered; a person's word before a program's.

    It is offered: a draft is reviewed by a person before it says anything to anybody.
    """
    return next((each.event for each in answered(store, made)), None)


def answered(store: Store, made: Mapping[str, Sequence[tuple[Post, float]]]) -> list[Answered]:
    """The events with a source of their own that some posts answered, the likeliest first."""
    standing = {event.handle: event for event in store.events() if event.source.strip()}
    outlets: defaultdict[str, set[str]] = defaultdict(set)
    posts: defaultdict[str, set[str]] = defaultdict(set)
    sure: defaultdict[str, float] = defaultdict(float)
    signed: set[str] = set()
    for outlet, some in made.items():
        for post, _ in some:
            for finding in store.findings(post.id, ANSWERS):
                event = standing.get(finding.value)
                if event and event.fiction is post.fiction:
                    outlets[event.handle].add(outlet)
                    posts[event.handle].add(post.id)
                    sure[event.handle] += finding.confidence or 1.0
                    signed |= {event.handle} if named(finding.maker) else set()
    order = sorted(
        outlets, key=lambda one: (one not in signed, -len(outlets[one]), -sure[one], one)
    )
    return [
        Answered(standing[one], len(outlets[one]), len(posts[one]), one in signed) for one in order
    ]


def offered(store: Store, report: Report, most: int = MOST) -> list[Answered]:
    """What a lede may say the content coincided with: events answered, then those of these days."""
    made = {
        block.outlet: [(store.post(item.post), 1.0) for item in block.items]
        for block in report.blocks
    }
    found = answered(store, made)
    met = {each.event.handle for each in found}
    near = [
        Answered(event)
        for event in store.events()
        if event.handle not in met and event.source.strip() and _near(event, report.day)
    ]
    near.sort(key=lambda each: (abs((report.day - each.event.start).days), each.event.handle))
    return [*found, *near][:most]


def sought(store: Store, words: str) -> list[Event]:
    """The events with a source whose title, place, day or other words hold each of some words.

    The latest first.
    """
    asked = folded(words).split()
    held = (event for event in store.events() if event.source.strip())
    found = [event for event in held if all(word in _said(event) for word in asked)]
    return sorted(found, key=lambda event: (event.start, event.handle), reverse=True)


def _said(event: Event) -> str:
    said = (event.title, event.place, event.handle, f"{event.start}", *event.places, *event.words)
    return folded(" ".join((*said, *event.actors)))


def _near(event: Event, day: date) -> bool:
    return event.start - timedelta(days=1) <= day <= event.end + timedelta(days=DAYS)
