"""Tokens by which programs use the desk: for some days, to read or to write, from one address."""

import ipaddress
import time

from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.store import desk_audit, desk_tokens
from marsad.store.desk import Desk
from marsad.store.desk_accounts import Account

READ, WRITE = "read", "write"
SCOPES = (READ, WRITE)
MOST_DAYS = 365


def make(desk: Desk, account: Account, label: str, scope: str, days: int, address: str = "") -> str:
    """A token, told once. It does what its account may do, its own account left out."""
    plain = " ".join(label.split())
    if not plain or len(plain) > 80:
        raise BadInput(Phrase("say in at most 80 characters what the token is for"))
    if scope not in SCOPES:
        raise BadInput(
            Phrase(
                "no scope %(scope)s; there are %(scopes)s",
                scope=repr(scope[:20]),
                scopes=", ".join(SCOPES),
            )
        )
    if not 1 <= days <= MOST_DAYS:
        raise BadInput(Phrase("a token is good for 1 to %(most_days)s days", most_days=MOST_DAYS))
    try:
        bound = str(ipaddress.ip_address(address.strip())) if address.strip() else ""
    except ValueError:
        raise BadInput(
            Phrase("%(address)s is no address such as 127.0.0.1", address=repr(address[:40]))
        ) from None
    secret = desk_tokens.add(desk, account.id, plain, scope, bound, time.time() + 86_400 * days)
    desk_audit.did(desk, account.name, "token made", f"{plain}: {scope}, {days} days")
    return secret
