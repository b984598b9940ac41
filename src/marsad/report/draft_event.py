"""What the content of a day coincided with: the event that most outlets answered."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from marsad.model import Event, Post
from marsad.safeguards import named
from marsad.store import Store

ANSWERS = "answers-event"


def coinciding(store: Store, made: Mapping[str, Sequence[tuple[Post, float]]]) -> Event | None:
    """The event that most of a day's outlets answered; a person's word before a program's.

    It is offered: a draft is reviewed by a person before it says anything to anybody.
    """
    standing = {event.handle: event for event in store.events() if event.source.strip()}
    outlets: defaultdict[str, set[str]] = defaultdict(set)
    sure: defaultdict[str, float] = defaultdict(float)
    signed: set[str] = set()
    for outlet, posts in made.items():
        for post, _ in posts:
            for finding in store.findings(post.id, ANSWERS):
                event = standing.get(finding.value)
                if event and event.fiction is post.fiction:
                    outlets[event.handle].add(outlet)
                    sure[event.handle] += finding.confidence or 1.0
                    signed |= {event.handle} if named(finding.maker) else set()
    order = sorted(
        outlets, key=lambda one: (one not in signed, -len(outlets[one]), -sure[one], one)
    )
    return standing[order[0]] if order else None
