"""Accounts and their identities at a provider: linked by a person, never made, never by mail.

An identity is the issuer and the subject, ``ISSUER SUBJECT``. A mail address is none: providers
give it to another person, and some let people write down any.
"""

from marsad.accounts.entering import WRONG_THERE, slow, stage_of
from marsad.errors import Withheld
from marsad.store import desk_accounts, desk_audit, desk_sessions
from marsad.store.desk import Desk
from marsad.store.desk_accounts import Account

NOBODY = (
    "no open account here is linked to this identity; sign in with your password and link it on "
    "your account page, or ask for an invitation"
)
LAST_WAY = "nobody could sign in to this account without it; ask for a reset, which sets a password"
ANOTHER = "this is another identity than the one your account is linked to; nothing was confirmed"


def attempt(desk: Desk, address: str) -> None:
    """Note that somebody comes back from a provider, or says so; TooMany where they must wait."""
    slow(desk, {f"from {address}": WRONG_THERE})


def forgive(desk: Desk, address: str) -> None:
    """Take that back: it was right, or nobody's fault."""
    desk_sessions.take_back(desk, f"from {address}")


def refuse(desk: Desk, by: str, address: str, why: str) -> None:
    """Note in the audit who was refused and why."""
    desk_audit.did(desk, by, "sign-in refused", f"{address} by the identity provider: {why}")


def enter(desk: Desk, subject: str) -> tuple[Account, str]:
    """Whose identity it is and the stage that they enter at: the second factor is still asked for.

    A provider says that it saw one, too; yet what it calls one is for it to say, not for this lab.
    """
    found = desk_accounts.linked(desk, subject)
    if found is None or not found.active:
        raise Withheld(NOBODY)
    return found, stage_of(found)


def confirm(desk: Desk, account: Account, subject: str) -> None:
    """Hold that the identity is that of an account; Withheld where it is another's."""
    found = desk_accounts.linked(desk, subject)
    if found is None or found.id != account.id:
        raise Withheld(ANOTHER)


def link(desk: Desk, account: Account, subject: str) -> None:
    """Link an account to an identity; one that it had before is gone."""
    with desk.writing():
        desk_accounts.link(desk, account.id, subject)
        desk_audit.did(desk, account.name, "identity linked", subject.partition(" ")[0])


def unlink(desk: Desk, account: Account) -> None:
    """Part an account from its identity; whoever is signed in with it is out."""
    if not account.has_password:
        raise Withheld(LAST_WAY)
    with desk.writing():
        desk_accounts.unlink(desk, account.id)
        desk_sessions.end_all(desk, account.id)
        desk_audit.did(desk, account.name, "identity parted")
