"""Saved searches on the desk: what is new of them, as a list to be read and as a feed."""

import hashlib
from typing import Annotated

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from marsad import alerting
from marsad.search.atom import TYPE, atom
from marsad.search.telling import told_of
from marsad.store.alerts import READ, WAITING, Alerts
from marsad.web.pages.lab import Lab
from marsad.web.pages.search import SEALED, origin
from marsad.web.pages.who import Who
from marsad.web.paper import query as asked
from marsad.web.paper import render
from marsad.web.readings import note_posts, note_shown
from marsad.web.views.told import numbers
from marsad.web.views.told import unread as unread_of

FEED_MOST = 200


def unread(request: Request, store: Lab, who: Who, dropped: str = "") -> Response:
    """List what nobody has read yet, and the saved searches."""
    page = unread_of(store)
    note_shown(request, store, who, page)
    aside = dropped if dropped in Alerts(store).aside() else ""
    return render(request, "alerts.html", page=page, aside=aside)


def save(
    store: Lab,
    who: Who,
    name: Annotated[str, Form()] = "",
    query: Annotated[str, Form()] = "",
    strength: Annotated[str, Form()] = "",
) -> Response:
    """Save a search that tells on the desk and as a feed."""
    told = ["page", "feed"]
    alerting.add(store, name.strip(), query, told, who.signature, strength or "stemmed")
    store.checkpoint()
    return RedirectResponse("/alerts", 303)


def drop(store: Lab, who: Who, name: Annotated[str, Form()] = "") -> Response:
    """Delete a saved search; it can be taken back."""
    Alerts(store).set_aside(name, who.signature)
    store.checkpoint()
    return RedirectResponse(f"/alerts?{asked({'dropped': name})}", 303)


def undo(store: Lab, who: Who, name: Annotated[str, Form()] = "") -> Response:
    """Take a saved search back that was deleted, with what it had still to tell."""
    Alerts(store).take_back(name, who.signature)
    store.checkpoint()
    return RedirectResponse("/alerts", 303)


def read(store: Lab, item: Annotated[list[str], Form()] = []) -> Response:  # noqa: B006 - read
    """Put what was read aside."""
    Alerts(store).mark(numbers(store, item), READ, WAITING)
    return RedirectResponse("/alerts", 303)


def feed(request: Request, store: Lab, who: Who, name: str) -> Response:
    """Send what a saved search told on its feed, newest first."""
    alert = Alerts(store).get(name)
    items = Alerts(store).latest("feed", alert.name, most=FEED_MOST)
    id = hashlib.sha256(f"{store.origin}\n{alert.name}".encode()).hexdigest()[:32]
    places = {place.id: place.name for place in store.places()}
    told = list(told_of(store, items))
    note_posts(request, store, who, (each.post.id for each in told))
    said = atom(alert.name, f"urn:marsad:alert:{id}", told, places, origin(request))
    return Response(said, headers={"content-security-policy": SEALED}, media_type=TYPE)
