"""Passkeys: made on one's account, shown at signing in; a script of ours asks the device."""

from typing import Annotated

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from marsad.accounts import codes, entering, passkeys
from marsad.errors import BadInput, Withheld
from marsad.phrase import Phrase
from marsad.store import desk_accounts, desk_audit, desk_factors, desk_sessions
from marsad.store.desk import Desk
from marsad.web import seat
from marsad.web.door import same_site, signed_in
from marsad.web.guard import POLICY
from marsad.web.pages.search import origin
from marsad.web.paper import render
from marsad.web.seat import Seat

SCRIPTED = f"{POLICY}; script-src 'self'; connect-src 'self'"
MARK = b"passkey:"
"""What a challenge begins with where sessions keep it: a secret of codes waits there, too."""

Said = Annotated[str, Form()]


def offer(request: Request) -> Response:
    """Offer to make a passkey, where browsers allow any."""
    allowed = passkeys.possible(request.url.hostname or "")
    there = str(request.url.replace(hostname=passkeys.HOST, query=""))
    answer = render(request, "passkey.html", possible=allowed, there=there)
    answer.headers["content-security-policy"] = SCRIPTED
    return answer


def options(request: Request) -> Response:
    """What the device is asked to make."""
    who = signed_in(request)
    with Desk(request.app.state.lab) as desk:
        said, challenge = passkeys.offer(desk, who.account, request.app.state.lab_name)
        desk_sessions.await_factor(desk, who.session.sha256, MARK + challenge)
    return Response(said, media_type="application/json")


def keep(request: Request, said: Said = "", label: Said = "") -> Response:
    """Take the passkey; every other session of the account ends."""
    who = signed_in(request)
    with Desk(request.app.state.lab) as desk, desk.writing():
        passkeys.keep(desk, who.account, said, _challenge(who), origin(request), label)
        left = desk_factors.recovery_left(desk, who.account.id)
        written_down = [] if left else codes.recovery(desk, who.account.id)
        desk_sessions.end_all(desk, who.account.id)
        id = desk_sessions.begin(desk, who.account.id, entering.FULL)
    if not written_down:
        return seat.give(request, RedirectResponse("/account", 303), id)
    request.state.seat = Seat(who.account, who.session, seat.token_of(id))
    return seat.give(request, render(request, "recovery.html", codes=written_down), id)


def drop(request: Request, id: str) -> Response:
    """Take one of one's own passkeys away; every other session of the account ends."""
    who = signed_in(request)
    with Desk(request.app.state.lab) as desk, desk.writing():
        passkeys.drop(desk, desk_accounts.account(desk, who.account.id), id)
        desk_sessions.end_all(desk, who.account.id)
        made = desk_sessions.begin(desk, who.account.id, entering.FULL)
    return seat.give(request, RedirectResponse("/account", 303), made)


def asked(request: Request) -> Response:
    """What the device is asked to show."""
    who = signed_in(request)
    with Desk(request.app.state.lab) as desk:
        said, challenge = passkeys.ask(desk, who.account)
        desk_sessions.await_factor(desk, who.session.sha256, MARK + challenge)
    return Response(said, media_type="application/json")


def show(
    request: Request, said: Said = "", to: Annotated[str, Form(alias="next")] = "/"
) -> Response:
    """Take what it showed; the session gets another id."""
    who = signed_in(request)
    challenge = _challenge(who)
    with Desk(request.app.state.lab) as desk:
        # Used up first: a challenge is answered once.
        desk_sessions.await_factor(desk, who.session.sha256, None)
        passkeys.show(desk, who.account, said, challenge, origin(request))
        id = desk_sessions.rotate(desk, who.session, entering.FULL)
        if id is None:
            raise Withheld(Phrase("this session has ended meanwhile; sign in again"))
        desk_audit.did(desk, who.account.name, "signed in")
    return seat.give(request, RedirectResponse(same_site(to), 303), id)


def _challenge(who: Seat) -> bytes:
    pending = who.session.pending or b""
    if not pending.startswith(MARK):
        raise BadInput(
            Phrase("this passkey answers no question of this session; open the page again")
        )
    return pending.removeprefix(MARK)
