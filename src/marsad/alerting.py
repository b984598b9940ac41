"""Saved searches of a lab: asked again, and told on their channels, with what they need outside."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from marsad.collect.fetch_post import Putter
from marsad.collect.fetch_target import read_own, read_target
from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.search.alerts import ask_again, save
from marsad.search.mail import Mail
from marsad.search.telling import deliver
from marsad.search.webhook import SECRET, Webhook
from marsad.settings import Settings, read_key
from marsad.store import Store, layout
from marsad.store.alerts import Alert, Alerts
from marsad.store.lock import held


@dataclass(slots=True)
class Told:
    """What one run did."""

    new: int = 0
    """Rows that came into the outbox: a post counts once for each channel."""
    sent: int = 0
    faults: dict[str, str] = field(default_factory=dict)
    """Saved searches that could not be asked or told, and why."""


def add(
    store: Store, name: str, query: str, channels: Sequence[str], by: str, strength: str = "stemmed"
) -> Alert:
    """Save a search; addresses that may not be spoken to are refused now, not at night."""
    own = read_own(store.settings.own_addresses)
    for channel in channels:
        kind, _colon, address = channel.partition(":")
        if kind == "webhook":
            target = read_target(address, own)
            if target.scheme != "https" and not target.own:
                raise BadInput(
                    Phrase(
                        "%(address)s is not https; hits leave the lab sealed only",
                        address=repr(address),
                    )
                )
    return save(store, name, query, channels, by, strength)


def run(store: Store) -> Told:
    """Ask every saved search about what is new, and send what is due; one run at a time."""
    done = Told()
    if not Alerts(store).all():
        return done
    lock, patience = store.lab / layout.ALERTS_LOCK, store.settings.lock_seconds
    with held(lock, patience, "telling the saved searches of"):
        done.new = ask_again(store, done.faults.__setitem__)
        done.sent = deliver(store, _senders(store.settings), done.faults.__setitem__)
    return done


def _senders(settings: Settings) -> dict[str, Mail | Webhook]:
    put = Putter(settings).put
    key = read_key(settings.webhook_key, SECRET)
    return {"mail": Mail(settings), "webhook": Webhook(put, key, float(settings.fetch_seconds))}
