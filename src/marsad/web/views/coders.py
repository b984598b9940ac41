"""To whom a post may be handed over: those with an open account who may code."""

from marsad.errors import Withheld
from marsad.phrase import Phrase
from marsad.store import Store, desk_accounts
from marsad.store.desk import Desk
from marsad.store.desk_accounts import Account
from marsad.web.policy import may


def coders(store: Store) -> list[Account]:
    """Who has an open account and may code."""
    with Desk(store.lab) as desk:
        everybody = desk_accounts.everybody(desk)
    return [each for each in everybody if each.active and may(each.role, "POST", "/triage/code")]


def colleague(store: Store, name: str) -> str:
    """How one of them signs, by the name somebody typed; Withheld where it is nobody's."""
    wanted = desk_accounts.folded(name)
    for each in coders(store):
        if desk_accounts.folded(each.name) == wanted:
            return each.signature
    raise Withheld(
        Phrase(
            "%(name)s has no open account that may code; choose a name offered there",
            name=repr(name[:80]),
        )
    )
