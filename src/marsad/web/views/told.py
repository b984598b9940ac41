"""What the saved searches found and nobody has read yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from marsad.search.passage import passage
from marsad.search.telling import told_of
from marsad.store import Store
from marsad.store.alerts import WAITING, Alert, Alerts
from marsad.web.views.listing import MOST_REASONS, Shown
from marsad.web.views.rows import rows

MOST = 100
MOST_KEPT = 10_000
"""Unread posts among which those of a form are looked for: more may have come meanwhile."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A post that is to be read, and the saved search that found it."""

    alert: str
    shown: Shown

    @property
    def key(self) -> str:
        """How a form names it: not by its number, whose gaps would tell of what is hidden."""
        return _key(self.alert, self.shown.row.post.id)


@dataclass(frozen=True, slots=True)
class Page:
    """Saved searches, and what is unread of them."""

    alerts: tuple[Alert, ...]
    counts: Mapping[str, Mapping[str, int]]
    unread: tuple[Unread, ...]
    zone: ZoneInfo


def unread(store: Store) -> Page:
    """The newest that are unread, and every saved search."""
    alerts = Alerts(store)
    items = alerts.latest("page", state=WAITING, most=MOST)
    found = []
    # One by one: two saved searches may have found one post by different words.
    for item in items:
        for told in told_of(store, [item]):
            (row,) = rows(store, [told.post])
            passages = tuple(passage(reason) for reason in told.reasons[:MOST_REASONS])
            found.append(Unread(item.alert, Shown(row, passages)))
    return Page(tuple(alerts.all()), alerts.counts(), tuple(found), store.settings.zone)


def numbers(store: Store, keys: Sequence[str]) -> list[int]:
    """The numbers in the outbox of what a form names, and is still unread."""
    wanted = set(keys)
    items = Alerts(store).latest("page", state=WAITING, most=MOST_KEPT)
    return [item.seq for item in items if _key(item.alert, item.post) in wanted]


def _key(alert: str, post: str) -> str:
    return f"{alert} {post}"
