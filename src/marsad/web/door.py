"""The door of every route: it lets through whom the policy names, and nobody else."""

import time
from collections.abc import Callable

from fastapi import Request

from marsad.accounts.entering import ENROL, FULL, SECOND
from marsad.accounts.roles import PUBLIC, SUBSCRIBER
from marsad.accounts.tokens import READ
from marsad.errors import MarsadError, Withheld
from marsad.phrase import Phrase, Word
from marsad.web.policy import FRESH_MINUTES, PERSONAL, Row
from marsad.web.seat import Seat, seat

LOGIN = "/login"
NEXT = {SECOND: "/login/second", ENROL: "/account/factor", FULL: "/"}
"""Where somebody goes on who has signed in so far."""


class Elsewhere(MarsadError):
    """Somebody has to go to another page first; a form cannot be led there, and is told."""

    def __init__(self, said: str, path: str, back: bool) -> None:
        """Say why, which page, and whether it leads back."""
        super().__init__(said)
        self.path = path
        self.back = back


def door(row: Row) -> Callable[[Request], None]:
    """What a route asks of everybody before it does anything."""

    def enter(request: Request) -> None:
        if PUBLIC not in row.roles:
            _let(row, signed_in(request))
        elif "authorization" in request.headers:
            raise Withheld(Phrase("this token is not for that; a person has to sign in"))

    return enter


def signed_in(request: Request) -> Seat:
    """Who asks, where somebody has to."""
    found = seat(request)
    if found is None:
        raise Elsewhere(Phrase("sign in first; you were signed out, or never in"), LOGIN, back=True)
    return found


def _let(row: Row, who: Seat) -> None:
    stage, role = who.session.stage, who.account.role
    if stage not in row.stages:
        said = "sign in with your second factor first; set one up where you have none"
        raise Elsewhere(said, NEXT.get(stage, LOGIN), back=False)
    if role == SUBSCRIBER and row.path == "/":
        raise Elsewhere(Phrase("this is not for subscribers"), "/reports", back=False)
    if role not in row.roles:
        raise Withheld(
            Phrase("this is not for the role %(role)s; ask an admin, or go back", role=Word(role))
        )
    if who.scope and (row.path.startswith(PERSONAL) or (row.method, who.scope) == ("POST", READ)):
        raise Withheld(Phrase("this token is not for that; a person has to sign in"))
    if row.fresh and stage == FULL and time.time() - who.session.proved > 60 * FRESH_MINUTES:
        raise Elsewhere(
            Phrase("give your password again before you do this"), "/confirm", back=True
        )


def same_site(address: str) -> str:
    """Where to go on after signing in: a path of this desk, else its first page."""
    plain = address.isascii() and address.isprintable() and "\\" not in address
    leads_out = address[:2] == "//" or address[:4].casefold() == "/%5c"
    return address if plain and address[:1] == "/" and not leads_out else "/"
