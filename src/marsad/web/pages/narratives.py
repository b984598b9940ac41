"""Narratives: what is said about whom, and posts without a label that say alike."""

from datetime import date, timedelta

from fastapi import Request
from fastapi.responses import Response

from marsad import track
from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.store import Seen, Store, Window
from marsad.store.seen_spans import spans
from marsad.web.pages.lab import Lab
from marsad.web.pages.pictures import day_in
from marsad.web.pages.track import waiting
from marsad.web.pages.who import Who
from marsad.web.paper import render
from marsad.web.readings import note_shown
from marsad.web.views.narratives import told

DAYS = 90
"""Told of at once, where no day is named: of years, words would be those of the whole lab."""


def narratives(
    request: Request, store: Lab, who: Who, since: str = "", until: str = "", most: int = 30
) -> Response:
    """Tell narratives with most posts first, and groups of posts that nobody labelled."""
    if not 1 <= most <= 200:
        raise BadInput(
            Phrase("%(most)s narratives are not told at once; ask for 1 to 200", most=most)
        )
    zone = store.settings.zone
    window = Window(day_in(since, zone), day_in(until, zone))
    if request.app.state.preparing.needed(store):
        return waiting(request, store)
    if not (since or until) and (first := _first(store)):
        since, window = first.isoformat(), Window(day_in(first.isoformat(), zone))
    found = told(store, track.narratives(store, window, most))
    note_shown(request, store, who, found)
    return render(request, "narratives.html", told=found, since=since, until=until, most=most)


def _first(store: Store) -> date | None:
    """The first of the last days; a post with an impossible time does not make a day the last."""
    Seen(store).catch_up()
    public = {place.id for place in store.places() if place.public}
    last = max((span.last for span in spans(store) if span.place in public), default=None)
    return last.astimezone(store.settings.zone).date() - timedelta(days=DAYS) if last else None
