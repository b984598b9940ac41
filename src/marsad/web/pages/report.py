"""Reports: their gate, their preview, their files."""

import re
from collections.abc import Callable
from contextlib import nullcontext

from fastapi import Request
from fastapi.responses import Response

from marsad.accounts import reading
from marsad.accounts.roles import SUBSCRIBER
from marsad.errors import MarsadError
from marsad.store import Store
from marsad.store.desk_accounts import Account
from marsad.store.markings import Markings
from marsad.web import faults
from marsad.web.apart import english
from marsad.web.guard import KEYED
from marsad.web.pages.lab import Lab
from marsad.web.pages.who import Who
from marsad.web.paper import render
from marsad.web.views.written import File, handed_out, readable, rendered, shelf, written

EDITION_POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; sandbox"
)
"""The edition carries its style and pictures within itself; a sandbox keeps it apart from us."""
FAULT_POLICY = "default-src 'none'; style-src 'self'; frame-ancestors 'self'; sandbox"
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def reports(request: Request, store: Lab, who: Who) -> Response:
    """List the reports: all for the lab, for a reader those that they may read."""
    some = readable(store, _tier(store, who)) if who.role == SUBSCRIBER else shelf(store)
    return render(request, "reports.html", shelf=some, marked=Markings(store).of_kind("report"))


def report(request: Request, store: Lab, handle: str) -> Response:
    """Show a report: what it lacks, how it looks, and its files."""
    answer = render(request, "report.html", written=written(store, handle))
    answer.headers["content-security-policy"] = f"{KEYED}; frame-src 'self'"
    return answer


def edition(request: Request, store: Lab, who: Who, handle: str) -> Response:
    """Send the edition as readers will get it, for a frame that may do nothing."""
    return previewed(request, lambda: _made(store, who, handle, "html").content)


def previewed(request: Request, made: Callable[[], bytes]) -> Response:
    """Send a report as a page of the web, for a frame that may do nothing."""
    try:
        content = made()
    except MarsadError as error:
        status, heading = faults.status_of(error)
        answer = render(
            request, "frame.html", status, heading=heading, sentence=english(error, ".")
        )
        answer.headers["content-security-policy"] = FAULT_POLICY
        return answer
    headers = {"content-security-policy": EDITION_POLICY}
    return Response(content, headers=headers, media_type="text/html; charset=utf-8")


def download(store: Lab, who: Who, handle: str, form: str) -> Response:
    """Send a report as a file."""
    made = _made(store, who, handle, form)
    name = _UNSAFE.sub("-", made.name)
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "content-security-policy": "default-src 'none'; sandbox",
    }
    return Response(made.content, headers=headers, media_type=made.mime)


def _made(store: Store, who: Account, handle: str, form: str) -> File:
    if who.role == SUBSCRIBER:
        return handed_out(store, handle, form, _tier(store, who))
    return rendered(store, handle, form)


def _tier(store: Store, who: Account) -> str:
    return reading.tier(who, lambda: nullcontext(store))
