"""Signing in and out, and giving the password again."""

from typing import Annotated

from fastapi import Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from marsad.accounts import entering, passkeys
from marsad.errors import Withheld
from marsad.phrase import Phrase
from marsad.store import desk_audit, desk_sessions
from marsad.store.desk import Desk
from marsad.store.desk_accounts import Account
from marsad.web import seat
from marsad.web.door import NEXT, same_site, signed_in
from marsad.web.faults import status_of
from marsad.web.pages.passkey import SCRIPTED
from marsad.web.paper import query, render
from marsad.web.seat import Seat

Next = Annotated[str, Query(alias="next")]
Said = Annotated[str, Form()]
NextSaid = Annotated[str, Form(alias="next")]


def ask(request: Request, to: Next = "/") -> Response:
    """Ask for a name and a password."""
    return render(request, "login.html", error="", name="", next=same_site(to))


def enter(request: Request, name: Said = "", password: Said = "", to: NextSaid = "/") -> Response:
    """Take them; whoever is known goes on to the second factor, or to the desk."""
    address = request.client.host if request.client else ""
    with Desk(request.app.state.lab) as desk:
        try:
            account, stage = entering.enter(desk, name, password, address)
        except Withheld as error:
            return _again(request, "login.html", error, name=name, next=same_site(to))
        return entered(request, desk, account, stage, to)


def entered(request: Request, desk: Desk, account: Account, stage: str, to: str) -> Response:
    """Seat somebody who has just come in, and lead them on; whoever sat there before is out."""
    desk_sessions.prune(desk, request.app.state.limits.longest)
    old = seat.seat(request)
    if old:
        desk_sessions.end(desk, old.session.sha256)
    id = desk_sessions.begin(desk, account.id, stage)
    if stage == entering.FULL:
        desk_audit.did(desk, account.name, "signed in")
    return seat.give(request, RedirectResponse(_on(stage, to), 303), id)


def second(request: Request, to: Next = "/") -> Response:
    """Ask for the second factor."""
    answer = render(request, "second.html", error="", next=same_site(to), **_passkey(request))
    answer.headers["content-security-policy"] = SCRIPTED
    return answer


def show(request: Request, code: Said = "", to: NextSaid = "/") -> Response:
    """Take a code; the session gets another id."""
    who = signed_in(request)
    with Desk(request.app.state.lab) as desk:
        try:
            entering.show_code(desk, request.app.state.lab, who.account, code)
        except Withheld as error:
            return _again(request, "second.html", error, next=same_site(to), **_passkey(request))
        return seated(request, desk, who, to)


def seated(request: Request, desk: Desk, who: Seat, to: str) -> Response:
    """Seat somebody who has shown everything, under a new id."""
    id = desk_sessions.rotate(desk, who.session, entering.FULL)
    if id is None:
        raise Withheld(Phrase("this session has ended meanwhile; sign in again"))
    desk_audit.did(desk, who.account.name, "signed in")
    return seat.give(request, RedirectResponse(same_site(to), 303), id)


def leave(request: Request) -> Response:
    """End the session."""
    who = signed_in(request)
    with Desk(request.app.state.lab) as desk:
        desk_sessions.end(desk, who.session.sha256)
        desk_audit.did(desk, who.account.name, "signed out")
    return seat.take(request, RedirectResponse("/login", 303))


def confirm(request: Request, to: Next = "/") -> Response:
    """Ask for the password again, before something that cannot be taken back."""
    return render(request, "confirm.html", error="", next=same_site(to))


def prove(request: Request, password: Said = "", to: NextSaid = "/") -> Response:
    """Take it; the session gets another id."""
    who = signed_in(request)
    with Desk(request.app.state.lab) as desk:
        try:
            entering.again(desk, who.account, password)
        except Withheld as error:
            return _again(request, "confirm.html", error, next=same_site(to))
        return seated(request, desk, who, to)


def _passkey(request: Request) -> dict[str, object]:
    held = signed_in(request).account.passkeys > 0
    return {"held": held, "possible": passkeys.possible(request.url.hostname or "")}


def _on(stage: str, to: str) -> str:
    where = same_site(to)
    if stage == entering.FULL:
        return where
    return NEXT[stage] + (f"?{query({'next': where})}" if stage == entering.SECOND else "")


def _again(request: Request, template: str, error: Withheld, **said: object) -> Response:
    slowed = isinstance(error, entering.TooMany)
    status = 429 if slowed else status_of(error)[0]
    answer = render(request, template, status, error=error.said, **said)
    if isinstance(error, entering.TooMany):
        answer.headers["retry-after"] = str(error.wait)
    return answer
