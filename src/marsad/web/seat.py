"""Who sits before the desk: the session of a request, its cookie and the token of its forms."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import Response

from marsad import settings
from marsad.accounts.entering import FULL
from marsad.store import desk_accounts, desk_clearances, desk_sessions, desk_tokens
from marsad.store.desk import Desk
from marsad.store.desk_accounts import Account
from marsad.store.desk_sessions import Session


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who has signed in, wholly or half."""

    account: Account
    session: Session
    form_token: str
    scope: str = ""
    """Of a token that a program brought; empty for a person with a session."""
    cleared: frozenset[str] = frozenset()
    """The markings of which they may see what has them."""


@dataclass(frozen=True, slots=True)
class Limits:
    """After how many seconds a session ends: left alone, and at the latest."""

    idle: float
    longest: float

    @classmethod
    def of(cls, lab: Path) -> "Limits":
        """As the lab's settings have them."""
        said = settings.load(lab)
        return cls(60 * said.session_idle_minutes, 3600 * said.session_hours)


def cookie_of(lab: Path) -> str:
    """Its name; cookies know no ports, and two desks of a machine must not take each other's."""
    return f"marsad-{hashlib.sha256(str(lab.resolve()).encode()).hexdigest()[:8]}"


def token_of(id: str) -> str:
    """The token of a session's forms: made of its id, which no page and no script can read."""
    return hashlib.sha256(f"form {id}".encode("utf-8", "replace")).hexdigest()


def seat(request: Request) -> Seat | None:
    """Who asks; looked up once a request."""
    if not hasattr(request.state, "seat"):
        # Nobody first: where the look-up fails, the page that says so looks again.
        request.state.seat = None
        request.state.seat = _found(request)
    found: Seat | None = request.state.seat
    return found


def form_token(request: Request) -> str:
    """What a form of this page must bring: the session's, or before one that of this run."""
    found = seat(request)
    whole: str = request.app.state.form_token
    return found.form_token if found else whole


def give(request: Request, answer: Response, id: str) -> Response:
    """Seat somebody: the cookie of a session that has just begun."""
    answer.set_cookie(
        request.app.state.cookie,
        id,
        path="/",
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return answer


def take(request: Request, answer: Response) -> Response:
    """Let the browser forget the cookie."""
    answer.delete_cookie(request.app.state.cookie, path="/", httponly=True, samesite="strict")
    return answer


def prepare(app: FastAPI, lab: Path) -> None:
    """What every look at a session needs, read once."""
    app.state.cookie = cookie_of(lab)
    app.state.limits = Limits.of(lab)


def _found(request: Request) -> Seat | None:
    if "authorization" in request.headers:
        return _brought(request)
    id = request.cookies.get(request.app.state.cookie, "")
    if not id:
        return None
    limits: Limits = request.app.state.limits
    with Desk(request.app.state.lab) as desk:
        session = desk_sessions.find(desk, id, limits.idle, limits.longest)
        if session is None:
            return None
        account = desk_accounts.account(desk, session.account)
        cleared = desk_clearances.cleared(desk, account.id)
        return Seat(account, session, token_of(id), "", cleared)


def _brought(request: Request) -> Seat | None:
    """Who a program acts for; whoever brings a token is judged by it alone, cookie or not."""
    kind, _, secret = request.headers["authorization"].partition(" ")
    address = request.client.host if request.client else ""
    with Desk(request.app.state.lab) as desk:
        found = desk_tokens.find(desk, secret.strip()) if kind.casefold() == "bearer" else None
        if found is None or found.address not in ("", address):
            return None
        account = desk_accounts.account(desk, found.account)
        cleared = desk_clearances.cleared(desk, account.id)
    # A program has shown everything by its token, and has shown nothing fresh.
    session = Session("", account.id, FULL, 0, 0, 0, None)
    return Seat(account, session, "", found.scope, cleared)
