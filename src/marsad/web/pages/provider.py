"""Signing in by an identity provider: there by a link, back by a page of our own.

Whoever comes back was sent by another site, so browsers keep our cookies from that request. It
answers with a page that goes on by itself to one more address, and there the cookies are.
"""

from typing import Annotated

from fastapi import Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from marsad.accounts import entering, joining, linking
from marsad.accounts.provider import Answer, Provider
from marsad.errors import BadInput, MarsadError, NotFound, NotReady, Unreachable
from marsad.phrase import Phrase
from marsad.store import desk_sessions
from marsad.store.desk import Desk
from marsad.web import seat
from marsad.web.door import same_site, signed_in
from marsad.web.journeys import MINUTES, Errand
from marsad.web.pages.login import entered, seated
from marsad.web.pages.search import origin
from marsad.web.paper import query, render

LOGIN, LINK, JOIN, CONFIRM = "login", "link", "join", "confirm"
BELOW = "/login/provider"
BACK, DONE = f"{BELOW}/back", f"{BELOW}/done"
"""The address that the provider is told, and the one where what it sent is read."""
LOST = (
    "this browser is on no such way to the identity provider: it was used, took too long, or "
    "began in another one; begin anew"
)
LONGEST = 4096

Next = Annotated[str, Query(alias="next")]
Brought = Annotated[str, Query()]


def login(request: Request, to: Next = "/") -> Response:
    """Lead to the provider, to sign in."""
    return _away(request, Errand(LOGIN, same_site(to)))


def confirm(request: Request, to: Next = "/") -> Response:
    """Lead to the provider, which asks who is there anew, in place of the password."""
    errand = Errand(CONFIRM, same_site(to), signed_in(request).session.sha256)
    return _away(request, errand, anew=True)


def link(request: Request) -> Response:
    """Lead to the provider, to link one's account to who one is there."""
    errand = Errand(LINK, "/account", signed_in(request).session.sha256)
    return _away(request, errand, anew=True)


def part(request: Request) -> Response:
    """Part one's account from the provider; every other session of it ends."""
    who = signed_in(request)
    with Desk(request.app.state.lab) as desk:
        linking.unlink(desk, who.account)
        id = desk_sessions.begin(desk, who.account.id, entering.FULL)
    return seat.give(request, RedirectResponse("/account", 303), id)


def join(request: Request, secret: str, name: Annotated[str, Form()] = "") -> Response:
    """Lead to the provider, to join the desk without a password."""
    with Desk(request.app.state.lab) as desk:
        known = joining.look(desk, secret)
    plain = known.name or joining.signing(name)
    return _away(request, Errand(JOIN, "/", secret, plain), anew=True)


def back(
    request: Request,
    code: Brought = "",
    state: Brought = "",
    iss: Brought = "",
    error: Brought = "",
) -> Response:
    """Take the browser from the provider's page to ours, with what it brought."""
    said: dict[str, object] = {"code": code, "state": state, "iss": iss, "error": error}
    if sum(map(len, (code, state, iss, error))) > LONGEST:
        raise BadInput(LOST)
    return render(request, "onward.html", there=f"{DONE}?{query(said)}")


def done(
    request: Request,
    code: Brought = "",
    state: Brought = "",
    iss: Brought = "",
    error: Brought = "",
) -> Response:
    """Read what the browser brought, and do what it set out for."""
    address = request.client.host if request.client else ""
    with Desk(request.app.state.lab) as desk:
        linking.attempt(desk, address)
        try:
            answer = _arrived(request, desk, Answer(code, state, iss, error))
        except (Unreachable, NotReady):
            linking.forgive(desk, address)
            raise
        except MarsadError as refused:
            sitting = seat.seat(request)
            by = sitting.account.name if sitting else ""
            linking.refuse(desk, by, address, str(refused))
            raise
        linking.forgive(desk, address)
    answer.delete_cookie(_cookie(request), path=BELOW, httponly=True, samesite="strict")
    return answer


def _arrived(request: Request, desk: Desk, answer: Answer) -> Response:
    ended = request.app.state.journeys.end(answer.state, request.cookies.get(_cookie(request), ""))
    if ended is None:
        raise BadInput(LOST)
    journey, errand = ended
    subject = _provider(request).arrive(journey, answer)
    if errand.purpose == LOGIN:
        account, stage = linking.enter(desk, subject)
        return entered(request, desk, account, stage, errand.next)
    if errand.purpose == JOIN:
        account = joining.join_linked(desk, errand.about, errand.name, subject)
        return entered(request, desk, account, entering.stage_of(account), "/")
    who = seat.seat(request)
    if who is None or who.session.sha256 != errand.about:
        raise BadInput(LOST)
    if errand.purpose == LINK:
        linking.link(desk, who.account, subject)
        return RedirectResponse(errand.next, 303)
    linking.confirm(desk, who.account, subject)
    return seated(request, desk, who, errand.next)


def _away(request: Request, errand: Errand, anew: bool = False) -> Response:
    """Send a browser off; forms are led by a page, for a form may lead nowhere but to the desk."""
    journey, there = _provider(request).depart(f"{origin(request)}{BACK}", anew)
    kept = request.app.state.journeys.begin(journey, errand)
    if request.method == "GET":
        answer: Response = RedirectResponse(there, 303)
    else:
        answer = render(request, "onward.html", there=there)
    answer.set_cookie(
        _cookie(request),
        kept,
        max_age=60 * MINUTES,
        path=BELOW,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return answer


def _provider(request: Request) -> Provider:
    found: Provider | None = request.app.state.provider
    if found is None:
        raise NotFound(Phrase("this desk has no identity provider; sign in with your password"))
    return found


def _cookie(request: Request) -> str:
    return f"{request.app.state.cookie}-provider"
