"""One post as it was collected, and everything said about it since."""

from fastapi import Request
from fastapi.responses import Response

from marsad import track
from marsad.store.markings import Markings
from marsad.web.pages.lab import Lab
from marsad.web.pages.looks import counted, passes
from marsad.web.pages.who import account
from marsad.web.paper import render
from marsad.web.readings import note_posts, posts_in
from marsad.web.views.cases import held_by
from marsad.web.views.dossier import dossier, erased
from marsad.web.views.looks import exposures


def post(
    request: Request, store: Lab, id: str, show: str = "", check: bool = False, look: str = ""
) -> Response:
    """Show a post; ``show`` names the one picture that was asked for, ``look`` passes to it."""
    if tombstone := erased(store, id):
        return render(request, "erased.html", 410, tombstone=tombstone)
    taken = passes(request).take(look, show)
    found = dossier(store, id, show, check, passes(request).give(show) if taken else "")
    if any(each.open for each in found.media):
        own = counted(request, store, found.post.id, show, taken)
    else:
        own = exposures(store, account(request).name, show)
    beside = (each for each in posts_in(found) if each != found.post.id)
    note_posts(request, store, account(request), beside)
    folders = {"held": held_by(store, found.post.id), "cases": track.case_titles(store)}
    marks = Markings(store).of_posts([found.post]).get(found.post.id, ())
    return render(request, "post.html", dossier=found, counted=own, marks=marks, **folders)
