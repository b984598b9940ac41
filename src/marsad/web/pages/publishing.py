"""What is handed out to readers: written, held back and told of under the name of an account."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from marsad.errors import BadInput, NotReady
from marsad.phrase import Phrase
from marsad.share import embargo as hold
from marsad.store import Store, desk_audit
from marsad.store.desk import Desk
from marsad.web.handing import LETTERS, TREES
from marsad.web.pages.lab import Lab
from marsad.web.pages.who import Who
from marsad.web.paper import render
from marsad.web.views.publishing import handed_out

Said = Annotated[str, Form()]
HERE = "/publishing"


def publishing(request: Request, store: Lab) -> Response:
    """Show the trees, what is held back, the letters, and how far a run is."""
    run = request.app.state.handing.last
    return render(request, "publishing.html", it=handed_out(store), run=run)


def publish(request: Request, who: Who) -> Response:
    """Write the trees anew, beside the pages."""
    request.app.state.handing.begin(request.app.state.lab, TREES, who.signature)
    return _noted(request, who.name, "publishing began")


def send(request: Request, store: Lab, who: Who, again: Said = "", reader: Said = "") -> Response:
    """Tell readers by mail what came; also what a killed run left on its way, if they say so."""
    if not (store.settings.mail_server and store.settings.mail_from):
        raise NotReady(Phrase("no mail server is named"), Phrase("set mail_server and mail_from"))
    lab = request.app.state.lab
    request.app.state.handing.begin(lab, LETTERS, who.signature, bool(again), reader)
    return _noted(request, who.name, "letters sent again" if again else "letters sent")


def embargo(store: Lab, who: Who, handle: Said = "", until: Said = "", free: Said = "") -> Response:
    """Hold a report back until a time of the lab's zone, or let it go."""
    moment = datetime.now(UTC) if free else _moment(store, until)
    hold.embargo(store, handle.strip(), moment, who.signature)
    store.checkpoint()
    return RedirectResponse(f"{HERE}#reports", 303)


def _moment(store: Store, said: str) -> datetime:
    try:
        read = datetime.fromisoformat(said)
    except ValueError as error:
        raise BadInput(
            Phrase("%(said)s is no time; write it as 2024-05-20T09:00", said=repr(said[:30]))
        ) from error
    return read if read.tzinfo else read.replace(tzinfo=store.settings.zone)


def _noted(request: Request, name: str, act: str) -> Response:
    with Desk(request.app.state.lab) as desk:
        desk_audit.did(desk, name, act)
    return RedirectResponse(HERE, 303)
