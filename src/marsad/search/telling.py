"""Send what waits in the outbox: each post once on each channel, again only when it was refused."""

import hashlib
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from marsad.errors import MarsadError, NotFound, Unreachable
from marsad.search.atom import Told
from marsad.search.gather import READ, said_of
from marsad.search.highlight import Reason, Spot
from marsad.store import Store, records
from marsad.store.alerts import GIVEN_UP, KEPT_BACK, ON_ITS_WAY, SENT, WAITING, Alert, Alerts, Item
from marsad.store.markings import Markings

log = logging.getLogger(__name__)

MOST = 100
"""Posts of one message."""
MOST_TRIES = 10
FIRST, LONGEST = 60.0, 6 * 3600.0
"""Seconds until a message that was refused is tried again, the first time and at the most."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent of one saved search to one address."""

    id: str
    """The same however often it is tried, so that a receiver can tell."""
    alert: str
    to: str
    told: tuple[Told, ...]
    places: Mapping[str, str]


Send = Callable[[Message], None]
Fault = Callable[[str, str], None]


def deliver(store: Store, senders: Mapping[str, Send], told: Fault) -> int:
    """Send what is due; count the posts that went out."""
    alerts, sent = Alerts(store), 0
    for alert in alerts.all():
        for channel in alert.channels:
            kind, _colon, to = channel.partition(":")
            if send := senders.get(kind):
                sent += _deliver(store, alerts, alert, channel, to, send, told)
    return sent


def told_of(store: Store, items: Sequence[Item], outside: bool = False) -> Iterator[Told]:
    """The posts of the outbox with the words that made them hits; erased ones are left out.

    What was seen in a private place goes ``outside`` without its words.
    """
    ids = [item.post for item in items]
    found, translated = store.findings_of(ids, tuple(READ)), store.translations_of(ids)
    for item in items:
        try:
            post = store.post(item.post)
        except NotFound:
            continue
        said = list(said_of(post, found.get(post.id, []), translated.get(post.id, [])))
        texts = {(each.source, each.of): each.text for each in reversed(said)}
        if outside and not store.place(post.place).public:
            texts = {}
        yield Told(post, tuple(_reasons(item, texts)), item.at)


def _reasons(item: Item, texts: Mapping[tuple[str, str], str]) -> Iterator[Reason]:
    for said in item.spots:
        source, of = str(said["source"]), str(said["of"])
        text = texts.get((source, of), "")
        spans = [(a, b) for a, b in said["spots"] if 0 <= a < b <= len(text)]
        if spans:
            yield Reason(source, of, text, tuple(Spot(a, b, text[a:b]) for a, b in spans))


def _deliver(
    store: Store, alerts: Alerts, alert: Alert, channel: str, to: str, send: Send, told: Fault
) -> int:
    sent = 0
    while items := alerts.waiting(alert.name, channel, _now(), MOST):
        items = _open(store, alerts, alert, items)
        if not items:
            continue
        seqs = [item.seq for item in items]
        message = _message(store, alert, to, items)
        # Marked first and durably: a run that is killed now sends nothing twice.
        alerts.mark(seqs, ON_ITS_WAY, WAITING)
        try:
            send(message)
        except MarsadError as error:
            _put_back(alerts, items, error)
            alerts.fail(alert, f"{channel.partition(':')[0]}: {error}")
            told(alert.name, str(error))
            return sent
        sent += alerts.mark(seqs, SENT, ON_ITS_WAY)
        alerts.fail(alert, "")
    return sent


def _open(store: Store, alerts: Alerts, alert: Alert, items: Sequence[Item]) -> list[Item]:
    """What may leave the desk: those who get mail have no account, and are cleared for nothing."""
    there = store.known_posts([item.post for item in items])
    marked = Markings(store).of_posts([store.post(id) for id in sorted(there)])
    if kept := [item.seq for item in items if item.post in marked]:
        alerts.mark(kept, KEPT_BACK, WAITING)
        log.warning("%s: %d marked posts stay at the desk", alert.name, len(kept))
    return [item for item in items if item.post not in marked]


def _put_back(alerts: Alerts, items: Sequence[Item], error: MarsadError) -> None:
    """Try again later, ever later; and give up in the end."""
    asked = error.wait if isinstance(error, Unreachable) and error.wait else 0.0
    for item in items:
        wait = max(asked, min(FIRST * 2.0**item.tries, LONGEST))
        state = WAITING if item.tries + 1 < MOST_TRIES else GIVEN_UP
        alerts.mark([item.seq], state, ON_ITS_WAY, 1, _now(wait))


def _message(store: Store, alert: Alert, to: str, items: Sequence[Item]) -> Message:
    told = tuple(told_of(store, items, outside=True))
    said = "\n".join((store.origin, alert.name, to, *(item.post for item in items)))
    places = {
        place.id: place.name if place.public else "a private place" for place in store.places()
    }
    return Message(hashlib.sha256(said.encode()).hexdigest()[:32], alert.name, to, told, places)


def _now(more: float = 0.0) -> str:
    return records.instant(datetime.now(UTC) + timedelta(seconds=more))
