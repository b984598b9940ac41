"""One's own account: password, second factor, signing out."""

from typing import Annotated

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from marsad.accounts import changing, codes, entering, tokens
from marsad.errors import BadInput, NotFound, Withheld
from marsad.phrase import Phrase
from marsad.store import desk_audit, desk_factors, desk_sessions, desk_tokens
from marsad.store.desk import Desk
from marsad.web import seat
from marsad.web.door import signed_in
from marsad.web.faults import status_of
from marsad.web.pages.passkey import MARK
from marsad.web.paper import render
from marsad.web.seat import Seat
from marsad.web.views.qr import drawn

Said = Annotated[str, Form()]


def account(request: Request) -> Response:
    """Show one's own account."""
    return _page(request, signed_in(request))


def password(request: Request, old: Said = "", password: Said = "", again: Said = "") -> Response:
    """Change the password; every other session of the account ends."""
    who = signed_in(request)
    with Desk(request.app.state.lab) as desk:
        try:
            if password != again:
                raise BadInput(Phrase("the two new passwords differ; type them again"))
            entering.again(desk, who.account, old)
            changing.set_password(desk, who.account, password)
        except entering.TooMany:
            raise
        except (BadInput, Withheld) as error:
            return _page(request, who, error)
        id = desk_sessions.begin(desk, who.account.id, entering.FULL)
    return seat.give(request, RedirectResponse("/account", 303), id)


def factor(request: Request) -> Response:
    """Show a new secret for the app that makes codes; it counts once a code of it was shown."""
    return _offer(request, signed_in(request))


def set_factor(request: Request, code: Said = "") -> Response:
    """Take the first code: from now on the app is asked for one at each sign-in."""
    who, lab = signed_in(request), request.app.state.lab
    sealed = who.session.pending
    if sealed is None or sealed.startswith(MARK):
        return RedirectResponse("/account/factor", 303)
    step = codes.step_of(codes.unseal(lab, who.account.id, sealed), code)
    if step is None:
        wrong = BadInput(
            Phrase("this is not the code that the app shows now; look at the clocks of both")
        )
        return _offer(request, who, wrong)
    with Desk(lab) as desk, desk.writing():
        desk_factors.set_totp(desk, who.account.id, sealed, step)
        written_down = codes.recovery(desk, who.account.id)
        desk_audit.did(desk, who.account.name, "second factor set up")
        desk_sessions.end_all(desk, who.account.id)
        id = desk_sessions.begin(desk, who.account.id, entering.FULL)
    # The page that this answers is the new session's: its forms bring its token.
    request.state.seat = Seat(who.account, who.session, seat.token_of(id))
    return seat.give(request, render(request, "recovery.html", codes=written_down), id)


def _offer(request: Request, who: Seat, error: BadInput | None = None) -> Response:
    lab = request.app.state.lab
    with Desk(lab) as desk:
        if who.session.pending and not who.session.pending.startswith(MARK):
            key = codes.unseal(lab, who.account.id, who.session.pending)
        else:
            key = codes.secret()
            sealed = codes.seal(lab, who.account.id, key)
            desk_sessions.await_factor(desk, who.session.sha256, sealed)
    uri = codes.uri(key, who.account.name, request.app.state.lab_name)
    said = {"typed": codes.typed(key), "drawn": drawn(uri), "error": error.said if error else ""}
    return render(request, "factor.html", 400 if error else 200, **said)


def make_token(
    request: Request,
    label: Said = "",
    scope: Said = "",
    days: Annotated[int, Form()] = 30,
    address: Said = "",
) -> Response:
    """Make a token for a program; it is shown once, on this answer."""
    who = signed_in(request)
    with Desk(request.app.state.lab) as desk:
        try:
            secret = tokens.make(desk, who.account, label, scope, days, address)
        except BadInput as error:
            return _page(request, who, error)
    return _page(request, who, secret=secret)


def drop_token(request: Request, id: str) -> Response:
    """Void one of one's own tokens."""
    who = signed_in(request)
    with Desk(request.app.state.lab) as desk:
        if not desk_tokens.drop(desk, who.account.id, id):
            raise NotFound(Phrase("you have no such token; see the list on your account"))
        desk_audit.did(desk, who.account.name, "token dropped")
    return RedirectResponse("/account", 303)


def _page(
    request: Request, who: Seat, error: BadInput | Withheld | None = None, secret: str = ""
) -> Response:
    with Desk(request.app.state.lab) as desk:
        said = {
            "passkeys": desk_factors.passkeys(desk, who.account.id),
            "left": desk_factors.recovery_left(desk, who.account.id),
            "tokens": desk_tokens.of(desk, who.account.id),
            "scopes": tokens.SCOPES,
            "secret": secret,
            "error": error.said if error else "",
        }
    status = status_of(error)[0] if error else 200
    return render(request, "account.html", status, account=who.account, **said)
