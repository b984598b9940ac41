"""What an account reads of the reports: what its reader may, as they stand at this moment."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

from marsad.accounts.roles import ADMIN, SUBSCRIBER
from marsad.errors import BadInput, Withheld
from marsad.phrase import Phrase
from marsad.report.tiers import PUBLIC, SUBSCRIBERS
from marsad.store import Store
from marsad.store.desk_accounts import Account

WHOLE = SUBSCRIBERS
"""In the place of a reader's handle: an admin gave the subscribers' tree by itself."""


def tier(account: Account, opened: Callable[[], AbstractContextManager[Store]]) -> str:
    """The tier of an account; the lab is opened where it takes a reader to say so.

    Whoever works in the lab reads what subscribers do. A subscriber whose reader waits, has ended
    or was forgotten reads what anybody may.
    """
    if account.role != SUBSCRIBER or account.reader == WHOLE:
        return SUBSCRIBERS
    if not account.reader:
        return PUBLIC
    with opened() as store:
        found = store.recipient(account.reader)
        today = datetime.now(store.settings.zone).date()
        return found.tier if found and found.reads(today) else PUBLIC


def of_role(role: str, reader: str, by: Account | None) -> str:
    """What an account of a role is tied to: subscribers to a reader, and nobody else.

    Only an admin, or whoever is at the command line, gives the subscribers' tree by itself.
    """
    if role != SUBSCRIBER:
        if reader:
            raise BadInput(
                Phrase(
                    "an account that is %(role)s belongs to no reader; leave the reader out",
                    role=role,
                )
            )
        return ""
    if reader and reader != WHOLE:
        return reader
    if by and by.role != ADMIN:
        raise Withheld(
            Phrase("name the reader whose account it is, or ask an admin to give it without")
        )
    return WHOLE
