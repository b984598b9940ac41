"""Who needs to know of a thing: its markings, put on and taken off under one's name."""

from typing import Annotated

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from marsad.store.markings import Markings, known_name
from marsad.web.door import signed_in
from marsad.web.pages.lab import Lab
from marsad.web.pages.who import Who
from marsad.web.paper import part, render
from marsad.web.views.marked import marked

Said = Annotated[str, Form()]


def show(request: Request, store: Lab, kind: str, id: str) -> Response:
    """Show the markings of a thing, and what it would mean to put another one on."""
    cleared = sorted(signed_in(request).cleared)
    return render(request, "marking.html", it=marked(store, kind, id), cleared=cleared, gone="")


def put(request: Request, store: Lab, who: Who, kind: str, id: str, marking: Said = "") -> Response:
    """Mark a thing; whoever is not cleared for that has seen it for the last time."""
    it, name, cleared = marked(store, kind, id), known_name(marking), signed_in(request).cleared
    Markings(store).put(kind, it.id, name, who.signature)
    store.checkpoint()
    if name in cleared:
        return _back(kind, it.id)
    return render(request, "marking.html", it=it, cleared=sorted(cleared), gone=name)


def take(store: Lab, who: Who, kind: str, id: str, marking: Said = "") -> Response:
    """Take a marking off: of what somebody is not cleared for, they see nothing to take off."""
    it = marked(store, kind, id)
    Markings(store).take(kind, it.id, marking, who.signature)
    store.checkpoint()
    return _back(kind, it.id)


def _back(kind: str, id: str) -> Response:
    return RedirectResponse(f"/marking/{kind}/{part(id)}", 303)
