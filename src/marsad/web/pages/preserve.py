"""The state of the lab, what is under way in it, and what works here."""

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from marsad import enrich
from marsad.web.pages.lab import Lab
from marsad.web.pages.who import Who
from marsad.web.paper import render
from marsad.web.views import state as views


def status(request: Request, store: Lab) -> Response:
    """Show what the lab holds, what is signed, what is under way and what was set apart."""
    return render(request, "status.html", state=views.state(store))


def retry(store: Lab, who: Who) -> Response:
    """Let the next run of enriching try what was set apart once more, in a person's name."""
    enrich.retry(store, who.signature)
    store.checkpoint()
    return RedirectResponse("/status#apart", 303)


def parts(request: Request, store: Lab) -> Response:
    """Show which parts work on this machine, and how the lab is set."""
    return render(request, "parts.html", found=views.parts(store))
