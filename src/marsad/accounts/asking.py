"""Asking to become a reader: a letter proves the address, a person decides, a letter tells them.

Whoever asks learns nothing of who reads already: the answer is the same for every address, and
what differs is told by a letter alone, which is written after the answer was sent.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from marsad.accounts.entering import TooMany
from marsad.accounts.joining import invite_reader
from marsad.errors import BadInput, MarsadError, NotFound
from marsad.mail import Mailbox
from marsad.model import Reader
from marsad.phrase import Phrase
from marsad.settings import Settings
from marsad.share import greeting, readers
from marsad.share.address import read_address
from marsad.share.greeting import Envelope
from marsad.store import Store, desk_asking, desk_sessions
from marsad.store.desk import Desk, digest
from marsad.store.desk_accounts import Account
from marsad.store.desk_asking import Asking

log = logging.getLogger(__name__)

DAYS = 3
"""What nobody confirmed by then vanishes."""
FROM, IN_ALL, HOUR = 5, 60, 3600
"""So many in an hour from one address of the network, and from all."""
LETTERS, DAY = 2, 86_400
"""So many letters in a day to one address, whoever asks."""
LONGEST_NAME, LONGEST_WHY = 120, 1000
VOID = "this link was used or is too old; ask anew"


def is_open(chosen: Settings) -> bool:
    """Whether a lab lets strangers ask, and can write to them."""
    mail = chosen.mail_server and chosen.mail_from
    return bool(chosen.registration and mail and chosen.desk_address)


def said(name: str, address: str, tier: str, why: str) -> Asking:
    """What a form said, checked; BadInput where it cannot be taken."""
    plain, reason = " ".join(name.split()), why.strip()
    if not plain or len(plain) > LONGEST_NAME:
        raise BadInput(
            Phrase(
                "give your name in at most %(longest_name)s characters", longest_name=LONGEST_NAME
            )
        )
    if not reason or len(reason) > LONGEST_WHY:
        raise BadInput(
            Phrase(
                "say what you need the reports for, in at most %(longest_why)s characters",
                longest_why=LONGEST_WHY,
            )
        )
    if tier not in readers.TIERS:
        raise BadInput(
            Phrase("no tier %(tier)s of readers; choose one of the list", tier=repr(tier[:40]))
        )
    return Asking(plain, read_address(address), tier, reason, time.time() + DAYS * DAY)


def slow(desk: Desk, address: str) -> None:
    """Count who asks from where; TooMany where one has to wait."""
    asked = {f"register from {address}": FROM, "register": IN_ALL}
    with desk.writing():
        for key, most in asked.items():
            before = desk_sessions.tried(desk, key, HOUR)
            if len(before) >= most:
                raise TooMany(int(before[-most] + HOUR - time.time()) + 1)
        for key in asked:
            desk_sessions.try_(desk, key)


def ask(lab: Path, asked: Asking, say: Callable[[str], str] = str) -> None:
    """Write the letter that proves the address, or tell a reader that they are one.

    ``say`` says it in the language in which they asked.
    """
    try:
        with Store(lab) as store, Desk(lab) as desk:
            desk_asking.prune(desk)
            if not _spared(desk, asked.address):
                return
            every = readers.readers(store)
            envelope = replace(_envelope(store, asked.address), say=say)
            if any(each.address == asked.address for each in every if each.state != "ended"):
                letter = greeting.known(envelope)
            else:
                address = f"{store.settings.desk_address}/register/{desk_asking.put(desk, asked)}"
                letter = greeting.proof(envelope, address, DAYS)
            Mailbox(store.settings).post(letter)
    except MarsadError as error:
        log.warning("a letter to somebody who asked to read could not be sent: %s", error)


def look(desk: Desk, secret: str) -> Asking:
    """What a link is about."""
    if (found := desk_asking.look(desk, secret)) is None:
        raise NotFound(VOID)
    return found


def confirm(store: Store, desk: Desk, secret: str) -> Reader:
    """Use a link up: from now on they wait for a person of the lab."""
    found = look(desk, secret)
    if not desk_asking.use(desk, secret):
        raise NotFound(VOID)
    return readers.ask(store, found.name, found.address, found.tier, found.why)


def welcome(store: Store, desk: Desk, reader: Reader, by: Account) -> None:
    """Tell a reader that they are one, with a one-time link to an account of theirs."""
    base = store.settings.desk_address
    if not base:
        raise BadInput(
            Phrase("no letter can lead to this desk; let setting site_address end in /read")
        )
    link = f"{base}{invite_reader(desk, reader.handle, by).path}"
    letter = greeting.welcome(_envelope(store, reader.address), f"{base}/read/", link)
    Mailbox(store.settings).post(letter)


def _envelope(store: Store, to: str) -> Envelope:
    return Envelope(store.settings.lab_name, store.settings.mail_from, to)


def _spared(desk: Desk, address: str) -> bool:
    """Whether an address got few letters today: nobody's mailbox is filled from here."""
    key = f"register to {digest(address.casefold())}"
    with desk.writing():
        if len(desk_sessions.tried(desk, key, DAY)) >= LETTERS:
            return False
        desk_sessions.try_(desk, key)
    return True
