"""The queue of translations: what waits for whom, and who asks for it."""

from typing import Annotated

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from marsad.errors import BadInput, NotFound
from marsad.phrase import Phrase
from marsad.translate import assign
from marsad.web.pages.address import Whom
from marsad.web.pages.lab import Lab
from marsad.web.pages.lists import FORMS
from marsad.web.pages.search import SEALED
from marsad.web.pages.who import Who
from marsad.web.paper import render
from marsad.web.readings import note_shown
from marsad.web.views.waiting import COLUMNS, Asked, rows, waiting


def queue(
    request: Request,
    store: Lab,
    who: Who,
    state: str = "draft",
    order: str = "priority",
    language: str = "",
    to: Whom = "",
    page: int = 1,
) -> Response:
    """List what waits; the whole question stands in the address."""
    asked = Asked(state, order, language, to, max(page, 1))
    found = waiting(store, asked)
    note_shown(request, store, who, found)
    return render(request, "translations.html", waiting=found)


def download(
    store: Lab, form: str, order: str = "priority", language: str = "", to: Whom = ""
) -> Response:
    """Send what waits as a file."""
    if form not in FORMS:
        raise NotFound(
            Phrase(
                "no form %(form)s of the queue; there are %(forms)s",
                form=repr(form[:20]),
                forms=", ".join(FORMS),
            )
        )
    written, mime = FORMS[form]
    headers = {
        "content-disposition": f'attachment; filename="queue.{form}"',
        "content-security-policy": SEALED,
    }
    asked = Asked(order=order, language=language, to=to)
    content = written(COLUMNS, rows(store, asked)).encode("utf-8", "replace")
    return Response(content, headers=headers, media_type=f"{mime}; charset=utf-8")


def ask(
    store: Lab,
    who: Who,
    id: Annotated[list[str], Form()] = [],  # noqa: B006 - read
    to: Annotated[str, Form()] = "",
    priority: Annotated[int, Form()] = 0,
    back: Annotated[str, Form()] = "",
) -> Response:
    """Ask a person for some translations, or make them more urgent, under one's name."""
    if not id:
        raise BadInput(Phrase("nothing was chosen; put a tick beside what you ask for"))
    for each in id:
        assign(store, each, to, who.signature, priority or None)
    store.checkpoint()
    return RedirectResponse(f"/translations?{back}", 303)
