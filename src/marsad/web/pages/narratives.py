"""Narratives: what is said about whom, and posts without a label that say alike."""

from fastapi import Request
from fastapi.responses import Response

from marsad import track
from marsad.web.pages.lab import Lab
from marsad.web.pages.track import waiting
from marsad.web.pages.who import Who
from marsad.web.paper import render
from marsad.web.readings import note_shown
from marsad.web.views.narratives import asked_of, told


def narratives(
    request: Request, store: Lab, who: Who, since: str = "", until: str = "", most: int = 30
) -> Response:
    """Tell narratives with most posts first, and groups of posts that nobody labelled."""
    if request.app.state.preparing.needed(store):
        return waiting(request, store)
    asked = asked_of(store, since, until, most)
    found = told(store, track.narratives(store, asked.window, asked.most))
    note_shown(request, store, who, found)
    return render(request, "narratives.html", told=found, asked=asked)
