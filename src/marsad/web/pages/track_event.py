"""Events, and who answered them."""

import re
from typing import Annotated

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from marsad import track
from marsad.errors import BadInput
from marsad.phrase import Phrase
from marsad.web.pages.lab import Lab
from marsad.web.pages.who import Who
from marsad.web.paper import part, render
from marsad.web.readings import note_shown
from marsad.web.views import happened

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def events(request: Request, store: Lab, skip: int = 0) -> Response:
    """List the events of the register."""
    return render(request, "events.html", found=happened.events(store, skip))


def event(request: Request, store: Lab, who: Who, id: str) -> Response:
    """Show an event: who answered it after how long, and who kept silent."""
    found = happened.happened(store, id)
    note_shown(request, store, who, found)
    return render(request, "event.html", happened=found)


def decide(
    store: Lab,
    who: Who,
    id: str,
    accept: Annotated[str, Form()] = "",
    refuse: Annotated[str, Form()] = "",
) -> Response:
    """Say under one's name that a post answers an event, or that it does not."""
    if bool(accept) is bool(refuse):
        raise BadInput(
            Phrase("say of one post whether it answers the event; use a button beside it")
        )
    track.decide_answer(store, id, accept or refuse, who.signature, bool(accept))
    store.checkpoint()
    return RedirectResponse(f"/event/{part(id)}#answers", 303)


def table(store: Lab, id: str) -> Response:
    """Send the outlets of an event as a table."""
    found = track.lags(store, track.standing(store, id))
    name = _UNSAFE.sub("-", found.event.handle)
    headers = {
        "content-disposition": f'attachment; filename="event-{name}.csv"',
        "content-security-policy": "default-src 'none'; sandbox",
    }
    # The mark at its start makes spreadsheets read UTF-8.
    text = "\ufeff" + "\n".join(track.voices_csv(found)) + "\n"
    content = text.encode("utf-8", "replace")
    return Response(content, headers=headers, media_type="text/csv; charset=utf-8")
