"""What readers receive, served: the tree of whoever asks, and for the lab each tree by its tier."""

import hashlib
from pathlib import Path
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from marsad import settings
from marsad.accounts import reading
from marsad.accounts.entering import FULL
from marsad.errors import NotFound
from marsad.report.tiers import PUBLIC, READERS
from marsad.share import served
from marsad.share.pages import NAMES
from marsad.store import Store
from marsad.web.paper import render
from marsad.web.seat import seat

ABSENT = "there is no such page for you to read; begin at the list of reports"
UNPUBLISHED = "nothing was published here yet; come back later"


def enter() -> Response:
    """Lead to the list of reports: links of the site are relative to a folder."""
    return RedirectResponse("/read/", 303)


def read(request: Request, path: str) -> Response:
    """Send a file of the tree of whoever asks."""
    found = seat(request)
    if found is None and _from_elsewhere(request):
        return render(request, "onward.html", there=f"/read/{quote(path)}")
    # Half a session has not shown who it is, and reads what anybody may read.
    if found is None or found.session.stage != FULL:
        return _sent(request, PUBLIC, "/read/", path)
    tier = reading.tier(found.account, lambda: Store(request.app.state.lab))
    return _sent(request, tier, "/read/", path)


def _from_elsewhere(request: Request) -> bool:
    """Whether somebody follows a link of another site, such as webmail.

    Browsers keep our cookie from that request, and send it with the one that a page of ours makes.
    Nobody is told anything by it: the page is the same for everybody.
    """
    said = request.headers
    led = (said.get("sec-fetch-site"), said.get("sec-fetch-mode")) == ("cross-site", "navigate")
    return led and request.method == "GET"


def trees(request: Request) -> Response:
    """List the trees of every tier, to look at what each reader gets."""
    site = _site(request)
    found = [(tier, NAMES[tier], served.published(site, tier)) for tier in READERS]
    return render(request, "trees.html", trees=found)


def tree(request: Request, tier: str, path: str) -> Response:
    """Send a file of the tree of a tier."""
    if tier not in READERS:
        raise NotFound(ABSENT)
    return _sent(request, tier, f"/trees/{tier}/", path)


def _sent(request: Request, tier: str, root: str, path: str) -> Response:
    site = _site(request)
    address = f"{path}{served.INDEX}" if path.endswith("/") or not path else path
    content = served.read(site, tier, address)
    if content is not None:
        return _answer(request, address, content)
    if not path:
        raise NotFound(UNPUBLISHED)
    if served.read(site, tier, f"{path}/{served.INDEX}") is not None:
        return RedirectResponse(f"{root}{quote(path)}/", 303)
    raise NotFound(ABSENT)


def _answer(request: Request, address: str, content: bytes) -> Response:
    kind = served.kind_of(address)
    # Of the bytes alone: no time, size on disk or tier is in it, so it tells no tree from another.
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"content-security-policy": kind.policy, "etag": tag, "vary": "Cookie"}
    known = request.headers.get("if-none-match", "").replace("W/", "").split(",")
    if tag in (each.strip() for each in known):
        return Response(status_code=304, headers=headers)
    headers["content-length"] = str(len(content))
    if kind.saved:
        headers["content-disposition"] = "attachment"
    body = b"" if request.method == "HEAD" else content
    return Response(body, headers=headers, media_type=kind.media)


def _site(request: Request) -> Path:
    chosen = settings.load(request.app.state.lab)
    return chosen.beside(chosen.site)
