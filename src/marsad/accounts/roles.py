"""Roles, and who may act on whom."""

from marsad.errors import BadInput, Withheld
from marsad.phrase import Phrase
from marsad.store import desk_audit
from marsad.store.desk import Desk
from marsad.store.desk_accounts import Account

ADMIN, EDITOR, TRANSLATOR, ANALYST = "admin", "editor", "translator", "analyst"
SUBSCRIBER, PUBLIC = "subscriber", "public"
RANKS = {ADMIN: 4, EDITOR: 3, TRANSLATOR: 2, ANALYST: 2, SUBSCRIBER: 1}
"""``public`` is who is not signed in: no account has it."""
SECOND_FACTOR = frozenset({ADMIN, EDITOR})
"""Who can do nothing before they have a second factor."""
ACCOUNTS = frozenset({ADMIN, EDITOR})
"""Who may act on other accounts at all."""


def known(role: str) -> str:
    """A role that an account may have."""
    if role not in RANKS:
        raise BadInput(
            Phrase(
                "no role %(role)s; there are %(ranks)s",
                role=repr(role[:20]),
                ranks=", ".join(RANKS),
            )
        )
    return role


def refuse_giving(desk: Desk, actor: Account, role: str) -> None:
    """Raise where somebody may not give a role: admins give every one, editors those below them."""
    if actor.role == ADMIN or (actor.role in ACCOUNTS and RANKS[role] < RANKS[actor.role]):
        return
    desk_audit.did(desk, actor.name, "refused", f"to give the role {role}")
    raise Withheld(
        Phrase(
            "the role %(role)s cannot give the role %(given)s; ask an admin",
            role=actor.role,
            given=role,
        )
    )


def refuse_acting(desk: Desk, actor: Account, target: Account) -> None:
    """Raise where somebody may not act on an account: nobody acts on who stands beside or above."""
    if actor.role == ADMIN or (actor.role in ACCOUNTS and RANKS[target.role] < RANKS[actor.role]):
        return
    desk_audit.did(desk, actor.name, "refused", f"to change {target.name}")
    raise Withheld(
        Phrase(
            "the role %(role)s cannot change an account that is %(held)s",
            role=actor.role,
            held=target.role,
        )
    )
