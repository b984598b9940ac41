"""The posts of the lab, newest first or by what they say."""

from fastapi import Request
from fastapi.responses import Response

from marsad.web.pages.lab import Lab
from marsad.web.paper import render
from marsad.web.views.listing import Asked, listing


def posts(
    request: Request,
    store: Lab,
    q: str = "",
    day: str = "",
    place: str = "",
    until: str = "",
    skip: int = 0,
) -> Response:
    """List posts; the whole question stands in the address."""
    found = listing(store, Asked.of(q, day, place, until, skip))
    return render(request, "posts.html", 400 if found.fault else 200, found=found)
