"""The accounts of the desk: invite, give a role, close, open, reset."""

from typing import Annotated

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from marsad.accounts import changing, joining, roles
from marsad.errors import BadInput, MarsadError, NotFound, Withheld
from marsad.share import readers
from marsad.store import Store, desk_accounts, desk_clearances
from marsad.store.desk import Desk
from marsad.web.faults import status_of
from marsad.web.pages.lab import Lab
from marsad.web.pages.who import Who
from marsad.web.paper import render

Said = Annotated[str, Form()]


def accounts(request: Request) -> Response:
    """List every account."""
    return _page(request)


def invite(
    request: Request, store: Lab, who: Who, name: Said = "", role: Said = "", reader: Said = ""
) -> Response:
    """Make a one-time link for somebody; it is shown once, on this answer."""
    with Desk(request.app.state.lab) as desk:
        try:
            made = joining.invite(desk, name, role, who, _reader(store, reader))
        except (BadInput, NotFound, Withheld) as error:
            return _page(request, error=error)
    return _page(request, made)


def role(request: Request, who: Who, id: str, role: Said = "") -> Response:
    """Give an account another role; it is signed out."""
    with Desk(request.app.state.lab) as desk:
        changing.set_role(desk, desk_accounts.account(desk, id), role, who)
    return RedirectResponse("/accounts", 303)


def tie(store: Lab, who: Who, id: str, reader: Said = "") -> Response:
    """Tie a subscriber to a reader, or to none."""
    handle = _reader(store, reader)
    with Desk(store.lab) as desk:
        changing.tie(desk, desk_accounts.account(desk, id), handle, who)
    return RedirectResponse("/accounts", 303)


def disable(request: Request, who: Who, id: str) -> Response:
    """Close an account; it is signed out at once."""
    with Desk(request.app.state.lab) as desk:
        changing.set_active(desk, desk_accounts.account(desk, id), False, who)
    return RedirectResponse("/accounts", 303)


def enable(request: Request, who: Who, id: str) -> Response:
    """Open a closed account again."""
    with Desk(request.app.state.lab) as desk:
        changing.set_active(desk, desk_accounts.account(desk, id), True, who)
    return RedirectResponse("/accounts", 303)


def reset(request: Request, who: Who, id: str) -> Response:
    """Void the password and second factor of an account; a one-time link sets new ones."""
    with Desk(request.app.state.lab) as desk:
        made = joining.reset(desk, desk_accounts.account(desk, id), who)
    return _page(request, made)


def clear(request: Request, who: Who, id: str, markings: Said = "") -> Response:
    """Clear an account for the markings that are named, and for no other."""
    with Desk(request.app.state.lab) as desk:
        changing.clear(desk, desk_accounts.account(desk, id), markings, who)
    return RedirectResponse("/accounts", 303)


def _reader(store: Store, said: str) -> str:
    """The handle of a reader that there is; empty where none is named."""
    handle = said.strip()
    return readers.reader(store, handle).handle if handle else ""


def _page(
    request: Request,
    made: joining.Invited | None = None,
    error: MarsadError | None = None,
) -> Response:
    with Desk(request.app.state.lab) as desk:
        everybody = desk_accounts.everybody(desk)
        cleared = desk_clearances.everybody(desk)
    link = f"{request.url.scheme}://{request.url.netloc}{made.path}" if made else ""
    said = {
        "everybody": everybody,
        "cleared": cleared,
        "roles": list(roles.RANKS),
        "made": made,
        "link": link,
    }
    status = status_of(error)[0] if error else 200
    return render(request, "accounts.html", status, error=error.said if error else "", **said)
