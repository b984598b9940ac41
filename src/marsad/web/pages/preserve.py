"""The state of the lab."""

from fastapi import Request
from fastapi.responses import Response

from marsad.web.pages.lab import Lab
from marsad.web.paper import render
from marsad.web.views.state import state


def status(request: Request, store: Lab) -> Response:
    """Show what the lab holds, what is signed, what was set apart and what works here."""
    return render(request, "status.html", state=state(store))
