"""Who did what, and who read what was restricted."""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import Response

from marsad.web.pages.lab import Lab
from marsad.web.pages.lists import Asking, send
from marsad.web.paper import render
from marsad.web.views.audited import KINDS, Question, audited


def _asked(what: str = "reads", by: str = "", since: str = "") -> Question:
    """The question that the address holds."""
    return Question.of(what, by, since)


Asked = Annotated[Question, Depends(_asked)]


def audit(request: Request, store: Lab, asked: Asked) -> Response:
    """List the newest lines."""
    return render(request, "audit.html", lines=audited(store, asked), asked=asked, kinds=KINDS)


def download(request: Request, store: Lab, subject: Asking, form: str) -> Response:
    """Send all of them as a file or a feed."""
    return send(request, store, "audit", form, subject)
