"""Outlets and places: who posts, since when, and who repeats whom."""

from fastapi import Request
from fastapi.responses import Response

from marsad import track
from marsad.errors import NotFound
from marsad.phrase import Phrase
from marsad.store import Seen
from marsad.store.markings import Markings
from marsad.web.pages.lab import Lab
from marsad.web.pages.lists import FORMS
from marsad.web.pages.search import SEALED
from marsad.web.paper import render
from marsad.web.views import life_lists
from marsad.web.views.outlets import outlets as listed
from marsad.web.views.outlets import shown


def outlets(request: Request, store: Lab) -> Response:
    """List the outlets of the register and the places of the lab."""
    if request.app.state.preparing.needed(store):
        return waiting(request, store)
    marks = Markings(store).of_kind("place")
    return render(request, "outlets.html", found=listed(store), marked=marks)


def lists(request: Request, store: Lab, name: str, form: str) -> Response:
    """Send the outlets of the register or the places of the lab as a file."""
    if request.app.state.preparing.needed(store):
        return waiting(request, store)
    return _file(life_lists.rows_of_all(listed(store), name), name, form)


def outlet(request: Request, store: Lab, id: str) -> Response:
    """Show the life of an outlet."""
    return _life(request, store, id)


def place(request: Request, store: Lab, id: str) -> Response:
    """Show the life of a place."""
    return _life(request, store, id)


def life_list(request: Request, store: Lab, id: str, name: str, form: str) -> Response:
    """Send one list of the page of an outlet or a place as a file."""
    if request.app.state.preparing.needed(store):
        return waiting(request, store)
    return _file(life_lists.rows_of(shown(store, track.life(store, id)), name), name, form)


def _file(rows: list[life_lists.Row], name: str, form: str) -> Response:
    if form not in FORMS:
        raise NotFound(
            Phrase(
                "no form %(form)s of the list %(name)s; there are %(forms)s",
                form=repr(form[:20]),
                name=name,
                forms=", ".join(FORMS),
            )
        )
    written, mime = FORMS[form]
    headers = {
        "content-disposition": f'attachment; filename="{name}.{form}"',
        "content-security-policy": SEALED,
    }
    content = written(life_lists.columns_of(rows), rows).encode("utf-8", "replace")
    return Response(content, headers=headers, media_type=f"{mime}; charset=utf-8")


def _life(request: Request, store: Lab, id: str) -> Response:
    if request.app.state.preparing.needed(store):
        return waiting(request, store)
    marks = Markings(store).of("place", id)
    return render(request, "outlet.html", found=shown(store, track.life(store, id)), marks=marks)


def waiting(request: Request, store: Lab) -> Response:
    """Say that what tracking reads is being prepared."""
    return render(request, "preparing.html", found=Seen(store).behind(), again=request.url.path)
