"""Outlets and places: who posts, since when, and who repeats whom."""

from fastapi import Request
from fastapi.responses import Response

from marsad import track
from marsad.store import Seen
from marsad.web.pages.lab import Lab
from marsad.web.paper import render
from marsad.web.views.outlets import outlets as listed
from marsad.web.views.outlets import shown


def outlets(request: Request, store: Lab) -> Response:
    """List the outlets of the register and the places of the lab."""
    if request.app.state.preparing.needed(store):
        return _waiting(request, store)
    return render(request, "outlets.html", found=listed(store))


def outlet(request: Request, store: Lab, id: str) -> Response:
    """Show the life of an outlet."""
    return _life(request, store, id)


def place(request: Request, store: Lab, id: str) -> Response:
    """Show the life of a place."""
    return _life(request, store, id)


def _life(request: Request, store: Lab, id: str) -> Response:
    if request.app.state.preparing.needed(store):
        return _waiting(request, store)
    return render(request, "outlet.html", found=shown(store, track.life(store, id)))


def _waiting(request: Request, store: Lab) -> Response:
    return render(request, "preparing.html", found=Seen(store).behind(), again=request.url.path)
