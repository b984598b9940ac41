"""The page behind a one-time link: a name, a password, and then the second factor."""

from typing import Annotated

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from marsad.accounts import entering, joining
from marsad.errors import BadInput, NotFound, Withheld
from marsad.phrase import Phrase
from marsad.store import desk_sessions
from marsad.store.desk import Desk
from marsad.web import seat
from marsad.web.door import NEXT
from marsad.web.faults import status_of
from marsad.web.paper import render

Said = Annotated[str, Form()]


def ask(request: Request, secret: str) -> Response:
    """Ask for what the link still lacks."""
    with Desk(request.app.state.lab) as desk:
        link = joining.look(desk, secret)
    return render(request, "join.html", secret=secret, link=link, name=link.name, error="")


def join(
    request: Request,
    secret: str,
    name: Said = "",
    password: Said = "",
    again: Said = "",
) -> Response:
    """Use the link up and seat whoever had it."""
    with Desk(request.app.state.lab) as desk:
        link = joining.look(desk, secret)
        try:
            if password != again:
                raise BadInput(Phrase("the two passwords differ; type them again"))
            account = joining.join(desk, secret, name, password)
        except NotFound:
            raise
        except (BadInput, Withheld) as error:
            said = {"secret": secret, "link": link, "name": link.name or name}
            return render(request, "join.html", status_of(error)[0], error=error.said, **said)
        stage = entering.stage_of(account)
        id = desk_sessions.begin(desk, account.id, stage)
    return seat.give(request, RedirectResponse(NEXT[stage], 303), id)
