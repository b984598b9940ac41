"""Asking to become a reader, by anybody: the same answer whoever the address belongs to."""

from typing import Annotated

from fastapi import Form, Request
from fastapi.responses import Response
from starlette.background import BackgroundTask

from marsad import settings
from marsad.accounts import asking
from marsad.errors import BadInput, NotReady
from marsad.phrase import Phrase
from marsad.share.readers import TIERS
from marsad.store.desk import Desk
from marsad.web.faults import status_of
from marsad.web.pages.lab import Lab
from marsad.web.paper import render
from marsad.web.phrases import bare

Said = Annotated[str, Form()]


def ask(request: Request) -> Response:
    """Show the form, or say that registration is closed."""
    return _page(request)


def register(
    request: Request, name: Said = "", address: Said = "", why: Said = "", tier: Said = ""
) -> Response:
    """Take what was said; the letter follows the answer, which tells nothing by its time."""
    lab = request.app.state.lab
    if not asking.is_open(settings.load(lab)):
        raise NotReady(Phrase("registration is closed"), Phrase("write to the lab"))
    try:
        asked = asking.said(name, address, tier, why)
    except BadInput as error:
        given = {"name": name, "address": address, "why": why, "tier": tier}
        return _page(request, error=error, **given)
    with Desk(lab) as desk:
        asking.slow(desk, request.client.host if request.client else "")
    answer = render(request, "register_sent.html", days=asking.DAYS)
    answer.background = BackgroundTask(asking.ask, lab, asked, bare)
    return answer


def look(request: Request, secret: str) -> Response:
    """Show the button: programs open every link of a letter to look at it."""
    with Desk(request.app.state.lab) as desk:
        asked = asking.look(desk, secret)
    return render(request, "register_confirm.html", secret=secret, asked=asked, done=False)


def confirm(request: Request, store: Lab, secret: str) -> Response:
    """Take the address for proven; a person of the lab decides."""
    with Desk(store.lab) as desk:
        asked = asking.look(desk, secret)
        asking.confirm(store, desk, secret)
    store.checkpoint()
    return render(request, "register_confirm.html", secret=secret, asked=asked, done=True)


def _page(request: Request, error: BadInput | None = None, **given: str) -> Response:
    chosen = settings.load(request.app.state.lab)
    said = {"name": "", "address": "", "why": "", "tier": TIERS[0], **given}
    return render(
        request, "register.html", status_of(error)[0] if error else 200,
        open=asking.is_open(chosen), to=chosen.mail_from, tiers=TIERS, said=said,
        error=error or "",
    )  # fmt: skip
