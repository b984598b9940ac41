"""The translation desk: what waits, and where a person answers for it."""

from typing import Annotated

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from marsad import translate as stage
from marsad.errors import BadInput, Withheld
from marsad.model import Translation
from marsad.web.faults import status_of
from marsad.web.pages.lab import Lab
from marsad.web.paper import part, render
from marsad.web.views.desk_translation import Typed, corrected, desk_translation
from marsad.web.views.waiting import waiting

Name = Annotated[str, Form()]
Targets = Annotated[list[str], Form()]


def queue(request: Request, store: Lab, state: str = "draft", page: int = 1) -> Response:
    """List the translations of one state."""
    return render(request, "translations.html", waiting=waiting(store, state, page))


def translation(request: Request, store: Lab, id: str) -> Response:
    """Show a translation beside its source."""
    return _sheet(request, store, id)


def review(
    request: Request,
    store: Lab,
    id: str,
    by: Name = "",
    target: Targets = [],  # noqa: B006 - read
) -> Response:
    """Sign a translation as read, with what was corrected in it."""
    try:
        segments = corrected(store.translation(id), target)
        done = stage.review(store, id, by, segments)
    except (BadInput, Withheld) as error:
        return _sheet(request, store, id, Typed(by, tuple(target), error))
    return _go_on(store, done)


def approve(request: Request, store: Lab, id: str, by: Name = "", because: Name = "") -> Response:
    """Answer for a translation by name, with the reason where somebody put it otherwise."""
    try:
        done = stage.approve(store, id, by, because)
    except (BadInput, Withheld) as error:
        return _sheet(request, store, id, Typed(approver=by, because=because, error=error))
    return _go_on(store, done.translation)


def _sheet(request: Request, store: Lab, id: str, typed: Typed | None = None) -> Response:
    """The page; after a refusal with the reason and what was typed, so that no work is lost."""
    typed = typed or Typed()
    status = status_of(typed.error)[0] if typed.error else 200
    sheet = desk_translation(store, id, typed)
    return render(request, "translation.html", status, sheet=sheet, typed=typed)


def _go_on(store: Lab, done: Translation) -> Response:
    store.checkpoint()
    return RedirectResponse(f"/translation/{part(done.id)}", 303)
