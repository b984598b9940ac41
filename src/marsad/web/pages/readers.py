"""Who receives reports: named persons approve, change and end readers, under their account."""

from datetime import date
from typing import Annotated

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from marsad.accounts import asking, joining
from marsad.errors import BadInput, MarsadError
from marsad.phrase import Phrase
from marsad.share import readers as register
from marsad.store import Store
from marsad.store.desk import Desk
from marsad.web.pages.lab import Lab
from marsad.web.pages.who import Who
from marsad.web.paper import part, render
from marsad.web.views import readers as views
from marsad.web.views.days import day_of

Said = Annotated[str, Form()]


def readers(request: Request, store: Lab, state: str = "", q: str = "") -> Response:
    """List the readers of a state, or all."""
    found = views.shelf(store, state if state in views.STATES else "", q)
    return render(request, "readers.html", found=found, tiers=register.TIERS)


def add(
    store: Lab,
    who: Who,
    name: Said = "",
    address: Said = "",
    tier: Said = "",
    until: Said = "",
    series: Said = "",
) -> Response:
    """Write down who wants to read; they get nothing before a person approves them."""
    made = register.add(
        store, name, address, who.signature, tier=tier or register.TIERS[0], until=_day(until),
        series=tuple(series.split()),
    )  # fmt: skip
    return _done(store, made.handle)


def reader(request: Request, store: Lab, handle: str) -> Response:
    """Show a reader without their address."""
    return _page(request, store, handle)


def address(request: Request, store: Lab, handle: str) -> Response:
    """Show a reader with their address; the audit notes who asked for it."""
    return _page(request, store, handle, address=register.reader(store, handle).address)


def approve(
    request: Request,
    store: Lab,
    who: Who,
    handle: str,
    tier: Said = "",
    because: Said = "",
    tell: Said = "",
) -> Response:
    """Let somebody read as one of a tier, and tell them; also how a reader gets another one."""
    made = register.approve(store, handle, who.signature, because.strip(), tier)
    done = _done(store, handle)
    if tell:
        try:
            with Desk(store.lab) as desk:
                asking.welcome(store, desk, made, who)
        except MarsadError as error:
            # They read all the same; another letter, or a link, can follow.
            return _page(request, store, handle, fault=error.said)
    return done


def end(store: Lab, who: Who, handle: str, last: Said = "", because: Said = "") -> Response:
    """End a reader's reading, now or after a last day."""
    register.end(store, handle, who.signature, because.strip(), _day(last))
    return _done(store, handle)


def forget(store: Lab, who: Who, handle: str, basis: Said = "") -> Response:
    """Erase name and address of a reader whom another person has ended."""
    if not basis.strip():
        raise BadInput(Phrase("name the legal basis that entitles them, such as GDPR Art. 17"))
    register.forget(store, handle, who.signature, basis.strip())
    store.checkpoint()
    return RedirectResponse("/readers?state=ended", 303)


def account(request: Request, store: Lab, who: Who, handle: str) -> Response:
    """Make a one-time link for an account of this reader; it is shown once, on this answer."""
    register.reader(store, handle)
    with Desk(store.lab) as desk:
        made = joining.invite_reader(desk, handle, who)
    link = f"{request.url.scheme}://{request.url.netloc}{made.path}"
    return _page(request, store, handle, link=link)


def _page(
    request: Request, store: Store, handle: str, address: str = "", link: str = "", fault: str = ""
) -> Response:
    found = views.sheet(store, handle)
    said = {
        "tiers": register.TIERS,
        "address": address,
        "link": link,
        "fault": fault,
        "reached": bool(store.settings.desk_address and store.settings.mail_server),
    }
    return render(request, "reader.html", it=found, **said)


def _day(said: str) -> date | None:
    return day_of(said) if said else None


def _done(store: Store, handle: str) -> Response:
    store.checkpoint()
    return RedirectResponse(f"/readers/{part(handle)}", 303)
