"""Everything a report rests on, for those who check it."""

from collections.abc import Iterable
from typing import TypeVar

from marsad.model import Report
from marsad.model.maker import ORIGIN, PLACE
from marsad.report.edition import Behind
from marsad.store import Store

T = TypeVar("T")
UNREGISTERED = (ORIGIN, PLACE)


def behind(store: Store, report: Report) -> Behind:
    """Gather the posts cited and what was said about them, each thing once."""
    posts = [store.post(id) for id in report.cited]
    quotes = [quote for block in report.blocks for item in block.items for quote in item.quotes]
    outlets = [block.outlet for block in report.blocks if not block.outlet.startswith(UNREGISTERED)]
    return Behind(
        posts=tuple(posts),
        places=_each(store.place(post.place) for post in posts),
        captures=_each(store.capture(post.capture) for post in posts),
        outlets=_each(store.outlet(id) for id in outlets),
        translations=_each(store.translation(quote.translation) for quote in quotes),
        findings=_each(finding for post in posts for finding in store.findings(post.id)),
        events=(store.event(report.event),) if report.event else (),
    )


def _each(things: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(things))
